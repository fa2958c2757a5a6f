#include "sync/curl_client.h"

#include <gtest/gtest.h>

#include <csignal>

#include "pki/authority.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"
#include "tests/sync/tls_server.h"

namespace hadir::sync {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using tests::TlsServer;

std::string ok(const std::string& body, const std::string& headers = {}) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\nConnection: close\r\nHadir-Test: yes\r\n" + headers + "\r\n" + body;
}

// A CA, a server under it, and a client that pins some CA.
class CurlClientTest : public ::testing::Test {
protected:
    CurlClientTest() { std::signal(SIGPIPE, SIG_IGN); }

    void serve(
        std::vector<pki::Certificate> chain,
        TlsServer::Handler handler = [](const std::string&) { return ok("hello"); }) {
        server_.emplace(tests::TlsServerOptions{std::move(chain), key_.pem(), asks_client, answers},
                        std::move(handler));
    }
    [[nodiscard]] pki::Certificate certificate(const pki::Authority& by, UnixMs at,
                                               const std::vector<std::string>& names = {"localhost",
                                                                                        "127.0.0.1"}) const {
        return *pki::issue_server(by, key_, names, at);
    }
    // Server certificate and CA, as central sends them.
    [[nodiscard]] std::vector<pki::Certificate> good_chain() const {
        return {certificate(ca_, now_), ca_.certificate};
    }
    [[nodiscard]] CurlOptions options(std::variant<CaPem, CaDigest> ca) const {
        CurlOptions options;
        options.url = "https://127.0.0.1:" + std::to_string(server_->port());
        options.ca = std::move(ca);
        options.floor = [this] { return floor_; };
        return options;
    }
    [[nodiscard]] static CaPem pem_of(const pki::Authority& ca) { return {*pki::to_pem(ca.certificate)}; }
    [[nodiscard]] static CaDigest digest_of(const pki::Authority& ca) {
        return {pki::fingerprint_of(ca.certificate)};
    }
    Result<HttpResponse> ask(CurlOptions options, const HttpRequest& request = {.path = "/v1/keys"}) {
        auto client = CurlClient::make(std::move(options));
        EXPECT_TRUE(client) << client.error().message;
        client_ = std::move(*client);
        return client_->send(request);
    }
    void expect_refused(std::variant<CaPem, CaDigest> ca) {
        const auto answer = ask(options(std::move(ca)));
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
        EXPECT_NE(answer.error().message.find("not the central"), std::string::npos)
            << answer.error().message;
        EXPECT_EQ(server_->requests(), 0);
        EXPECT_TRUE(!client_->ca() || std::holds_alternative<CaPem>(ca));
    }

    UnixMs now_ = tests::FakeClock::kStart;
    UnixMs floor_ = now_;  // what the terminal knows of the time
    pki::Authority ca_ = *pki::Authority::make("Hadir test", now_, std::chrono::years(10));
    pki::Authority other_ = *pki::Authority::make("Hadir test", now_, std::chrono::years(10));
    pki::PrivateKey key_ = *pki::PrivateKey::make();
    bool asks_client = false;
    bool answers = true;
    std::optional<TlsServer> server_;
    std::unique_ptr<CurlClient> client_;
};

TEST_F(CurlClientTest, BelievesTheServerOfThePinnedCa) {
    serve(good_chain());
    const auto answer = ask(options(pem_of(ca_)));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "hello");
    EXPECT_EQ(find_header(answer->headers, "hadir-test"), "yes");
}

TEST_F(CurlClientTest, PinnedCaNeedNotBeSent) {
    serve({certificate(ca_, now_)});
    EXPECT_TRUE(ask(options(pem_of(ca_))));
}

TEST_F(CurlClientTest, BelievesTheDigestAndTellsWhichCaItWas) {
    serve(good_chain());
    ASSERT_TRUE(ask(options(digest_of(ca_))));
    ASSERT_TRUE(client_->ca());
    EXPECT_EQ(*client_->ca(), ca_.certificate.der);
}

TEST_F(CurlClientTest, RefusesAnotherCaOfTheSameName) {
    serve(good_chain());
    expect_refused(pem_of(other_));
    expect_refused(digest_of(other_));
}

TEST_F(CurlClientTest, RefusesAChainThatOnlyCarriesThePinnedCa) {
    // Its digest is right, but it did not sign the server's certificate.
    serve({certificate(other_, now_), ca_.certificate, other_.certificate});
    expect_refused(digest_of(ca_));
    expect_refused(pem_of(ca_));
}

TEST_F(CurlClientTest, RefusesACertificateForAnotherHost) {
    serve({certificate(ca_, now_, {"central.example"}), ca_.certificate});
    const auto answer = ask(options(pem_of(ca_)));
    ASSERT_FALSE(answer);
    EXPECT_EQ(server_->requests(), 0);
}

TEST_F(CurlClientTest, RefusesAnExpiredCertificate) {
    const pki::Authority old = *pki::Authority::make("Hadir old", now_ + days(-900), std::chrono::years(10));
    serve({certificate(old, now_ + days(-800)), old.certificate});
    expect_refused(pem_of(old));
    expect_refused(digest_of(old));
}

// The wall clock of the machine that runs this test is never asked: neither of these can be true now.
TEST_F(CurlClientTest, DatesAreHeldAgainstTheFloorNotAgainstTheWallClock) {
    for (const char* day : {"1971-01-01", "2037-06-01"}) {
        const UnixMs then = start_of(*parse_day(day), Zone::wib);
        const pki::Authority ca = *pki::Authority::make("Hadir then", then, std::chrono::years(10));
        floor_ = then;
        serve({certificate(ca, then), ca.certificate});
        EXPECT_TRUE(ask(options(pem_of(ca)))) << day;
        EXPECT_TRUE(ask(options(digest_of(ca)))) << day;
        floor_ = then + days(4000);
        serve({certificate(ca, then), ca.certificate});
        expect_refused(pem_of(ca));
        expect_refused(digest_of(ca));
    }
}

TEST_F(CurlClientTest, ACertificateIssuedAfterTheFloorRaisesIt) {
    floor_ = now_ + days(-700);  // an old program on a terminal that was never enrolled
    serve(good_chain());
    EXPECT_TRUE(ask(options(digest_of(ca_))));
    // But not so far that one which had ended by then is believed.
    const pki::Authority old = *pki::Authority::make("Hadir old", now_ + days(-900), std::chrono::years(10));
    floor_ = now_ + days(-850);
    serve({certificate(old, now_ + days(-840)), certificate(old, now_), old.certificate});
    expect_refused(pem_of(old));
}

TEST_F(CurlClientTest, RefusesATerminalsCertificateAsTheServers) {
    const auto request = pki::make_request(key_);
    tests::FakeRandom random;
    serve({*pki::issue_terminal(ca_, *request, random.make<DeviceId>(), now_), ca_.certificate});
    expect_refused(pem_of(ca_));
}

TEST_F(CurlClientTest, ShowsItsCertificateWhenAsked) {
    asks_client = true;
    tests::FakeRandom random;
    const pki::PrivateKey own = *pki::PrivateKey::make();
    const auto own_certificate =
        *pki::issue_terminal(ca_, *pki::make_request(own), random.make<DeviceId>(), now_);
    serve(good_chain());
    CurlOptions with = options(pem_of(ca_));
    with.certificate = ClientCertificate{*pki::to_pem(own_certificate), own.pem()};
    ASSERT_TRUE(ask(with));
    client_.reset();
    EXPECT_EQ(server_->client(), as_text(own_certificate.der));
}

TEST_F(CurlClientTest, PostsBodyAndHeadersWithoutExpect) {
    std::string seen;
    serve(good_chain(), [&](const std::string& request) {
        seen = request;
        return ok("done");
    });
    HttpRequest request{HttpMethod::post,
                        "/v1/x?inc=1",
                        {{"Hadir-Count", "3"}, {"Content-Type", "application/x-ndjson"}},
                        {},
                        1000};
    request.body = std::string(500'000, 'b') + std::string("\0z", 2);
    ASSERT_TRUE(ask(options(pem_of(ca_)), request));
    EXPECT_TRUE(seen.starts_with("POST /v1/x?inc=1 HTTP/1.1\r\n"));
    EXPECT_NE(seen.find("\r\nHadir-Count: 3\r\n"), std::string::npos);
    EXPECT_NE(seen.find("\r\nContent-Type: application/x-ndjson\r\n"), std::string::npos);
    EXPECT_EQ(seen.find("Expect"), std::string::npos);
    EXPECT_TRUE(seen.ends_with(request.body));
}

TEST_F(CurlClientTest, AnswersAtTheLimitPassAndOneByteMoreDoesNot) {
    serve(good_chain(), [](const std::string&) { return ok(std::string(1000, 'x')); });
    EXPECT_EQ(ask(options(pem_of(ca_)), {.path = "/", .answer_bytes_max = 1000})->body.size(), 1000U);
    const auto over = ask(options(pem_of(ca_)), {.path = "/", .answer_bytes_max = 999});
    ASSERT_FALSE(over);
    EXPECT_EQ(over.error().code, ErrorCode::too_large);
}

TEST_F(CurlClientTest, RefusesAHeadThatDoesNotEnd) {
    serve(good_chain(),
          [](const std::string&) { return ok("x", "Long: " + std::string(70'000, 'h') + "\r\n"); });
    const auto answer = ask(options(pem_of(ca_)));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::too_large);
}

TEST_F(CurlClientTest, FollowsNoRedirect) {
    serve(good_chain(), [](const std::string&) {
        return "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    });
    EXPECT_EQ(ask(options(pem_of(ca_)))->status, 302);
    EXPECT_EQ(server_->requests(), 1);
}

TEST_F(CurlClientTest, TakesNoProxyFromTheEnvironment) {
    serve(good_chain());
    ::setenv("https_proxy", "http://127.0.0.1:1", 1);
    ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    EXPECT_TRUE(ask(options(pem_of(ca_))));
    ::unsetenv("https_proxy");
    ::unsetenv("ALL_PROXY");
}

TEST_F(CurlClientTest, GivesUpOnASilentServer) {
    answers = false;
    serve(good_chain());
    CurlOptions hasty = options(pem_of(ca_));
    hasty.total_max = milliseconds(200);
    const auto answer = ask(hasty);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::timeout);
}

TEST_F(CurlClientTest, StopsWhenTold) {
    answers = false;
    serve(good_chain());
    CurlOptions stopped = options(pem_of(ca_));
    stopped.stopped = [] { return true; };
    const auto answer = ask(stopped);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
}

TEST_F(CurlClientTest, CutAnswerIsNoAnswer) {
    serve(good_chain(),
          [](const std::string&) { return "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"; });
    const auto answer = ask(options(pem_of(ca_)));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
}

TEST_F(CurlClientTest, NobodyThereIsUnavailable) {
    serve(good_chain());
    const CurlOptions gone = options(pem_of(ca_));
    server_.reset();
    const auto answer = ask(gone);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
}

TEST(CheckUrl, TakesOnlyHttpsHostAndPort) {
    EXPECT_EQ(check_url("https://bkd.example:8711").value(), "https://bkd.example:8711");
    EXPECT_EQ(check_url("https://10.0.0.1/").value(), "https://10.0.0.1");
    EXPECT_TRUE(check_url("https://[::1]:8711"));
    for (const char* bad : {"", "https://", "http://bkd.example", "bkd.example", "https://a/b", "https://a?b",
                            "https://u:p@a", "https://a b", "https://a\n", "HTTPS://a", "file:///etc/passwd"})
        EXPECT_EQ(check_url(bad).error().code, ErrorCode::usage) << bad;
    EXPECT_FALSE(check_url("https://" + std::string(200, 'a')));
}

TEST(CurlClient, RefusesACaThatIsNone) {
    for (const char* pem : {"", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "x"})
        EXPECT_EQ(CurlClient::make({.url = "https://a", .ca = CaPem{pem}, .floor = [] { return UnixMs{}; }})
                      .error()
                      .code,
                  ErrorCode::malformed);
}

}  // namespace
}  // namespace hadir::sync
