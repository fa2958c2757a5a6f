// hadir-sync and hadir-central as they are installed: set up without a prompt, real TLS, real databases.
#include <gtest/gtest.h>
#include <poll.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "platform/clock.h"
#include "platform/random.h"
#include "store/identity.h"
#include "store/ledger.h"
#include "tests/temporary_folder.h"
#include "wire/key_change.h"

namespace hadir {
namespace {

struct Finished {
    int status = -1;
    std::string output;
};

// The first word of `text` that starts so, up to white space.
std::string word_from(const std::string& text, const std::string& start) {
    const std::size_t at = text.find(start);
    return at == std::string::npos ? "" : text.substr(at, text.find_first_of(" \n", at) - at);
}

class SyncCentralTest : public ::testing::Test {
protected:
    void SetUp() override {
        std::ofstream(folder_ / "pass") << "a long passphrase\n";
        const std::string pass = " --passphrase-file " + path("pass");
        const Finished init = run("hadir keys init --dir " + path("keys") + pass);
        root_ = word_from(init.output, "root ").empty()
                    ? ""
                    : init.output.substr(init.output.find("root ") + 5, 64);
        must("hadir-central init --name Test" + data());
        must("hadir keys sign " + path("central/keys-request.json") + " --dir " + path("keys") + " --out " +
             path("signed") + pass);
        must("hadir-central keys import " + path("signed") + " --root " + root_ + data());
        start_central("0");
        const std::string code = must(
            "hadir-central enrol-code --opd PUPR --office Pusat --kiosk K1 --by 0000000000000001 --url " +
            url_ + data());
        const std::size_t qr = code.find("HADIR:E:1:");
        ASSERT_NE(qr, std::string::npos) << code;
        must("hadir-sync enrol '" + code.substr(qr, code.find('\n', qr) - qr) + "'" + places());
    }
    void TearDown() override { stop_central(SIGTERM); }

    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::string data() const { return " --data " + path("central"); }
    [[nodiscard]] std::string places(const std::string& terminal = "t") const {
        return " --data " + path(terminal) + " --identity " + path(terminal + "/identity") + " --ledger " +
               path(terminal + "/ledger.db") + " --runtime " + path("run");
    }
    [[nodiscard]] static Finished run(const std::string& words) {
        FILE* pipe = ::popen(("'" HADIR_BIN_DIR "'/" + words + " 2>&1").c_str(), "r");
        Finished result;
        char buffer[4096];
        while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe))
            result.output.append(buffer, got);
        result.status = WEXITSTATUS(::pclose(pipe));
        return result;
    }
    static std::string must(const std::string& words) {
        const Finished result = run(words);
        EXPECT_EQ(result.status, 0) << words << '\n' << result.output;
        return result.output;
    }
    void start_central(const std::string& port) {
        const std::string command = "exec '" HADIR_BIN_DIR "'/hadir-central serve" + data() +
                                    " --devices-bind 127.0.0.1 --devices-port " + port + " --web-port 0 >" +
                                    path("out") + " 2>&1";
        std::filesystem::remove(folder_ / "out");
        central_ = ::fork();
        if (central_ == 0) {
            ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
            ::_exit(127);
        }
        std::string out;
        for (int i = 0; i < 3000 && out.find("ready web") == std::string::npos; ++i) {
            ::poll(nullptr, 0, 10);
            std::ifstream file(folder_ / "out");
            out.assign(std::istreambuf_iterator<char>(file), {});
        }
        url_ = word_from(out, "https://");
        ASSERT_FALSE(url_.empty()) << out;
    }
    void stop_central(int signal) {
        if (central_ <= 0) return;
        ::kill(central_, signal);
        ::waitpid(central_, nullptr, 0);
        central_ = 0;
    }
    [[nodiscard]] std::string port() const { return url_.substr(url_.rfind(':') + 1); }

    [[nodiscard]] store::Identity identity_of(const std::string& terminal) const {
        const auto identity = store::read_identity(folder_ / terminal / "identity");
        EXPECT_TRUE(identity) << identity.error().message;
        return *identity;
    }
    // Under the incarnation that the terminal has now, as hadir-kiosk does.
    void record(int count, const std::string& terminal = "t") {
        const auto identity = store::read_identity(folder_ / terminal / "identity");
        ASSERT_TRUE(identity) << identity.error().message;
        auto ledger = store::Ledger::open(path(terminal + "/ledger.db"), identity->dev, identity->inc,
                                          identity->ledger_key, random_);
        ASSERT_TRUE(ledger) << ledger.error().message;
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(ledger->append({"boot",
                                        clock_.wall(),
                                        clock_.boot(),
                                        clock_.since_boot().count(),
                                        {},
                                        R"({"version":"0","prev_up_ms":null})"}));
    }
    // The same rows, byte for byte, here and in central's export.
    void expect_equal(std::size_t count) {
        const auto identity = store::read_identity(folder_ / "t/identity");
        std::filesystem::remove(folder_ / "exported.db");
        must("hadir-central export --dev " + identity->dev.hex() + " " + path("exported.db") + data());
        const auto own = rows_of(path("t/ledger.db"));
        const auto there = rows_of(path("exported.db"));
        ASSERT_EQ(own.size(), count);
        EXPECT_TRUE(own == there);
    }
    [[nodiscard]] static std::vector<std::string> rows_of(const std::string& file) {
        const SQLite::Database sql(file);
        SQLite::Statement select(
            sql, "SELECT inc || ' ' || seq || line || hex(hash) || hex(sig) FROM records ORDER BY inc, seq");
        std::vector<std::string> rows;
        while (select.executeStep())
            rows.push_back(select.getColumn(0).getString());
        return rows;
    }

    // How many rows of the terminal's ledger central exports for a branch.
    std::size_t exported(const std::string& branch) {
        std::filesystem::remove(folder_ / "branch.db");
        must("hadir-central export --dev " + identity_of("t").dev.hex() + " --branch " + branch + " " +
             path("branch.db") + data());
        return rows_of(path("branch.db")).size();
    }

    tests::TemporaryFolder folder_;
    platform::SystemClock clock_;
    platform::SystemRandom random_;
    pid_t central_ = 0;
    std::string url_;
    std::string root_;
};

TEST_F(SyncCentralTest, EveryRecordArrivesOnceWhateverHappensToCentral) {
    record(700);
    must("hadir-sync --once" + places());
    expect_equal(700);

    must("hadir-central backup " + path("older.db") + data());
    record(600);
    stop_central(SIGKILL);
    const Finished away = run("hadir-sync --once" + places());
    EXPECT_EQ(away.status, 1);
    EXPECT_NE(away.output.find("600 records wait"), std::string::npos) << away.output;
    start_central(port());
    must("hadir-sync send" + places());
    expect_equal(1300);

    stop_central(SIGTERM);
    must("hadir-central restore " + path("older.db") + data());
    start_central(port());
    must("hadir-sync send" + places());
    expect_equal(1300);
    must("hadir-sync send" + places());
    expect_equal(1300);
    EXPECT_NE(run("hadir-sync status" + places()).output.find("acknowledged 1300, waiting 0"),
              std::string::npos);
}

std::string held_note(const std::string& sync_db) {
    const SQLite::Database sql(sync_db);
    SQLite::Statement select(sql, "SELECT note FROM checkpoints ORDER BY taken DESC LIMIT 1");
    return select.executeStep() ? select.getColumn(0).getString() : "";
}

class ProvedTest : public SyncCentralTest {
protected:
    // Takes the proof of one record from central and lets hadir-verify judge it.
    Finished judge(const std::string& seq) {
        const auto identity = store::read_identity(folder_ / "t/identity");
        std::filesystem::remove(folder_ / (seq + ".tlog-proof"));
        must("hadir-central proof " + identity->dev.hex() + " 1 " + seq + " " + path(seq + ".tlog-proof") +
             data());
        return judge_file(seq);
    }
    Finished judge_file(const std::string& seq) {
        return run("hadir-verify " + path(seq + ".tlog-proof") + " --keys " + path("signed") + " --root " +
                   root_);
    }
    void sync() { must("hadir-sync --once" + places()); }
    void confirm() {
        const auto ours = identity_of("t");
        must("hadir-central device confirm " + ours.dev.hex() +
             " --by 0000000000000002 --why test --fingerprint " +
             wire::fingerprint_text(ours.ledger_key.public_key()) + data());
    }
};

TEST_F(ProvedTest, ARecordIsProvedFromTheTerminalToTheVerifier) {
    record(20);
    sync();
    must("hadir-central log checkpoint" + data());
    const Finished unproven = judge("7");
    EXPECT_EQ(unproven.status, 1);
    EXPECT_TRUE(unproven.output.starts_with("IN LOG, TERMINAL UNPROVEN record 7")) << unproven.output;
    confirm();
    const Finished valid = judge("7");
    EXPECT_EQ(valid.status, 0);
    EXPECT_TRUE(valid.output.starts_with("VALID record 7")) << valid.output;

    std::ifstream file(folder_ / "7.tlog-proof");
    std::string proof(std::istreambuf_iterator<char>(file), {});
    proof[proof.find("index ") + 6] ^= 1;
    std::ofstream(folder_ / "7.tlog-proof") << proof;
    const Finished elsewhere = judge_file("7");
    EXPECT_EQ(elsewhere.status, 1);
    EXPECT_TRUE(elsewhere.output.starts_with("NOT IN LOG")) << elsewhere.output;
    std::ofstream(folder_ / "7.tlog-proof") << "no proof\n";
    EXPECT_EQ(judge_file("7").status, 2);
}

TEST_F(ProvedTest, ACentralFromYesterdaySignsNothingAndEveryProofStaysValid) {
    record(20);
    sync();
    confirm();
    must("hadir-central log checkpoint" + data());
    must("hadir-central backup " + path("yesterday.db") + data());
    record(10);
    sync();
    must("hadir-central log checkpoint" + data());
    sync();
    const std::string held = held_note(path("t/sync.db"));
    EXPECT_NE(held.find("/1\n32\n"), std::string::npos) << held;
    ASSERT_EQ(judge("25").status, 0);
    stop_central(SIGTERM);
    must("hadir-central restore " + path("yesterday.db") + data());
    start_central(port());
    record(3);
    sync();
    const Finished refused = run("hadir-central log checkpoint" + data());
    EXPECT_NE(refused.status, 0);
    EXPECT_NE(refused.output.find("new-epoch"), std::string::npos) << refused.output;
    EXPECT_EQ(held_note(path("t/sync.db")), held) << "nothing older was shown to the terminal";

    stop_central(SIGTERM);
    must("hadir-central log new-epoch" + data());
    start_central(port());
    must("hadir-central log checkpoint" + data());
    sync();
    EXPECT_NE(held_note(path("t/sync.db")).find("/2\n35\n"), std::string::npos);
    expect_equal(33);
    EXPECT_EQ(judge_file("25").status, 0) << "issued in the epoch before";
    EXPECT_EQ(judge("33").status, 0) << "under the key that the root had listed before it was needed";
    // The root lists the key of the epoch after this one.
    must("hadir keys sign " + path("central/keys-request.json") + " --dir " + path("keys") + " --out " +
         path("signed") + " --passphrase-file " + path("pass"));
    must("hadir-central keys import " + path("signed") + data());
    EXPECT_EQ(judge_file("25").status, 0);
}

// One identity folder in two terminals: both go on by themselves, everything of both arrives, and two
// officers say which one is ours.
TEST_F(SyncCentralTest, ACopiedTerminalGoesOnUnderKeysOfItsOwn) {
    record(3);
    must("hadir-sync --once" + places());
    std::filesystem::copy(folder_ / "t", folder_ / "clone", std::filesystem::copy_options::recursive);
    record(2);
    record(4, "clone");
    must("hadir-sync send" + places());
    const Finished forked = run("hadir-sync send" + places("clone"));
    EXPECT_NE(forked.output.find("ALARM"), std::string::npos) << forked.output;
    EXPECT_EQ(identity_of("clone").inc, 2U) << forked.output;
    record(1);  // the terminal still writes under the old key, and learns of the fork from any receipt
    const Finished told = run("hadir-sync send" + places());
    EXPECT_NE(told.output.find("ALARM"), std::string::npos) << told.output;
    EXPECT_EQ(identity_of("t").inc, 3U) << told.output;
    record(2);
    record(1, "clone");
    must("hadir-sync send" + places());
    must("hadir-sync send" + places("clone"));
    const auto ours = identity_of("t");
    // Branch 0: 3 + 2 + 1; branch 1: 3 + 4; and 1 + 2 under the new keys.
    EXPECT_EQ(exported("0"), 9U);
    EXPECT_EQ(exported("1"), 10U);

    const std::string device = " " + ours.dev.hex() + " --by 0000000000000002 --why test" + data();
    const std::string print = wire::fingerprint_text(ours.ledger_key.public_key());
    EXPECT_NE(run("hadir-sync status" + places()).output.find(print), std::string::npos);
    EXPECT_EQ(
        run("hadir-central device confirm" + device + " --inc 3 --fingerprint 0000-0000-0000-0000").status,
        2);
    EXPECT_EQ(run("hadir-central device confirm " + ours.dev.hex() + " --inc 3 --fingerprint " + print +
                  " --by 0000000000000001 --why test" + data())
                  .status,
              1)
        << "the officer who enrolled it";
    must("hadir-central device confirm" + device + " --inc 3 --fingerprint " + print);
    must("hadir-central device revoke" + device + " --inc 2");
    must("hadir-central device revoke" + device + " --inc 1 --branch 1");

    record(1);
    must("hadir-sync send" + places());
    EXPECT_TRUE(identity_of("t").confirmed);
    EXPECT_NE(identity_of("t").certificate, ours.certificate) << "it has a new one by itself";
    record(1, "clone");
    const Finished left = run("hadir-sync send" + places("clone"));
    EXPECT_EQ(left.status, 1);
    EXPECT_NE(left.output.find("1 records wait"), std::string::npos) << left.output;
    EXPECT_FALSE(identity_of("clone").confirmed);
    EXPECT_EQ(exported("0"), 10U);

    must("hadir-central revoked " + path("revoked") + data());
    must("hadir-central statement --dev " + ours.dev.hex() + " --inc 3 " + path("statement") + data());
    std::ifstream statement(folder_ / "statement");
    std::string first;
    std::getline(statement, first);
    EXPECT_NE(first.find("\"by\":[\"0000000000000001\",\"0000000000000002\"]"), std::string::npos) << first;
}

// The QR that the kiosk leaves in the runtime folder.
TEST_F(SyncCentralTest, EnrolsFromTheFileOfTheKiosk) {
    const std::string code = must(
        "hadir-central enrol-code --opd PUPR --office Pusat --kiosk K2 --by "
        "0000000000000001 --url " +
        url_ + data());
    const std::size_t qr = code.find("HADIR:E:1:");
    std::filesystem::create_directories(folder_ / "run");
    std::ofstream(folder_ / "run/enrol") << code.substr(qr, code.find('\n', qr) - qr) << '\n';
    const std::string said = must("hadir-sync enrol --from-file" + places("t2"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "run/enrol"));
    EXPECT_NE(said.find(wire::fingerprint_text(identity_of("t2").ledger_key.public_key())),
              std::string::npos);
    EXPECT_EQ(run("hadir-sync enrol --from-file" + places("t3")).status, 2) << "there is none any more";
}

}  // namespace
}  // namespace hadir
