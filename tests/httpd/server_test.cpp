#include "httpd/server.h"

#include <gtest/gtest.h>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "tests/httpd/client.h"
#include "tests/temporary_folder.h"

namespace hadir::httpd {
namespace {

using std::chrono::milliseconds;

Response text(std::string body) {
    return {.status = 200, .headers = {{"Content-Type", "text/plain"}}, .body = std::move(body)};
}

// What the tests talk to: one small site.
Site small_site() {
    Site site;
    site.hosts = {"kiosk.test"};
    site.routes.push_back(
        {.method = "GET", .pattern = "/hello", .handle = [](const Request&) { return text("hello"); }});
    site.routes.push_back(
        {.method = "POST",
         .pattern = "/v1/devices/{dev}/records",
         .body_bytes_max = 10,
         .content_types = {"application/json", "application/x-ndjson"},
         .admit = [](const RequestHead& head) -> std::optional<Response> {
             if (head.captures.at(0) != "revoked") return std::nullopt;
             return problem(head.id, {.code = ErrorCode::revoked,
                                      .detail = "the terminal is revoked",
                                      .action = "ask BKD",
                                      .extras = {{"line", std::uint64_t{3}}}});
         },
         .handle = [](const Request& request) { return text(request.captures.at(0) + ":" + request.body); }});
    site.routes.push_back({.method = "GET", .pattern = "/throws", .handle = [](const Request&) -> Response {
                               throw std::runtime_error("planned");
                           }});
    site.files.add("/index.html", "<html>");
    site.files.add("/app.js", "js");
    return site;
}

struct Running {
    explicit Running(Site site = small_site(), Limits limits = {}) : server(limits) {
        const auto bound = server.listen({}, std::move(site));
        if (!bound) throw std::runtime_error(bound.error().message);
        port = *bound;
        server.start();
    }
    Server server;
    std::uint16_t port = 0;
};

std::string get(std::string_view path, std::string_view more = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: kiosk.test\r\n" + std::string(more) + "\r\n";
}
constexpr std::string_view kUpload =
    "Host: kiosk.test\r\nOrigin: http://kiosk.test\r\nContent-Type: application/json\r\n";
std::string post(std::string_view dev, std::string_view rest) {
    return "POST /v1/devices/" + std::string(dev) + "/records HTTP/1.1\r\n" + std::string(kUpload) +
           std::string(rest);
}

TEST(Server, AnswersSeveralRequestsOnOneConnection) {
    Running running;
    RawClient client(running.port);
    client.send(get("/hello") + get("/hello") + post("d1", "Content-Length: 3\r\n\r\nabc") + get("/hello"));
    EXPECT_EQ(client.read_reply().body, "hello");
    EXPECT_EQ(client.read_reply().body, "hello");
    EXPECT_EQ(client.read_reply().body, "d1:abc");
    const auto last = client.read_reply();
    EXPECT_EQ(last.status, 200);
    EXPECT_EQ(last.header("Connection"), "keep-alive");
    EXPECT_EQ(last.header("X-Content-Type-Options"), "nosniff");
    EXPECT_NE(last.header("Content-Security-Policy"), "");
    EXPECT_EQ(last.header("Date").size(), 29U);
}

TEST(Server, TakesAChunkedBody) {
    Running running;
    const auto reply =
        fetch(running.port, post("d1", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"));
    EXPECT_EQ(reply.body, "d1:abc");
}

TEST(Server, InvitesABodyThatWaitsForIt) {
    Running running;
    RawClient client(running.port);
    client.send(post("d1", "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    EXPECT_EQ(client.read_reply().body, "d1:abc");
}

TEST(Server, HeadIsGetWithoutBody) {
    Running running;
    RawClient client(running.port);
    client.send("HEAD /hello HTTP/1.1\r\nHost: kiosk.test\r\n\r\n" + get("/app.js"));
    const auto head = client.read_reply(true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("Content-Length"), "5");
    EXPECT_EQ(client.read_reply().body, "js");
}

struct Refused {
    const char* what;
    std::string request;
    int status;
    const char* code;
    bool closes;
};

TEST(Server, RefusesWithTheStatusAndCodeOfTheContract) {
    const std::string origin = "Origin: http://kiosk.test\r\n";
    const std::string begin = "POST /v1/devices/d1/records HTTP/1.1\r\nHost: kiosk.test\r\n";
    const std::string json = "Content-Type: application/json\r\n";
    const std::string abc = "Content-Length: 3\r\n\r\nabc";
    const std::vector<Refused> rows{
        {"two lengths", post("d", "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"), 400, "MALFORMED",
         true},
        {"length and coding", post("d", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"), 400,
         "MALFORMED", true},
        {"other coding", post("d", "Transfer-Encoding: gzip, chunked\r\n\r\n"), 400, "MALFORMED", true},
        {"folded", get("/hello", "X: a\r\n b\r\n"), 400, "MALFORMED", true},
        {"no Host", "GET /hello HTTP/1.1\r\n\r\n", 400, "MALFORMED", true},
        {"broken chunk", post("d", "Transfer-Encoding: chunked\r\n\r\nzz\r\n"), 400, "MALFORMED", true},
        {"foreign Host", "GET /hello HTTP/1.1\r\nHost: evil.test\r\n\r\n", 421, "NOT_ALLOWED", false},
        {"1.0 without Host", "GET /hello HTTP/1.0\r\n\r\n", 421, "NOT_ALLOWED", true},
        {"no path", get("/nothing"), 404, "NOT_FOUND", false},
        {"escaping path", get("/../etc/passwd"), 404, "NOT_FOUND", false},
        {"wrong method", "DELETE /hello HTTP/1.1\r\nHost: kiosk.test\r\n\r\n", 405, "METHOD", false},
        {"no Origin", begin + json + abc, 403, "NOT_ALLOWED", true},
        {"foreign Origin", begin + "Origin: http://evil.test\r\n" + json + abc, 403, "NOT_ALLOWED", true},
        {"Origin null", begin + "Origin: null\r\n" + json + abc, 403, "NOT_ALLOWED", true},
        {"no type", begin + origin + abc, 415, "MALFORMED", true},
        {"form type", begin + origin + "Content-Type: text/plain\r\n" + abc, 415, "MALFORMED", true},
        {"not admitted", post("revoked", abc), 403, "REVOKED", true},
        {"long body", post("d", "Content-Length: 11\r\n\r\n"), 413, "TOO_LARGE", true},
        {"long chunks", post("d", "Transfer-Encoding: chunked\r\n\r\nb\r\n"), 413, "TOO_LARGE", true},
        {"body of a GET", get("/hello", abc), 413, "TOO_LARGE", true},
        {"exception", get("/throws"), 500, "INTERNAL", false},
    };
    Running running;
    for (const auto& row : rows) {
        RawClient client(running.port);
        client.send(row.request);
        const auto reply = client.read_reply();
        EXPECT_EQ(reply.status, row.status) << row.what;
        EXPECT_EQ(reply.header("Content-Type"), "application/problem+json") << row.what;
        EXPECT_TRUE(reply.body.contains('"' + std::string(row.code) + '"')) << row.what << reply.body;
        EXPECT_TRUE(reply.body.contains("\"request\":\"")) << row.what;
        EXPECT_EQ(reply.header("Connection"), row.closes ? "close" : "keep-alive") << row.what;
        EXPECT_TRUE(!row.closes || client.is_closed()) << row.what;
    }
}

TEST(Server, TakesABodyOfExactlyTheLimit) {
    Running running;
    EXPECT_EQ(fetch(running.port, post("d", "Content-Length: 10\r\n\r\n0123456789")).body, "d:0123456789");
}

TEST(Server, NamesTheMethodsOfAPath) {
    Running running;
    const auto reply = fetch(running.port, "PUT /hello HTTP/1.1\r\nHost: kiosk.test\r\n\r\n");
    EXPECT_EQ(reply.header("Allow"), "GET, HEAD");
}

TEST(Server, CarriesAProblemsExtras) {
    Running running;
    EXPECT_TRUE(
        fetch(running.port, post("revoked", "Content-Length: 3\r\n\r\nabc")).body.contains("\"line\":3"));
}

TEST(Server, AnswersARefusedUploadThatIsStillBeingSent) {
    Running running;
    RawClient client(running.port);
    client.send(post("d", "Content-Length: 1000000\r\n\r\n") + std::string(1000000, 'x'));
    EXPECT_EQ(client.read_reply().status, 413);
}

TEST(Server, LimitsHeaders) {
    Running running(small_site(), {.header_bytes_max = 1000});
    const auto head = get("/hello", "X: ");
    const auto request = [&](std::size_t size) {
        return get("/hello", "X: " + std::string(size - head.size() - 2, 'x') + "\r\n");
    };
    EXPECT_EQ(request(1000).size(), 1000U);
    EXPECT_EQ(fetch(running.port, request(1000)).status, 200);
    EXPECT_EQ(fetch(running.port, request(1001)).status, 431);
    EXPECT_EQ(fetch(running.port, std::string(5000, 'x')).status, 431);
}

TEST(Server, GivesUpOnSlowPeers) {
    Running running(small_site(),
                    {.idle_ms = milliseconds(50), .head_ms = milliseconds(50), .read_ms = milliseconds(50)});
    RawClient silent(running.port);
    EXPECT_TRUE(silent.is_closed());
    EXPECT_EQ(fetch(running.port, "GET /hello HT").status, 408);
    const auto body = fetch(running.port, post("d", "Content-Length: 3\r\n\r\na"));
    EXPECT_EQ(body.status, 408);
    EXPECT_TRUE(body.body.contains("TIMEOUT"));
}

TEST(Server, EndsAWholeBodyThatComesTooSlowly) {
    Running running(small_site(), {.read_ms = milliseconds(10'000), .body_ms = milliseconds(50)});
    EXPECT_EQ(fetch(running.port, post("d", "Content-Length: 3\r\n\r\na")).status, 408);
}

TEST(Server, GivesUpOnAPeerThatDoesNotRead) {
    auto site = small_site();
    site.files.add("/large", std::string(16U << 20, 'x'));
    Running running(std::move(site), {.connections_max = 1, .write_ms = milliseconds(50)});
    RawClient client(running.port);
    client.shrink_receive_buffer();
    client.send(get("/large"));
    // The one place is free again once the server has given up.
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    int status = 0;
    while (status != 200 && std::chrono::steady_clock::now() < patience)
        status = fetch(running.port, get("/hello")).status;
    EXPECT_EQ(status, 200);
}

TEST(Server, LimitsConnections) {
    Running running(small_site(), {.connections_max = 2});
    RawClient first(running.port);
    RawClient second(running.port);
    first.send(get("/hello"));
    second.send(get("/hello"));
    EXPECT_EQ(first.read_reply().status, 200);
    EXPECT_EQ(second.read_reply().status, 200);
    EXPECT_EQ(fetch(running.port, get("/hello")).status, 0);
}

TEST(Server, LimitsConnectionsOfOneAddress) {
    Running running(small_site(), {.connections_per_address_max = 1});
    RawClient first(running.port);
    first.send(get("/hello"));
    EXPECT_EQ(first.read_reply().status, 200);
    EXPECT_EQ(fetch(running.port, get("/hello")).status, 0);
}

TEST(Server, AnswersOnlyForItsOwnAddressWhenNoHostIsNamed) {
    auto site = small_site();
    site.hosts.clear();
    Running running(std::move(site));
    const auto with_host = [&](const std::string& host) {
        return fetch(running.port, "GET /hello HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status;
    };
    EXPECT_EQ(with_host("127.0.0.1:" + std::to_string(running.port)), 200);
    EXPECT_EQ(with_host("127.0.0.1"), 421);
    EXPECT_EQ(with_host("localhost:" + std::to_string(running.port)), 421);
}

TEST(Server, AsksNoOriginWhereACertificateSaysWhoAsks) {
    auto site = small_site();
    site.checks_origin = false;
    Running running(std::move(site));
    const auto reply = fetch(running.port,
                             "POST /v1/devices/d/records HTTP/1.1\r\nHost: kiosk.test\r\nContent-Type: "
                             "application/x-ndjson\r\nContent-Length: 1\r\n\r\nx");
    EXPECT_EQ(reply.body, "d:x");
}

TEST(Server, RunsHandlersBesideEachOther) {
    std::mutex mutex;
    std::condition_variable met;
    int inside = 0;
    Site site = small_site();
    site.routes.push_back({.method = "GET", .pattern = "/meet", .handle = [&](const Request&) {
                               std::unique_lock lock(mutex);
                               ++inside;
                               met.notify_all();
                               const bool both =
                                   met.wait_for(lock, std::chrono::seconds(10), [&] { return inside == 2; });
                               return text(both ? "met" : "alone");
                           }});
    Running running(std::move(site));
    RawClient first(running.port);
    RawClient second(running.port);
    first.send(get("/meet"));
    second.send(get("/meet"));
    EXPECT_EQ(first.read_reply().body, "met");
    EXPECT_EQ(second.read_reply().body, "met");
}

TEST(Server, StopAnswersWhatIsUnderWayAndClosesTheRest) {
    std::mutex mutex;
    std::condition_variable changed;
    bool inside = false;
    bool go_on = false;
    Site site = small_site();
    site.routes.push_back({.method = "GET", .pattern = "/slow", .handle = [&](const Request&) {
                               std::unique_lock lock(mutex);
                               inside = true;
                               changed.notify_all();
                               changed.wait(lock, [&] { return go_on; });
                               return text("done");
                           }});
    Running running(std::move(site));
    RawClient idle(running.port);
    idle.send(get("/hello"));
    EXPECT_EQ(idle.read_reply().status, 200);
    RawClient busy(running.port);
    busy.send(get("/slow"));
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return inside; });
    }
    std::thread stopper([&] { running.server.stop(); });
    EXPECT_TRUE(idle.is_closed());
    {
        const std::lock_guard lock(mutex);
        go_on = true;
    }
    changed.notify_all();
    const auto reply = busy.read_reply();
    EXPECT_EQ(reply.body, "done");
    EXPECT_EQ(reply.header("Connection"), "close");
    stopper.join();
    EXPECT_THROW(RawClient{running.port}, std::runtime_error);
}

TEST(Server, SaysWhyItCannotListen) {
    Running running;
    Server other;
    EXPECT_EQ(other.listen({"127.0.0.1", running.port}, small_site()).error().code, ErrorCode::unavailable);
    EXPECT_EQ(other.listen({"localhost", 0}, small_site()).error().code, ErrorCode::usage);
}

TEST(StaticFiles, AreServedWithTypeAndTag) {
    const tests::TemporaryFolder folder;
    std::filesystem::create_directories(folder.path() / "assets");
    std::ofstream(folder.path() / "index.html") << "<p>";
    std::ofstream(folder.path() / "assets" / "a b.css") << "p{}";
    std::ofstream(folder.path().parent_path() / (folder.path().filename().string() + "-secret")) << "secret";
    std::filesystem::create_symlink(folder.path().string() + "-secret", folder.path() / "link");
    auto files = StaticFiles::from_folder(folder.path());
    std::filesystem::remove(folder.path().string() + "-secret");
    ASSERT_TRUE(files) << files.error().message;
    Site site = small_site();
    site.files = std::move(*files);
    Running running(std::move(site));
    const auto index = fetch(running.port, get("/"));
    EXPECT_EQ(index.body, "<p>");
    EXPECT_EQ(index.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(fetch(running.port, get("/assets/a%20b.css")).body, "p{}");
    EXPECT_EQ(fetch(running.port, get("/link")).status, 404);
    RawClient again(running.port);
    again.send(get("/", "If-None-Match: " + index.header("ETag") + "\r\n") + get("/hello"));
    EXPECT_EQ(again.read_reply().status, 304);
    EXPECT_EQ(again.read_reply().body, "hello");
    EXPECT_EQ(StaticFiles::from_folder(folder.path() / "absent").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace hadir::httpd
