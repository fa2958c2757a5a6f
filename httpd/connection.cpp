#include "httpd/connection.h"

#include <spdlog/spdlog.h>
#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <tuple>

#include "httpd/body.h"
#include "httpd/event_hub.h"
#include "httpd/page_socket.h"
#include "httpd/refusals.h"

namespace hadir::httpd {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::size_t kLingerBytesMax = 4U << 20;  // read past after a refusal, so that the answer arrives

// Makes a co_await of a callback: `start` is given the IoDone.
template <class Start>
awaitable<std::tuple<IoEnd, std::size_t>> io(Start start) {
    return asio::async_initiate<const asio::use_awaitable_t<>, void(IoEnd, std::size_t)>(
        [start](auto handler) {
            start([handler = std::move(handler)](IoEnd end, std::size_t bytes) mutable {
                std::move(handler)(end, bytes);
            });
        },
        use_awaitable);
}

using Work = std::function<std::optional<Response>()>;  // what a worker thread does

class HttpConnection final : public Connection, public std::enable_shared_from_this<HttpConnection> {
public:
    HttpConnection(Engine& engine, std::shared_ptr<const Listening> listening,
                   std::shared_ptr<Transport> transport, std::string remote_address)
        : engine_(engine),
          listening_(std::move(listening)),
          site_(listening_->site),
          transport_(std::move(transport)),
          remote_address_(std::move(remote_address)),
          deadline_(engine.network) {}

    void start(std::function<void()> ended) {
        asio::co_spawn(engine_.network, run(),
                       [self = shared_from_this(), ended = std::move(ended)](const std::exception_ptr&) {
                           self->expect_nothing();
                           self->transport_->close();
                           ended();
                       });
    }

    void stop() override {
        stopping_ = true;
        if (phase_ != Phase::answering) transport_->cancel();
    }
    void abort() override {
        stopping_ = true;
        transport_->close();
    }

private:
    enum class Phase : std::uint8_t { waiting, answering, handed_over };

    awaitable<void> run();
    awaitable<bool> answer_next();
    awaitable<std::optional<std::string>> read_head();
    awaitable<IoEnd> read_more();
    awaitable<bool> serve(ParsedHead& parsed, const std::string& head);
    awaitable<bool> serve_route(const ParsedHead& parsed, const Route& route);
    awaitable<bool> serve_file(const ParsedHead& parsed, const std::string& allow);
    awaitable<std::optional<Response>> ask(const Admit& admit, const RequestHead& head);
    awaitable<bool> serve_events(const ParsedHead& parsed, const EventRoute& route);
    awaitable<bool> serve_socket(const ParsedHead& parsed, const SocketRoute& route, const std::string& head);
    awaitable<std::optional<Problem>> read_body(const ParsedHead& parsed, BodyReader& reader);
    awaitable<std::optional<Response>> on_worker(const std::string& id, const Work& work);
    awaitable<bool> respond(const ParsedHead& parsed, const Response& response, bool keep_alive);
    awaitable<bool> refuse(const ParsedHead& parsed, Response response);
    awaitable<bool> refuse(const ParsedHead& parsed, const Problem& what) {
        return refuse(parsed, problem(parsed.request.id, what));
    }
    awaitable<bool> write(std::string text);
    awaitable<void> take_leave();

    [[nodiscard]] bool is_own_origin(const RequestHead& head) const;
    [[nodiscard]] std::string next_id() { return engine_.run_id + '-' + std::to_string(++engine_.requests); }
    void expect_within(std::chrono::milliseconds span);
    void expect_nothing();

    Engine& engine_;
    std::shared_ptr<const Listening> listening_;
    const Site& site_;
    std::shared_ptr<Transport> transport_;
    std::string remote_address_;
    asio::steady_timer deadline_;
    std::uint64_t deadline_number_ = 0;  // a timer that had fired before it was set anew must not strike
    bool timed_out_ = false;
    bool stopping_ = false;
    bool peer_ended_ = false;  // then a read would wait for ever: Asio's epoll tells an end only once
    bool lingers_ = false;     // the last thing said was a response that the peer may still be reading
    Phase phase_ = Phase::waiting;
    std::string in_;  // received, not yet used
    std::array<std::uint8_t, kReadBytes> chunk_{};
};

void HttpConnection::expect_within(std::chrono::milliseconds span) {
    timed_out_ = false;
    deadline_.expires_after(span);
    deadline_.async_wait([self = shared_from_this(), number = ++deadline_number_](const auto& error) {
        if (error || number != self->deadline_number_) return;
        self->timed_out_ = true;
        self->transport_->cancel();
    });
}

void HttpConnection::expect_nothing() {
    ++deadline_number_;
    deadline_.cancel();
}

awaitable<void> HttpConnection::run() {
    auto* transport = transport_.get();
    expect_within(engine_.limits.handshake_ms);
    const auto [end, none] = co_await io([transport](IoDone done) { transport->handshake(std::move(done)); });
    expect_nothing();
    if (end != IoEnd::ok) co_return;
    bool more = !stopping_;
    while (more)
        more = co_await answer_next() && !stopping_;
    co_await take_leave();
}

awaitable<void> HttpConnection::take_leave() {
    if (!lingers_ || peer_ended_) co_return;
    auto* transport = transport_.get();
    expect_within(engine_.limits.linger_ms);
    const auto [end, none] = co_await io([transport](IoDone done) { transport->finish(std::move(done)); });
    peer_ended_ = end == IoEnd::closed;
    std::size_t drained = 0;
    while (!peer_ended_ && !timed_out_ && drained < kLingerBytesMax) {
        in_.clear();
        if (co_await read_more() != IoEnd::ok) break;
        drained += in_.size();
    }
}

awaitable<IoEnd> HttpConnection::read_more() {
    auto* self = this;
    const auto [end, bytes] =
        co_await io([self](IoDone done) { self->transport_->read_some(self->chunk_, std::move(done)); });
    peer_ended_ = end == IoEnd::closed;
    if (end == IoEnd::ok) in_.append(as_text(ByteView(chunk_).first(bytes)));
    co_return end;
}

awaitable<bool> HttpConnection::write(std::string text) {
    auto rest = as_bytes(text);
    while (!rest.empty()) {
        expect_within(engine_.limits.write_ms);
        auto* transport = transport_.get();
        const auto [end, bytes] =
            co_await io([transport, rest](IoDone done) { transport->write_some(rest, std::move(done)); });
        expect_nothing();
        if (end != IoEnd::ok) {
            lingers_ = false;
            co_return false;
        }
        rest = rest.subspan(bytes);
    }
    co_return true;
}

// The next head with its empty line; nothing if there will be none, all said.
awaitable<std::optional<std::string>> HttpConnection::read_head() {
    const auto& limits = engine_.limits;
    expect_within(in_.empty() ? limits.idle_ms : limits.head_ms);
    while (true) {
        if (in_.starts_with("\r\n")) in_.erase(0, 2);  // some clients end a body with a line end too many
        const auto end = in_.find("\r\n\r\n");
        const auto size = end == std::string::npos ? in_.size() : end + 4;
        if (size > limits.header_bytes_max) {
            const ParsedHead none;
            co_await respond(none, problem(next_id(), headers_too_long(limits.header_bytes_max)), false);
            co_return std::nullopt;
        }
        if (end != std::string::npos) {
            auto head = in_.substr(0, size);
            in_.erase(0, size);
            expect_nothing();
            co_return head;
        }
        if (stopping_) co_return std::nullopt;
        const bool first = in_.empty();
        auto read = IoEnd::cancelled;
        if (!timed_out_) read = co_await read_more();
        if (read == IoEnd::ok) {
            if (first) expect_within(limits.head_ms);
            continue;
        }
        if (timed_out_ && !in_.empty()) {
            const ParsedHead none;
            co_await respond(none, problem(next_id(), head_too_late()), false);
        }
        co_return std::nullopt;
    }
}

awaitable<bool> HttpConnection::answer_next() {
    phase_ = Phase::waiting;
    const auto head = co_await read_head();
    if (!head) co_return false;
    phase_ = Phase::answering;
    auto parsed = parse_head(*head);
    if (!parsed) {
        const ParsedHead none;
        co_return co_await respond(none, problem(next_id(), bad_head(parsed.error())), false);
    }
    parsed->request.id = next_id();
    parsed->request.remote_address = remote_address_;
    parsed->request.peer_certificate = transport_->peer_certificate();
    co_return co_await serve(*parsed, *head);
}

bool HttpConnection::is_own_origin(const RequestHead& head) const {
    const auto own = listening_->scheme + "://" + std::string(head.header("Host").value_or(""));
    return is_origin_allowed(site_.origins, own, head.header("Origin"));
}

awaitable<bool> HttpConnection::serve(ParsedHead& parsed, const std::string& head) {
    const auto& request = parsed.request;
    if (!is_host_allowed(site_.hosts, request.header("Host").value_or("")))
        co_return co_await refuse(parsed, foreign_host());
    for (const auto& route : site_.sockets) {
        if (route.path == request.path) co_return co_await serve_socket(parsed, route, head);
    }
    for (const auto& route : site_.events) {
        if (route.path == request.path) co_return co_await serve_events(parsed, route);
    }
    const auto match = match_route(site_.routes, request.method, request.path);
    if (match.route == nullptr) co_return co_await serve_file(parsed, match.allow);
    parsed.request.captures = match.captures;
    co_return co_await serve_route(parsed, *match.route);
}

// What no route takes: a file, or the reason why not. `allow`: the methods of the routes of this path.
awaitable<bool> HttpConnection::serve_file(const ParsedHead& parsed, const std::string& allow) {
    const auto& head = parsed.request;
    const auto file = allow.empty() ? site_.files.find(head) : std::nullopt;
    if (!file && allow.empty()) co_return co_await refuse(parsed, nothing_here());
    if (!file) co_return co_await refuse(parsed, wrong_method(head, allow));
    if (changes_something(head.method)) co_return co_await refuse(parsed, wrong_method(head, "GET, HEAD"));
    if (parsed.has_body()) co_return co_await refuse(parsed, no_body_taken());
    co_return co_await respond(parsed, *file, parsed.keep_alive);
}

awaitable<bool> HttpConnection::serve_route(const ParsedHead& parsed, const Route& route) {
    const auto& head = parsed.request;
    if (changes_something(head.method) && site_.checks_origin && !is_own_origin(head))
        co_return co_await refuse(parsed, foreign_origin());
    if (!is_type_allowed(route.content_types, head.header("Content-Type")))
        co_return co_await refuse(parsed, wrong_type(route));
    if (auto refusal = co_await ask(route.admit, head))
        co_return co_await refuse(parsed, std::move(*refusal));
    BodyReader reader(parsed, route.body_bytes_max);
    const auto fault = co_await read_body(parsed, reader);
    if (fault) co_return co_await refuse(parsed, *fault);
    const Request request{{head}, std::move(reader.body())};
    const Work handle = [&] { return std::optional(route.handle(request)); };
    const auto response = co_await on_worker(head.id, handle);
    co_return co_await respond(parsed, *response, parsed.keep_alive);
}

awaitable<std::optional<Problem>> HttpConnection::read_body(const ParsedHead& parsed, BodyReader& reader) {
    const auto& limits = engine_.limits;
    const auto end = std::chrono::steady_clock::now() + limits.body_ms;
    bool invited = !parsed.expects_continue || !in_.empty();
    while (true) {
        const auto done = reader.take(in_);
        if (!done) co_return bad_body(done.error());
        if (*done) co_return std::nullopt;
        if (!invited) {
            invited = true;
            std::string invitation = "HTTP/1.1 100 Continue\r\n\r\n";
            co_await write(std::move(invitation));
        }
        const auto left = end - std::chrono::steady_clock::now();
        expect_within(std::min(limits.read_ms, std::chrono::duration_cast<Limits::Ms>(left)));
        const auto read = co_await read_more();
        expect_nothing();
        if (read != IoEnd::ok) co_return timed_out_ ? body_too_late() : body_ended_early();
    }
}

awaitable<std::optional<Response>> HttpConnection::ask(const Admit& admit, const RequestHead& head) {
    if (!admit) co_return std::nullopt;
    const Work work = [&] { return admit(head); };
    co_return co_await on_worker(head.id, work);
}

// An exception of `work` becomes INTERNAL; it is logged here, the client learns only the request's id.
awaitable<std::optional<Response>> HttpConnection::on_worker(const std::string& id, const Work& work) {
    auto job = [&work, &id]() -> awaitable<std::optional<Response>> {
        std::string what = "unknown exception";
        try {
            co_return work();
        } catch (const std::exception& exception) {
            what = exception.what();
        } catch (...) {
        }
        spdlog::error("request {}: {}", id, what);
        co_return problem(id, failed());
    };
    co_return co_await asio::co_spawn(engine_.workers, job, use_awaitable);
}

awaitable<bool> HttpConnection::respond(const ParsedHead& parsed, const Response& response, bool keep_alive) {
    keep_alive = keep_alive && !stopping_;
    lingers_ = !keep_alive;
    auto text = head_text(response, site_.headers, keep_alive);
    const bool bodyless = response.status == 204 || response.status == 304;
    if (!bodyless) text += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    text += "\r\n";
    if (!bodyless && parsed.request.method != "HEAD") text += response.body;
    const bool written = co_await write(std::move(text));
    co_return (written && keep_alive);
}

// What is left of a body would be taken for the next request: the connection closes.
awaitable<bool> HttpConnection::refuse(const ParsedHead& parsed, Response response) {
    co_return co_await respond(parsed, response, parsed.keep_alive && !parsed.has_body());
}

awaitable<bool> HttpConnection::serve_events(const ParsedHead& parsed, const EventRoute& route) {
    const auto& head = parsed.request;
    if (head.method != "GET") co_return co_await refuse(parsed, wrong_method(head, "GET"));
    if (parsed.has_body()) co_return co_await refuse(parsed, no_body_taken());
    EventTopic topic;
    const Work listen = [&]() -> std::optional<Response> {
        auto heard = route.listen ? route.listen(head) : EventTopic{};
        if (!heard) return std::move(heard.error());
        topic = *std::move(heard);
        return std::nullopt;
    };
    if (auto refusal = co_await on_worker(head.id, listen))
        co_return co_await refuse(parsed, std::move(*refusal));
    if (route.hub->is_full()) co_return co_await refuse(parsed, too_many_listen(head));
    const Response opening{.status = 200, .headers = {{"Content-Type", "text/event-stream"}}, .body = {}};
    auto text = head_text(opening, site_.headers, false) + "\r\n";
    phase_ = Phase::handed_over;
    auto* self = this;
    if (stopping_) co_return false;
    co_await io([self, &route, &text, &topic](IoDone done) {
        route.hub->serve(self->engine_.network, self->transport_, std::move(text), std::move(topic),
                         [done = std::move(done)]() mutable { done(IoEnd::ok, 0); });
    });
    co_return false;
}

awaitable<bool> HttpConnection::serve_socket(const ParsedHead& parsed, const SocketRoute& route,
                                             const std::string& head) {
    const auto upgrade = parsed.request.header("Upgrade").value_or("");
    if (parsed.request.method != "GET" || !same_ignoring_case(upgrade, "websocket") || parsed.has_body() ||
        !in_.empty())
        co_return co_await refuse(parsed, not_a_socket());
    if (!is_own_origin(parsed.request)) co_return co_await refuse(parsed, foreign_origin());
    phase_ = Phase::handed_over;
    auto* self = this;
    if (stopping_) co_return false;
    co_await io([self, &route, &head](IoDone done) {
        route.socket->serve(self->engine_.network, self->transport_, head,
                            [done = std::move(done)]() mutable { done(IoEnd::ok, 0); });
    });
    co_return false;
}

}  // namespace

std::shared_ptr<Connection> open_connection(Engine& engine, std::shared_ptr<const Listening> listening,
                                            std::shared_ptr<Transport> transport, std::string remote_address,
                                            std::function<void()> ended) {
    auto connection = std::make_shared<HttpConnection>(engine, std::move(listening), std::move(transport),
                                                       std::move(remote_address));
    connection->start(std::move(ended));
    return connection;
}

}  // namespace hadir::httpd
