// The real hadir-sync, over real TLS, against a central in memory.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "pki/authority.h"
#include "platform/clock.h"
#include "store/identity.h"
#include "store/ledger.h"
#include "store/sync_store.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_http.h"
#include "tests/fakes/fake_random.h"
#include "tests/sync/fake_central.h"
#include "tests/sync/tls_server.h"
#include "tests/temporary_folder.h"
#include "wire/enrolment.h"

namespace hadir {
namespace {

struct Finished {
    int status = -1;
    std::string output;
};

sync::HttpRequest parse(const std::string& text) {
    sync::HttpRequest request;
    request.method = text.starts_with("POST") ? sync::HttpMethod::post : sync::HttpMethod::get;
    const std::size_t path = text.find(' ') + 1;
    request.path = text.substr(path, text.find(' ', path) - path);
    const std::size_t end = text.find("\r\n\r\n");
    std::size_t at = text.find("\r\n") + 2;
    while (at < end) {
        const std::size_t line_end = text.find("\r\n", at);
        const std::size_t colon = text.find(": ", at);
        request.headers.emplace_back(text.substr(at, colon - at),
                                     text.substr(colon + 2, line_end - colon - 2));
        at = line_end + 2;
    }
    request.body = text.substr(end + 4);
    return request;
}

std::string print(const sync::HttpResponse& response) {
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + " X\r\nConnection: close\r\n";
    for (const auto& [name, value] : response.headers)
        text += name + ": " + value + "\r\n";
    return text + "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n" + response.body;
}

class ProgramTest : public ::testing::Test {
protected:
    ProgramTest() {
        std::signal(SIGPIPE, SIG_IGN);
        clock_.jump_wall(now_);
        std::filesystem::create_directory(folder_ / "run");
        serve();
    }
    void serve() {
        server_.emplace(
            tests::TlsServerOptions{
                {*pki::issue_server(ca_, key_, {"127.0.0.1"}, now_), ca_.certificate}, key_.pem(), true},
            [this](const std::string& text) { return print(answer(parse(text))); });
    }
    sync::HttpResponse answer(const sync::HttpRequest& request) {
        if (request.path != "/v1/enrolments") return central_->handle(request);
        const auto asked = wire::parse_enrol_request(request.body);
        if (!asked || !wire::mac_fits(*asked, code_.secret) || !wire::signature_fits(*asked))
            return tests::problem_answer(404, "UNKNOWN_CODE");
        central_.emplace(dev_, asked->ledger_key, clock_);
        const auto certificate = pki::issue_terminal(ca_, {asked->csr}, dev_, now_);
        return {201,
                {},
                wire::write_enrol_answer(wire::make_enrol_answer(code_.secret, asked->mac, dev_,
                                                                 certificate->der, central_->keys_file(4)))};
    }
    [[nodiscard]] std::string qr() {
        return wire::write_enrol_qr({code_, tests::FakeCentral(dev_, {}, clock_).root(),
                                     pki::fingerprint_of(ca_.certificate),
                                     "https://127.0.0.1:" + std::to_string(server_->port())});
    }
    [[nodiscard]] std::string command(const std::string& words) const {
        const std::string base = folder_.path().string();
        return "'" HADIR_BIN_DIR "'/hadir-sync " + words + " --data " + base + " --identity " + base +
               "/identity --ledger " + base + "/ledger.db --runtime " + base + "/run";
    }
    [[nodiscard]] Finished run(const std::string& words) const {
        FILE* pipe = ::popen((command(words) + " 2>&1").c_str(), "r");
        Finished result;
        char buffer[4096];
        while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe))
            result.output.append(buffer, got);
        result.status = WEXITSTATUS(::pclose(pipe));
        return result;
    }
    void enrol() {
        const Finished enrolled = run("enrol '" + qr() + "'");
        ASSERT_EQ(enrolled.status, 0) << enrolled.output;
    }
    void record(int count) {
        const auto identity = store::read_identity(folder_ / "identity");
        ASSERT_TRUE(identity);
        auto ledger =
            store::Ledger::open(folder_ / "ledger.db", identity->dev, 1, identity->ledger_key, random_);
        ASSERT_TRUE(ledger);
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(ledger->append({"checkpoint", now_, clock_.boot(), 1, {}, "{\"note\":\"n\"}"}));
    }

    tests::TemporaryFolder folder_;
    tests::FakeRandom random_;
    tests::FakeClock clock_;
    UnixMs now_ = platform::SystemClock().wall();  // TLS looks at the real clock
    pki::Authority ca_ = *pki::Authority::make("Hadir test", now_, std::chrono::years(10));
    pki::PrivateKey key_ = *pki::PrivateKey::make();
    wire::EnrolCode code_{random_.make<wire::EnrolSlot>(), random_.make<wire::EnrolSecret>()};
    DeviceId dev_ = random_.make<DeviceId>();
    std::optional<tests::FakeCentral> central_;
    std::optional<tests::TlsServer> server_;
};

TEST_F(ProgramTest, EnrolsByTheQrAndSendsEveryRecord) {
    enrol();
    record(700);
    const Finished once = run("--once");
    EXPECT_EQ(once.status, 0) << once.output;
    EXPECT_NE(once.output.find("all 700 records are acknowledged"), std::string::npos) << once.output;
    const std::string shown = server_->client();
    EXPECT_EQ(central_->lines().size(), 700U);
    EXPECT_EQ(pki::terminal_of(as_bytes(shown)).value(), dev_);
    const Finished status = run("status");
    EXPECT_EQ(status.status, 0);
    EXPECT_NE(status.output.find("records       700, acknowledged 700, waiting 0"), std::string::npos)
        << status.output;
    EXPECT_NE(status.output.find(dev_.hex()), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "identity.enrolling"));
}

TEST_F(ProgramTest, SaysCalmlyThatTheNetworkIsAwayAndKeepsAll) {
    enrol();
    record(3);
    server_.reset();
    const Finished away = run("--once");
    EXPECT_EQ(away.status, 1);
    EXPECT_NE(away.output.find("3 records wait, they are kept and sent later"), std::string::npos)
        << away.output;
    EXPECT_NE(run("status").output.find("waiting 3"), std::string::npos);
}

TEST_F(ProgramTest, EnrolsByTheWordThatTheKioskLeft) {
    std::ofstream(folder_ / "run/enrol") << qr() << '\n';
    const Finished once = run("--once");
    EXPECT_EQ(once.status, 0) << once.output;
    EXPECT_FALSE(std::filesystem::exists(folder_ / "run/enrol"));
    EXPECT_EQ(store::read_identity(folder_ / "identity")->dev, dev_);
}

// The kiosk leaves it after check-ins: were it to end a back-off, a province's kiosks would never let central
// rest. A person's `send` does.
TEST_F(ProgramTest, SendWordOfTheKioskStartsARoundButEndsNoBackOff) {
    enrol();
    record(1);
    {
        auto store = store::SyncStore::open(folder_ / "sync.db", store::Access::write);
        ASSERT_TRUE(store) << store.error().message;
        store::Contact contact;
        contact.failures = 3;
        contact.retry_at = platform::SystemClock().wall() + std::chrono::hours(1);
        ASSERT_TRUE(store->put_contact(contact));
    }
    std::ofstream(folder_ / "run/send") << '\n';
    EXPECT_EQ(run("--once").status, 1);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "run/send"));
    EXPECT_EQ(run("send").status, 0);
    record(1);
    std::ofstream(folder_ / "run/send") << '\n';
    EXPECT_EQ(run("--once").status, 0);
}

TEST_F(ProgramTest, AnOfficerAtTheKioskEndsABackOff) {
    enrol();
    record(1);
    {
        auto store = store::SyncStore::open(folder_ / "sync.db", store::Access::write);
        store::Contact contact;
        contact.retry_at = platform::SystemClock().wall() + std::chrono::hours(1);
        ASSERT_TRUE(store->put_contact(contact));
    }
    std::ofstream(folder_ / "run/send") << "asked\n";
    EXPECT_EQ(run("--once").status, 0);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "run/send"));
}

// What came of the export that an officer at the kiosk has asked for.
TEST_F(ProgramTest, AnExportGoesOntoAStickOrSaysThatThereIsNone) {
    enrol();
    record(3);
    const auto exported = [&](const std::string& stick) {
        std::ofstream(folder_ / "run/export") << "";
        static_cast<void>(run("--once --stick '" + stick + "'"));
        EXPECT_FALSE(std::filesystem::exists(folder_ / "run/export"));
        std::string answer;
        std::getline(std::ifstream(folder_ / "run/exported"), answer);
        return answer;
    };
    server_.reset();
    EXPECT_EQ(exported(folder_ / "nothing"), "NO_MEDIUM");
    EXPECT_EQ(exported(folder_ / "run"), "NO_MEDIUM") << "a folder of the terminal's own disk";
    EXPECT_EQ(exported("/proc"), "FAILED") << "nothing can be written there";
    const std::filesystem::path medium = "/dev/shm";  // always a file system of its own, where it is there
    if (!std::filesystem::is_directory(medium)) GTEST_SKIP() << "no /dev/shm here";
    EXPECT_EQ(exported(medium), "EXPORTED");
    EXPECT_TRUE(std::filesystem::exists(medium / dev_.hex() / "records-1-1.bundle"));
    std::filesystem::remove_all(medium / dev_.hex());
}

TEST_F(ProgramTest, EnrolsOnlyOnce) {
    enrol();
    const Finished again = run("enrol '" + qr() + "'");
    EXPECT_EQ(again.status, 1);
    EXPECT_NE(again.output.find("enrolled already"), std::string::npos) << again.output;
}

TEST_F(ProgramTest, WrongCodeLeavesNoIdentity) {
    code_.secret = random_.make<wire::EnrolSecret>();
    const std::string wrong = qr();
    code_.secret = random_.make<wire::EnrolSecret>();
    const Finished refused = run("enrol '" + wrong + "'");
    EXPECT_EQ(refused.status, 1);
    EXPECT_NE(refused.output.find("ask BKD for a new one"), std::string::npos) << refused.output;
    EXPECT_FALSE(std::filesystem::exists(folder_ / "identity"));
    EXPECT_EQ(run("--once").status, 1);
}

TEST_F(ProgramTest, WrongWordsAreUsage) {
    for (const char* words : {"nonsense", "enrol", "enrol a b", "send now", "--loop --once", "--loop status",
                              "--interval-s 0", "--unknown", "enrol 12345678", "enrol HADIR:E:1:AA"}) {
        const Finished result = run(words);
        EXPECT_EQ(result.status, 2) << words << ": " << result.output;
        EXPECT_FALSE(result.output.empty()) << words;
    }
}

TEST_F(ProgramTest, LoopSendsAndStopsWhenTold) {
    enrol();
    record(5);
    const int before = server_->requests();
    const pid_t child = ::fork();
    if (child == 0) {
        ::execl("/bin/sh", "sh", "-c", ("exec " + command("--loop")).c_str(), nullptr);
        ::_exit(127);
    }
    for (int i = 0; i < 3000 && server_->requests() < before + 4; ++i)  // the records and three files
        ::poll(nullptr, 0, 10);
    ::kill(child, SIGTERM);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_EQ(central_->lines().size(), 5U);
}

}  // namespace
}  // namespace hadir
