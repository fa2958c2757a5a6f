// Faults of a folder as a whole, and its limits.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/rules/small_rules.h"
#include "tests/temporary_folder.h"

namespace hadir::rules {
namespace {

using tests::faults_in;
using tests::small_files;
using tests::small_files_with;
using Expected = std::vector<std::string>;

TEST(SmallRules, AreWithoutFault) {
    EXPECT_EQ(faults_in(small_files()), Expected());
}

TEST(BadFolder, NamesTableThatIsMissing) {
    Files files = small_files();
    files.erase("ramadan.csv");
    EXPECT_EQ(faults_in(files),
              Expected({"ramadan.csv: is missing; copy it from the rules that came with Hadir"}));
}

TEST(BadFolder, NamesSentenceThatTheJudgeWouldMiss) {
    Files files = small_files();
    std::string& text = files.at("sentences.csv");
    const std::size_t at = text.find("\nabsent,") + 1;
    text.erase(at, text.find('\n', at) + 1 - at);
    EXPECT_EQ(faults_in(files), Expected({"sentences.csv: has no sentence absent; add it"}));
}

TEST(BadFolder, NamesTableThatNobodyReads) {
    Files files = small_files();
    files["holiday.csv"] = "day\n";
    EXPECT_EQ(faults_in(files),
              Expected({"holiday.csv: is no table of rules; take it out, or give it its right name"}));
}

TEST(BadFolder, NamesColumnsThatMustBe) {
    Files files = small_files();
    files["ramadan.csv"] = "tahun,valid_from,valid_to,source,confidence\n";
    EXPECT_EQ(
        faults_in(files),
        Expected({"ramadan.csv: line 1: the first line must be year,valid_from,valid_to,source,confidence"}));
}

TEST(BadFolder, TellsFaultsOfAllFilesAtOnce) {
    Files files = small_files_with("conversion.csv", "PP94,zero,2024-01-01,,law,read\n");
    files["ramadan.csv"] += "x,2025-03-01,2025-03-30,law,read\n";
    EXPECT_EQ(check_rules(files).faults.size(), 2U);
    const auto read = read_rules(files);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().message,
              "ramadan.csv: line 3: year is not a whole number from 1300 to 1700: x; "
              "hadir-central rules check shows 1 more");
    EXPECT_EQ(read.error().line, 3U);
}

TEST(BadFolder, StopsTellingAfterAHundredFaults) {
    std::string rows;
    for (int i = 0; i < 150; ++i)
        rows += "PP94,zero,2024-01-01,,law,read\n";
    const auto faults = faults_in(small_files_with("conversion.csv", rows));
    ASSERT_EQ(faults.size(), kFaultsMax + 1);
    EXPECT_EQ(faults.back(), "conversion.csv: line 102: and more faults; mend these first");
}

TEST(Limits, AFileOfOverAMebibyteIsRefused) {
    Files files = small_files();
    files["ramadan.csv"].append(kRuleFileBytesMax, '\n');
    EXPECT_EQ(faults_in(files), Expected({"ramadan.csv: is over 1 MiB; take out what is no rule"}));
}

TEST(Limits, ATableHasAtMostFiveThousandRows) {
    const auto days_from_2024 = [](std::size_t count) {
        std::string rows;
        LocalDay day = *parse_day("2024-01-01");
        for (std::size_t i = 0; i < count; ++i, day += std::chrono::days(1)) {
            const std::string text = format_day(day);
            rows += text + ",national,Libur," + text + ',' + text + ",law,read\n";
        }
        return rows;
    };
    EXPECT_EQ(faults_in(small_files_with("holidays.csv", days_from_2024(kRuleRowsMax))), Expected());
    EXPECT_EQ(faults_in(small_files_with("holidays.csv", days_from_2024(kRuleRowsMax + 1))),
              Expected({"holidays.csv: line 5002: is row 5,001; a table has at most 5,000"}));
}

TEST(Limits, AFolderIsReadUpToItsLimits) {
    const hadir::tests::TemporaryFolder folder;
    const auto refusal = [&] { return read_rule_folder(folder.path()).error().message; };
    for (std::size_t i = 0; i < kRuleFilesMax; ++i)
        std::ofstream(folder.path() / (std::to_string(i) + ".csv")) << "x\n";
    std::ofstream(folder.path() / "notes.txt") << "no table";
    EXPECT_EQ(read_rule_folder(folder.path())->size(), kRuleFilesMax);
    std::ofstream(folder.path() / "another.csv") << "x\n";
    EXPECT_TRUE(refusal().ends_with(": over 64 tables; name the folder with schedules.csv")) << refusal();
    std::filesystem::remove(folder.path() / "another.csv");
    std::ofstream(folder.path() / "0.csv") << std::string(kRuleFileBytesMax + 1, 'x');
    EXPECT_TRUE(refusal().contains("0.csv")) << refusal();
    EXPECT_FALSE(read_rule_folder(folder.path() / "nowhere"));
}

TEST(Digest, ChangesWithEveryByteAndName) {
    const Hash before = check_rules(small_files()).book.digest;
    EXPECT_EQ(check_rules(small_files()).book.digest, before);
    Files files = small_files();
    files["ramadan.csv"] += "\n";
    EXPECT_NE(check_rules(files).book.digest, before);
}

}  // namespace
}  // namespace hadir::rules
