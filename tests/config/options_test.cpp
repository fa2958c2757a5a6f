// The table itself, and what it says to people.
#include "config/options.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "config/texts.h"

namespace hadir::config {
namespace {

constexpr std::array kPrograms = {Program::kiosk, Program::sync, Program::central};

TEST(Options, CommittedFilesAreWhatTheTablePrints) {
    for (const auto program : kPrograms) {
        const std::string name(name_of(program).substr(std::string_view("hadir-").size()));
        const auto file = std::filesystem::path(HADIR_SOURCE_DIR) / "config" / (name + ".conf");
        std::ostringstream committed;
        committed << std::ifstream(file).rdbuf();
        EXPECT_EQ(committed.str(), default_file(program))
            << "write it anew: " << name_of(program) << " --print-config > config/" << name << ".conf";
    }
}

TEST(Options, EveryDefaultPassesItsOwnCheck) {
    for (const auto program : kPrograms) {
        for (const auto& option : options_of(program)) {
            EXPECT_EQ(fault_of(option, option.fallback), "") << name_of(program) << " --" << option.name;
        }
    }
}

TEST(Options, NamesAreUniqueAndHelpIsOneLine) {
    for (const auto program : kPrograms) {
        std::set<std::string_view> names;
        for (const auto& option : options_of(program)) {
            EXPECT_TRUE(names.insert(option.name).second) << option.name;
            EXPECT_FALSE(option.help.empty()) << option.name;
            EXPECT_EQ(option.help.find('\n'), option.help.npos) << option.name;
        }
    }
}

TEST(Options, HelpShowsEveryOptionOfProgramAndCommand) {
    const std::array extra = {
        Option{.name = "passphrase-file", .kind = Kind::path, .fallback = "", .help = "words"}};
    for (const auto program : kPrograms) {
        const std::string text = help_text(program, extra, "  enrol CODE");
        for (const auto& option : options_of(program)) {
            EXPECT_NE(text.find("--" + std::string(option.name)), text.npos) << option.name;
        }
        EXPECT_NE(text.find("--passphrase-file PATH"), text.npos);
        EXPECT_NE(text.find("enrol CODE"), text.npos);
    }
}

TEST(Options, VariableIsProgramAndNameInCapitals) {
    EXPECT_EQ(variable_of(Program::kiosk, "sync-db"), "HADIR_KIOSK_SYNC_DB");
    EXPECT_EQ(variable_of(Program::central, "web-port"), "HADIR_CENTRAL_WEB_PORT");
}

struct ValueRow {
    Option option;
    std::string value;
    bool good;
};

TEST(Options, ValuesAreCheckedToTheirLimits) {
    const Option text{.name = "t", .kind = Kind::text, .fallback = "", .help = "h"};
    const Option port{.name = "p", .kind = Kind::port, .fallback = "0", .help = "h", .max = 65'535};
    const Option number{
        .name = "n", .kind = Kind::number, .fallback = "1", .help = "h", .min = -1, .max = 10};
    const Option time{.name = "c", .kind = Kind::time, .fallback = "00:00", .help = "h"};
    const Option choice{.name = "l", .kind = Kind::choice, .fallback = "id", .help = "h", .choices = "id|en"};
    const Option flag{.name = "f", .kind = Kind::flag, .fallback = "no", .help = "h"};
    const std::vector<ValueRow> rows = {
        {text, "", true},        {text, std::string(kTextBytesMax, 'a'), true},
        {text, "a\x01z", false}, {text, std::string(kTextBytesMax + 1, 'a'), false},
        {text, "a\nb", false},   {text, "Bapak Rudi, ext. 214 \xe2\x80\x93 lt. 2", true},
        {port, "0", true},       {port, "65535", true},
        {port, "65536", false},  {port, "-1", false},
        {port, "", false},       {port, "8710x", false},
        {port, " 8710", false},  {port, "99999999999999999999", false},
        {number, "-1", true},    {number, "10", true},
        {number, "11", false},   {number, "-2", false},
        {number, "1.5", false},  {number, "+1", false},
        {time, "00:00", true},   {time, "23:59", true},
        {time, "24:00", false},  {time, "7:30", false},
        {time, "07.30", false},  {time, "-1:30", false},
        {time, "07:-1", false},  {choice, "en", true},
        {choice, "", false},     {choice, "id|en", false},
        {choice, "i", false},    {choice, "EN", false},
        {flag, "yes", true},     {flag, "no", true},
        {flag, "true", false},   {flag, "", false},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(fault_of(row.option, row.value).empty(), row.good)
            << row.option.name << " = '" << row.value << "'";
    }
}

}  // namespace
}  // namespace hadir::config
