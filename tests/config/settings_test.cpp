// Who wins among command line, environment, file and default, and what a wrong word gets.
#include "config/settings.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/temporary_folder.h"

namespace hadir::config {
namespace {

class SettingsTest : public ::testing::Test {
protected:
    // Writes the file and makes every later start read it.
    void write(const std::string& text) {
        std::ofstream(file()) << text;
        set("HADIR_KIOSK_CONFIG=" + file());
    }
    void set(const std::string& entry) { environment_.push_back(entry); }

    Result<Settings> read(const std::vector<const char*>& arguments, std::span<const Option> extra = {}) {
        std::vector<const char*> environment;
        for (const auto& entry : environment_)
            environment.push_back(entry.c_str());
        environment.push_back(nullptr);
        return Settings::read({.program = Program::kiosk,
                               .arguments = arguments,
                               .environment = environment.data(),
                               .extra = extra,
                               .commands = {}});
    }
    std::string refusal(const std::vector<const char*>& arguments) {
        const auto settings = read(arguments);
        EXPECT_FALSE(settings.has_value());
        if (settings) return "";
        EXPECT_EQ(settings.error().code, ErrorCode::usage);
        return settings.error().message;
    }
    [[nodiscard]] std::string file() const { return (folder_ / "kiosk.conf").string(); }

    tests::TemporaryFolder folder_;
    std::vector<std::string> environment_;
};

TEST_F(SettingsTest, CommandLineBeatsEnvironmentBeatsFileBeatsDefault) {
    write("port = 1\nvolume = 11\nscreen-mm = 111\n");
    set("HADIR_KIOSK_PORT=2");
    set("HADIR_KIOSK_VOLUME=22");
    const auto settings = read({"--port", "3"});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->port("port"), 3);
    EXPECT_EQ(settings->number("volume"), 22);
    EXPECT_EQ(settings->number("screen-mm"), 111);
    EXPECT_EQ(settings->text("language"), "id");
}

TEST_F(SettingsTest, NamedFileBeatsTheOneOfTheEnvironment) {
    write("port = 1\n");
    const auto other = (folder_ / "other.conf").string();
    std::ofstream(other) << "port = 9\n";
    const auto settings = read({"--config", other.c_str()});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->port("port"), 9);
}

TEST_F(SettingsTest, FileTakesRemarksBlanksAndCarriageReturns) {
    write("# a remark\r\n\r\n  camera =  /dev/video # front \r\n\tcontact=\r\ndemo = yes");
    const auto settings = read({});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->text("camera"), "/dev/video # front");
    EXPECT_EQ(settings->text("contact"), "");
    EXPECT_TRUE(settings->flag("demo"));
}

TEST_F(SettingsTest, BareFlagMeansYesAndDoesNotTakeTheNextWord) {
    const auto settings = read({"--demo", "enrol", "--camera-loop=no", "CODE"});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_TRUE(settings->flag("demo"));
    EXPECT_FALSE(settings->flag("camera-loop"));
    EXPECT_EQ(settings->words(), (std::vector<std::string>{"enrol", "CODE"}));
}

TEST_F(SettingsTest, EmptyValueTakesBackWhatTheFileSays) {
    write("contact = ext. 214\n");
    EXPECT_EQ(read({})->text("contact"), "ext. 214");
    EXPECT_EQ(read({"--contact="})->text("contact"), "");
    EXPECT_EQ(read({"--contact", ""})->text("contact"), "");
}

TEST_F(SettingsTest, ExtraOptionsAreForTheCommandLineOnly) {
    const std::array extra = {
        Option{.name = "passphrase-file", .kind = Kind::path, .fallback = "", .help = "words"}};
    const auto settings = read({"account", "add", "--passphrase-file", "/tmp/words"}, extra);
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->path("passphrase-file"), "/tmp/words");
    EXPECT_TRUE(read({}, extra)->path("passphrase-file").empty());

    write("passphrase-file = /tmp/words\n");
    EXPECT_FALSE(read({}, extra));
}

TEST_F(SettingsTest, RelativeDefaultStartsAtTheProgram) {
    const auto settings = read({});
    ASSERT_TRUE(settings) << settings.error().message;
    const auto program = std::filesystem::read_symlink("/proc/self/exe");
    EXPECT_EQ(settings->path("ui"), program.parent_path().parent_path() / "share/hadir/ui/kiosk");
    EXPECT_EQ(read({"--ui", "dist"})->path("ui"), "dist");
}

TEST_F(SettingsTest, TimesAndListsAreTakenApart) {
    const std::vector<const char*> night = {"--night-from", "22:30"};
    const auto sync = Settings::read({.program = Program::sync, .arguments = night});
    ASSERT_TRUE(sync) << sync.error().message;
    EXPECT_EQ(sync->minutes("night-from"), 22 * 60 + 30);

    const std::vector<const char*> hosts = {"--web-host", " hadir.example.go.id, ,10.0.0.1,"};
    const auto central = Settings::read({.program = Program::central, .arguments = hosts});
    ASSERT_TRUE(central) << central.error().message;
    EXPECT_EQ(central->list("web-host"), (std::vector<std::string>{"hadir.example.go.id", "10.0.0.1"}));
}

TEST_F(SettingsTest, AskingForHelpWinsOverABrokenFile) {
    write("nonsense\n");
    const auto settings = read({"--help"});
    ASSERT_TRUE(settings) << settings.error().message;
    ASSERT_TRUE(settings->answer());
    EXPECT_TRUE(settings->answer()->starts_with("usage: hadir-kiosk"));
    EXPECT_TRUE(read({"--version"})->answer()->starts_with("hadir-kiosk "));
    EXPECT_TRUE(read({"--print-config"})->answer()->contains("#port = 8710"));
}

TEST_F(SettingsTest, CommandIsTheFirstWord) {
    const std::vector<const char*> enrol = {"enrol", "CODE"};
    const std::vector<const char*> loop = {"--loop", "enrol"};
    EXPECT_EQ(command_of(enrol), "enrol");
    EXPECT_EQ(command_of(loop), "");
    EXPECT_EQ(command_of({}), "");
}

TEST_F(SettingsTest, WrongCommandLineIsOneMessage) {
    EXPECT_EQ(refusal({"--prot", "1"}), "--prot: no such option; hadir-kiosk --help shows every option");
    EXPECT_EQ(refusal({"--por", "1"}), "--por: no such option; hadir-kiosk --help shows every option");
    EXPECT_EQ(refusal({"--word", "1"}), "--word: no such option; hadir-kiosk --help shows every option");
    EXPECT_EQ(refusal({"-x"}), "-x: no such option; hadir-kiosk --help shows every option");
    EXPECT_EQ(refusal({"--port", "65536"}), "--port: '65536' is not a whole number from 0 to 65535");
    EXPECT_EQ(refusal({"--port=1", "--port=2"}), "--port: is given twice; give it once");
    EXPECT_EQ(refusal({"--language", "\x1b[2J"}), "--language: '?[2J' is not one of id|en");
    EXPECT_NE(refusal({"--port"}).find("command line: "), std::string::npos);
}

TEST_F(SettingsTest, WrongFileNamesFileLineAndKey) {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"port = 1\n\nprot = 2\n", "line 3: unknown key 'prot'; hadir-kiosk --print-config shows every key"},
        {"trace-fd = 3\n", "line 1: unknown key 'trace-fd'; hadir-kiosk --print-config shows every key"},
        {"port\n", "line 1: 'port' is not `key = value`; a remark begins with #"},
        {"volume = loud\n", "line 1: volume: 'loud' is not a whole number from 0 to 100"},
        {"port = 1\nport = 1\n", "line 2: port stands here twice; keep one"},
        {std::string("camera = a\0b\n", 13),
         "line 1: camera: 'a?b' is longer than 1024 bytes or has control characters"},
    };
    for (const auto& [text, message] : rows) {
        environment_.clear();
        write(text);
        EXPECT_EQ(refusal({}), file() + ": " + message);
    }
}

TEST_F(SettingsTest, FileHasALimit) {
    const std::string remark = "#" + std::string(kFileBytesMax - 2, 'x') + "\n";
    write(remark);
    EXPECT_TRUE(read({}));
    write(remark + "\n");
    EXPECT_EQ(refusal({}), file() + ": is larger than 65536 bytes");
}

TEST_F(SettingsTest, NamedFileMustBeThere) {
    EXPECT_EQ(refusal({"--config", "/nowhere/kiosk.conf"}),
              "/nowhere/kiosk.conf: cannot be read; check the path and its permissions");
    const std::string folder = folder_.path().string();
    EXPECT_FALSE(read({"--config", folder.c_str()}));
}

TEST_F(SettingsTest, UnknownVariableOfThisProgramIsRefusedOthersAreIgnored) {
    set("HADIR_QR_SAMPLES=/pictures");
    set("HADIR_SYNC_NONSENSE=1");
    EXPECT_TRUE(read({}));
    set("HADIR_KIOSK_PROT=1");
    EXPECT_EQ(refusal({}), "HADIR_KIOSK_PROT: no such variable; hadir-kiosk --help shows every option");
}

TEST_F(SettingsTest, WrongNameOrKindIsAProgrammingError) {
    const auto settings = read({});
    ASSERT_TRUE(settings);
    EXPECT_THROW((void)settings->text("prot"), std::logic_error);
    EXPECT_THROW((void)settings->number("camera"), std::logic_error);
}

}  // namespace
}  // namespace hadir::config
