// What stays open: events to pages, and the one page's socket.
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <stdexcept>

#include "httpd/server.h"
#include "tests/httpd/client.h"

namespace hadir::httpd {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kListen = "GET /events HTTP/1.1\r\nHost: bkd.test\r\n\r\n";

struct Running {
    Running(Site site, Limits limits = {}) : server(limits) {
        const auto bound = server.listen({}, std::move(site));
        if (!bound) throw std::runtime_error(bound.error().message);
        port = *bound;
        server.start();
    }
    Server server;
    std::uint16_t port = 0;
};

Site event_site(const std::shared_ptr<EventHub>& hub, Listen listen = {}) {
    Site site;
    site.hosts = {"bkd.test"};
    site.events.push_back({.path = "/events", .listen = std::move(listen), .hub = hub});
    return site;
}

TEST(EventHub, TellsEveryPageThatListens) {
    const auto hub = std::make_shared<EventHub>();
    Running running(event_site(hub));
    RawClient first(running.port);
    RawClient second(running.port);
    for (auto* client : {&first, &second}) {
        client->send(kListen);
        EXPECT_EQ(client->read_reply().header("Content-Type"), "text/event-stream");
        EXPECT_EQ(client->read_until("\n\n"), "retry: 2000\n\n");
    }
    hub->publish("", "{\"n\":1}");
    hub->publish("", "a\nb\r\nc");
    for (auto* client : {&first, &second}) {
        EXPECT_EQ(client->read_until("\n\n"), "data: {\"n\":1}\n\n");
        EXPECT_EQ(client->read_until("\n\n"), "data: a\ndata: b\ndata: c\n\n");
    }
}

TEST(EventHub, BeatsWhenThereIsNothingToTell) {
    const auto hub = std::make_shared<EventHub>(EventHubOptions{.heartbeat_ms = milliseconds(20)});
    Running running(event_site(hub));
    RawClient client(running.port);
    client.send(kListen);
    EXPECT_EQ(client.read_reply().status, 200);
    EXPECT_EQ(client.read_until("\n\n"), "retry: 2000\n\n");
    EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
    EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
}

TEST(EventHub, EndsAStreamSoThatThePageIsAdmittedAnew) {
    const auto hub = std::make_shared<EventHub>(
        EventHubOptions{.heartbeat_ms = milliseconds(10), .life_ms = milliseconds(30)});
    Running running(event_site(hub));
    RawClient client(running.port);
    client.send(kListen);
    EXPECT_TRUE(client.read_until("never").contains("retry"));  // it ended by itself
}

// Had a page heard another's message, it would stand before its own second one.
TEST(EventHub, TellsEachPageItsOwnTopicOnly) {
    const auto hub = std::make_shared<EventHub>();
    Running running(event_site(hub, [](const RequestHead& head) -> std::expected<EventTopic, Response> {
        const auto topic = head.header("Cookie");
        return topic ? EventTopic(std::string(*topic)) : EventTopic{};
    }));
    RawClient health(running.port), works(running.port), all(running.port);
    health.send("GET /events HTTP/1.1\r\nHost: bkd.test\r\nCookie: health\r\n\r\n");
    works.send("GET /events HTTP/1.1\r\nHost: bkd.test\r\nCookie: works\r\n\r\n");
    all.send(kListen);
    for (auto* client : {&health, &works, &all}) {
        EXPECT_EQ(client->read_reply().status, 200);
        EXPECT_EQ(client->read_until("\n\n"), "retry: 2000\n\n");
    }
    hub->publish("health", "1");
    hub->publish("works", "2");
    hub->publish("health", "3");
    hub->publish("works", "4");
    const auto events = [](RawClient& client, int count) {
        std::string text;
        for (int i = 0; i < count; ++i)
            text += client.read_until("\n\n");
        return text;
    };
    EXPECT_EQ(events(health, 2), "data: 1\n\ndata: 3\n\n");
    EXPECT_EQ(events(works, 2), "data: 2\n\ndata: 4\n\n");
    EXPECT_EQ(events(all, 4), "data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\n");
}

TEST(EventHub, AdmitsLikeARoute) {
    const auto hub = std::make_shared<EventHub>(EventHubOptions{.readers_max = 1});
    Running running(event_site(hub, [](const RequestHead& head) -> std::expected<EventTopic, Response> {
        if (head.header("Cookie") == "good") return EventTopic{};
        return std::unexpected(
            problem(head.id, {.code = ErrorCode::no_session, .detail = "no session", .action = "sign in"}));
    }));
    const std::string good = "GET /events HTTP/1.1\r\nHost: bkd.test\r\nCookie: good\r\n\r\n";
    EXPECT_EQ(fetch(running.port, kListen).status, 401);
    EXPECT_EQ(fetch(running.port, "POST /events HTTP/1.1\r\nHost: bkd.test\r\n\r\n").status, 405);
    RawClient client(running.port);
    client.send(good);
    EXPECT_EQ(client.read_reply().status, 200);
    EXPECT_EQ(fetch(running.port, good).status, 429);
}

TEST(EventHub, DropsAPageThatDoesNotRead) {
    const auto hub = std::make_shared<EventHub>(EventHubOptions{.readers_max = 1, .waiting_bytes_max = 1000});
    Running running(event_site(hub));
    RawClient slow(running.port);
    slow.shrink_receive_buffer();
    slow.send(kListen);
    EXPECT_EQ(slow.read_reply().status, 200);
    const std::string message(900, 'x');
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    int status = 0;  // of the next page: it gets the one place once the slow one has lost it
    while (status != 200 && std::chrono::steady_clock::now() < patience) {
        for (int i = 0; i < 1000; ++i)
            hub->publish("", message);
        status = fetch(running.port, kListen).status;
    }
    EXPECT_EQ(status, 200);
}

TEST(EventHub, StopEndsTheStreams) {
    const auto hub = std::make_shared<EventHub>();
    Running running(event_site(hub));
    RawClient client(running.port);
    client.send(kListen);
    EXPECT_EQ(client.read_reply().status, 200);
    running.server.stop();
    EXPECT_EQ(client.read_until("never"), "retry: 2000\n\n");
    hub->publish("", "into the void");  // nobody listens, nothing breaks
}

// What the page did, as the daemon hears it.
class Heard {
public:
    void add(std::string what) {
        const std::lock_guard lock(mutex_);
        all_.push_back(std::move(what));
        changed_.notify_all();
    }
    // Waits for one more; "" after ten seconds.
    std::string next() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, std::chrono::seconds(10), [&] { return all_.size() > read_; }))
            return {};
        return all_[read_++];
    }
    bool nothing_more() {
        const std::lock_guard lock(mutex_);
        return all_.size() == read_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> all_;
    std::size_t read_ = 0;
};

struct Kiosk {
    explicit Kiosk(PageSocketOptions options = {}) {
        options.token = "the-token";
        options.on_connect = [this] { heard.add("connected"); };
        options.on_disconnect = [this] { heard.add("gone"); };
        options.on_message = [this](std::string_view text) {
            heard.add(std::string(text));
            return text != "nonsense";
        };
        socket = std::make_shared<PageSocket>(std::move(options));
        Site site;
        site.sockets.push_back({.path = "/socket", .socket = socket});
        const auto bound = server.listen({}, std::move(site));
        if (!bound) throw std::runtime_error(bound.error().message);
        port = *bound;
        address = "127.0.0.1:" + std::to_string(port);
        server.start();
    }

    [[nodiscard]] std::string opening(const std::string& host, const std::string& origin) const {
        return "GET /socket HTTP/1.1\r\nHost: " + host + "\r\n" + origin +
               "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }
    [[nodiscard]] std::string opening() const {
        return opening(address, "Origin: http://" + address + "\r\n");
    }

    Heard heard;  // before the server: its callbacks may still come while it stops
    std::shared_ptr<PageSocket> socket;
    Server server;
    std::uint16_t port = 0;
    std::string address;
};

// A masked frame as a browser sends it; the mask is all zero.
std::string frame(unsigned first_byte, std::string_view payload) {
    std::string out(1, static_cast<char>(first_byte));
    if (payload.size() < 126) {
        out += static_cast<char>(0x80U | payload.size());
    } else {
        out += static_cast<char>(0xfe);
        out += static_cast<char>(payload.size() >> 8);
        out += static_cast<char>(payload.size() & 0xff);
    }
    return out + std::string(4, '\0') + std::string(payload);
}
constexpr unsigned kText = 0x81;
constexpr unsigned kBinary = 0x82;

struct Frame {
    unsigned first_byte = 0;  // 0: the connection ended
    std::string payload;
};
Frame read_frame(RawClient& client) {
    const auto byte = [](char c) { return std::size_t{static_cast<unsigned char>(c)}; };
    const auto head = client.read_exactly(2);
    if (head.size() < 2) return {};
    auto size = byte(head[1]);
    if (size >= 126) {
        const auto longer = client.read_exactly(size == 126 ? 2 : 8);
        size = 0;
        for (const char c : longer)
            size = size * 256 + byte(c);
    }
    return {static_cast<unsigned>(byte(head[0])), client.read_exactly(size)};
}

unsigned close_code(const Frame& frame) {
    if (frame.first_byte != 0x88 || frame.payload.size() < 2) return 0;
    return static_cast<unsigned char>(frame.payload[0]) * 256U + static_cast<unsigned char>(frame.payload[1]);
}

// A page that has shown its token.
struct Page : RawClient {
    explicit Page(Kiosk& kiosk) : RawClient(kiosk.port) {
        send(kiosk.opening());
        EXPECT_EQ(read_reply().status, 101);
        send(frame(kText, "the-token"));
    }
};

TEST(PageSocket, CarriesTextsAndPicturesBothWays) {
    Kiosk kiosk;
    EXPECT_FALSE(kiosk.socket->connected());
    Page page(kiosk);
    EXPECT_EQ(kiosk.heard.next(), "connected");
    EXPECT_TRUE(kiosk.socket->connected());
    kiosk.socket->send_text("{\"n\":1}");
    const auto event = read_frame(page);
    EXPECT_EQ(event.first_byte, kText);
    EXPECT_EQ(event.payload, "{\"n\":1}");
    kiosk.socket->send_picture(Bytes(70'000, 7));
    const auto picture = read_frame(page);
    EXPECT_EQ(picture.first_byte, kBinary);
    EXPECT_EQ(picture.payload, std::string(70'000, '\7'));
    page.send(frame(kText, "{\"action\":\"done\"}"));
    EXPECT_EQ(kiosk.heard.next(), "{\"action\":\"done\"}");
    page.end_sending();
    EXPECT_EQ(kiosk.heard.next(), "gone");
    EXPECT_FALSE(kiosk.socket->connected());
}

TEST(PageSocket, OpensOnlyForItsOwnHostAndOrigin) {
    Kiosk kiosk;
    const auto& own = kiosk.address;
    const auto other_port = "127.0.0.1:" + std::to_string(kiosk.port == 1 ? 2 : kiosk.port - 1);
    EXPECT_EQ(fetch(kiosk.port, kiosk.opening("localhost", "Origin: http://" + own + "\r\n")).status, 421);
    EXPECT_EQ(fetch(kiosk.port, kiosk.opening(other_port, "Origin: http://" + own + "\r\n")).status, 421);
    EXPECT_EQ(fetch(kiosk.port, kiosk.opening(own, "")).status, 403);
    EXPECT_EQ(fetch(kiosk.port, kiosk.opening(own, "Origin: null\r\n")).status, 403);
    EXPECT_EQ(fetch(kiosk.port, kiosk.opening(own, "Origin: http://" + other_port + "\r\n")).status, 403);
    EXPECT_EQ(fetch(kiosk.port, kiosk.opening(own, "Origin: https://" + own + "\r\n")).status, 403);
    EXPECT_EQ(fetch(kiosk.port, "GET /socket HTTP/1.1\r\nHost: " + own + "\r\n\r\n").status, 400);
    EXPECT_EQ(fetch(kiosk.port, kiosk.opening()).status, 101);
}

TEST(PageSocket, ClosesUnlessTheFirstMessageIsTheTokenInOneFrame) {
    const std::vector<std::pair<const char*, std::string>> rows{
        {"wrong", frame(kText, "the-tokem")},
        {"empty", frame(kText, "")},
        {"a part", frame(kText, "the-toke")},
        {"longer", frame(kText, "the-token2")},
        {"JSON", frame(kText, "\"the-token\"")},
        {"binary", frame(kBinary, "the-token")},
        {"over 64 bytes", frame(kText, std::string(65, 'x'))},
        {"over 125 bytes", frame(kText, std::string(200, 'x'))},
        {"two fragments", frame(0x01, "the-") + frame(0x80, "token")},
        {"empty fragment first", frame(0x01, "") + frame(0x80, "the-token")},
        {"second try", frame(kText, "wrong") + frame(kText, "the-token")},
        {"unmasked", std::string("\x81\x09the-token")},
    };
    Kiosk kiosk;
    for (const auto& [what, bytes] : rows) {
        RawClient client(kiosk.port);
        client.send(kiosk.opening());
        EXPECT_EQ(client.read_reply().status, 101);
        client.send(bytes);
        const auto answer = read_frame(client);
        EXPECT_TRUE(answer.first_byte == 0x88 || answer.first_byte == 0) << what;
        client.end_sending();
        EXPECT_TRUE(client.is_closed()) << what;
    }
    EXPECT_TRUE(kiosk.heard.nothing_more());
}

TEST(PageSocket, WaitsForTheTokenOnlySoLong) {
    Kiosk kiosk({.token_ms = milliseconds(50)});
    RawClient client(kiosk.port);
    client.send(kiosk.opening());
    EXPECT_EQ(client.read_reply().status, 101);
    EXPECT_EQ(read_frame(client).first_byte, 0U);
    EXPECT_TRUE(kiosk.heard.nothing_more());
}

TEST(PageSocket, TheNewestPageReplacesTheOlder) {
    Kiosk kiosk;
    Page older(kiosk);
    EXPECT_EQ(kiosk.heard.next(), "connected");
    RawClient stranger(kiosk.port);  // without the token it replaces nobody
    stranger.send(kiosk.opening());
    EXPECT_EQ(stranger.read_reply().status, 101);
    stranger.send(frame(kText, "wrong"));
    EXPECT_EQ(close_code(read_frame(stranger)), 1008U);
    kiosk.socket->send_text("first");
    EXPECT_EQ(read_frame(older).payload, "first");
    Page newer(kiosk);
    EXPECT_EQ(kiosk.heard.next(), "connected");
    EXPECT_EQ(close_code(read_frame(older)), 4001U);  // so that it does not come back and replace the newer
    kiosk.socket->send_text("second");
    EXPECT_EQ(read_frame(newer).payload, "second");
    EXPECT_TRUE(kiosk.heard.nothing_more());  // no "gone": there was always a page
}

TEST(PageSocket, ClosesAtWhatThePageMustNotSend) {
    for (const auto& bytes :
         {frame(kText, "nonsense"), frame(kBinary, "x"), frame(kText, std::string(4097, 'x'))}) {
        Kiosk kiosk;
        Page page(kiosk);
        EXPECT_EQ(kiosk.heard.next(), "connected");
        page.send(bytes);
        while (read_frame(page).first_byte != 0) {
        }
        auto heard = kiosk.heard.next();
        if (heard == "nonsense") heard = kiosk.heard.next();
        EXPECT_EQ(heard, "gone");
    }
}

TEST(PageSocket, SkipsPicturesButNoTextWhenThePageLags) {
    Kiosk kiosk;
    Page page(kiosk);
    EXPECT_EQ(kiosk.heard.next(), "connected");
    constexpr int kPictures = 200;
    for (int i = 0; i < kPictures; ++i)
        kiosk.socket->send_picture(Bytes(200'000, 1));
    for (int i = 0; i < 100; ++i)
        kiosk.socket->send_text(std::to_string(i));
    int pictures = 0;
    int texts = 0;
    while (texts < 100) {
        const auto got = read_frame(page);
        if (got.first_byte == kText) {
            EXPECT_EQ(got.payload, std::to_string(texts++));
        } else if (got.first_byte == kBinary) {
            ++pictures;
        } else {
            break;
        }
    }
    EXPECT_EQ(texts, 100);
    EXPECT_GT(pictures, 0);
    EXPECT_LT(pictures, kPictures);
}

TEST(PageSocket, StopClosesThePage) {
    Kiosk kiosk;
    Page page(kiosk);
    EXPECT_EQ(kiosk.heard.next(), "connected");
    kiosk.server.stop();
    EXPECT_EQ(kiosk.heard.next(), "gone");
    EXPECT_EQ(read_frame(page).first_byte, 0U);
    kiosk.socket->send_text("nobody");
}

}  // namespace
}  // namespace hadir::httpd
