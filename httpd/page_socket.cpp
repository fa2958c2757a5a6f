#include "httpd/page_socket.h"

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <deque>

namespace hadir::httpd {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::awaitable;
using beast::error_code;

constexpr std::size_t kTokenBytesMax = 64;
constexpr auto kReplaced =
    static_cast<websocket::close_code>(4001);   // a close code of our own (docs/kiosk-socket.md)
constexpr std::uint8_t kWholeTextFrame = 0x81;  // FIN and opcode 1
constexpr std::uint8_t kMasked = 0x80;

error_code error_of(IoEnd end) {
    switch (end) {
        case IoEnd::ok:
            return {};
        case IoEnd::closed:
            return asio::error::eof;
        case IoEnd::cancelled:
            return asio::error::operation_aborted;
        case IoEnd::failed:
            return asio::error::connection_reset;
    }
    return asio::error::connection_reset;
}

// A Transport as Beast's WebSocket wants it. It keeps the first bytes that came after the opening: Beast does
// not tell whether a message was one frame.
class TransportStream {
public:
    using executor_type = asio::io_context::executor_type;

    TransportStream(asio::io_context& network, std::shared_ptr<Transport> transport)
        : executor_(network.get_executor()), transport_(std::move(transport)) {}

    [[nodiscard]] executor_type get_executor() const noexcept { return executor_; }
    [[nodiscard]] Transport& transport() { return *transport_; }
    [[nodiscard]] bool began_with_a_token() const {
        return first_[0] == kWholeTextFrame && (first_[1] & ~unsigned{kMasked}) <= kTokenBytesMax;
    }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, Buffers into) {
                const asio::mutable_buffer buffer = *asio::buffer_sequence_begin(into);
                const std::span<std::uint8_t> bytes(static_cast<std::uint8_t*>(buffer.data()), buffer.size());
                transport_->read_some(
                    bytes, [this, bytes, handler = std::move(handler)](IoEnd end, std::size_t count) mutable {
                        for (std::size_t i = 0; i < count && seen_ < first_.size(); ++i)
                            first_[seen_++] = bytes[i];
                        std::move(handler)(error_of(end), count);
                    });
            },
            token, buffers);
    }
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, Buffers from) {
                auto at = asio::buffer_sequence_begin(from);
                while (at != asio::buffer_sequence_end(from) && asio::const_buffer(*at).size() == 0)
                    ++at;
                const asio::const_buffer buffer =
                    at == asio::buffer_sequence_end(from) ? asio::const_buffer() : asio::const_buffer(*at);
                transport_->write_some({static_cast<const std::uint8_t*>(buffer.data()), buffer.size()},
                                       [handler = std::move(handler)](IoEnd end, std::size_t count) mutable {
                                           std::move(handler)(error_of(end), count);
                                       });
            },
            token, buffers);
    }

private:
    executor_type executor_;
    std::shared_ptr<Transport> transport_;
    std::array<std::uint8_t, 2> first_{};
    std::size_t seen_ = 0;
};

[[maybe_unused]] void teardown(beast::role_type, TransportStream& stream, error_code& error) {
    error = {};
    stream.transport().close();
}
template <class Handler>
void async_teardown(beast::role_type, TransportStream& stream, Handler&& handler) {
    stream.transport().finish([handler = std::forward<Handler>(handler)](IoEnd end, std::size_t) mutable {
        std::move(handler)(error_of(end));
    });
}
[[maybe_unused]] void beast_close_socket(TransportStream& stream) {
    stream.transport().close();
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    unsigned difference = left.size() == right.size() ? 0 : 1;
    for (std::size_t i = 0; i < left.size(); ++i) {
        const char other = right.empty() ? '\0' : right[i % right.size()];
        difference |= static_cast<unsigned char>(left[i]) ^ static_cast<unsigned char>(other);
    }
    return difference == 0;
}

}  // namespace

class PageSocket::Session : public std::enable_shared_from_this<Session> {
public:
    Session(asio::io_context& network, std::shared_ptr<Transport> transport,
            std::shared_ptr<PageSocket> owner, std::string head, std::move_only_function<void()> done)
        : network_(network),
          transport_(transport),
          stream_(network, std::move(transport)),
          owner_(std::move(owner)),
          options_(owner_->options_),
          deadline_(network),
          wake_(network),
          head_(std::move(head)),
          done_(std::move(done)) {}

    void start() { spawn(read_all()); }
    void end() {
        if (ended_) return;
        ended_ = true;
        deadline_.cancel();
        wake_.cancel();
        transport_->cancel();
    }

    // Another page has come: what waits is no longer for this one.
    void replace() {
        replaced_ = true;
        give_up_after(options_.goodbye_ms);
        wake_.cancel();
    }

    void send_text(std::string text) {
        if (texts_.size() >= options_.texts_waiting_max) return end();
        texts_.push_back(std::move(text));
        wake_.cancel();
    }
    void send_picture(Bytes picture) {
        picture_ = std::move(picture);
        wake_.cancel();
    }

private:
    void spawn(awaitable<void> part) {
        ++running_;
        asio::co_spawn(network_, std::move(part), [self = shared_from_this()](const std::exception_ptr&) {
            self->end();
            if (--self->running_ > 0) return;
            self->owner_->leave(self);
            auto done = std::move(self->done_);
            done();
        });
    }

    awaitable<void> read_all();
    awaitable<bool> read_token();
    awaitable<void> write_all();
    awaitable<void> close(websocket::close_reason reason);
    void give_up_after(PageSocketOptions::Ms wait) {
        deadline_.expires_after(wait);
        deadline_.async_wait([self = shared_from_this()](const error_code& error) {
            if (!error) self->end();
        });
    }

    asio::io_context& network_;
    std::shared_ptr<Transport> transport_;
    websocket::stream<TransportStream> stream_;
    std::shared_ptr<PageSocket> owner_;
    const PageSocketOptions& options_;
    asio::steady_timer deadline_;
    asio::steady_timer wake_;
    std::string head_;
    std::move_only_function<void()> done_;
    std::deque<std::string> texts_;
    Bytes picture_;
    beast::flat_buffer in_;
    int running_ = 0;
    bool accepted_ = false;
    bool replaced_ = false;
    bool ended_ = false;
};

awaitable<bool> PageSocket::Session::read_token() {
    give_up_after(options_.token_ms);
    error_code error;
    co_await stream_.async_accept(asio::buffer(head_), asio::redirect_error(asio::use_awaitable, error));
    accepted_ = !error && !ended_;
    if (!accepted_) co_return false;
    stream_.read_message_max(kTokenBytesMax);
    co_await stream_.async_read(in_, asio::redirect_error(asio::use_awaitable, error));
    if (error || ended_ || !stream_.next_layer().began_with_a_token()) co_return false;
    deadline_.cancel();
    const std::string_view given(static_cast<const char*>(in_.cdata().data()), in_.size());
    const bool right = !options_.token.empty() && equal_in_constant_time(given, options_.token);
    in_.clear();
    co_return right;
}

awaitable<void> PageSocket::Session::read_all() {
    auto silence = websocket::stream_base::timeout::suggested(beast::role_type::server);
    silence.idle_timeout = options_.silence_ms;
    silence.keep_alive_pings = true;
    stream_.set_option(silence);
    stream_.auto_fragment(false);  // a picture is one frame
    if (!co_await read_token()) {
        if (accepted_ && !ended_) {
            co_await close(websocket::close_reason(websocket::close_code::policy_error, "not the token"));
        }
        co_return;
    }
    stream_.read_message_max(options_.message_bytes_max);
    spawn(write_all());
    owner_->admit(shared_from_this());
    while (!ended_) {
        error_code error;
        co_await stream_.async_read(in_, asio::redirect_error(asio::use_awaitable, error));
        if (error || ended_ || !stream_.got_text()) co_return;
        const std::string_view text(static_cast<const char*>(in_.cdata().data()), in_.size());
        if (options_.on_message && !options_.on_message(text)) co_return;
        in_.clear();
    }
}

// Texts before the picture: an event is news, a picture is replaced in 66 ms.
awaitable<void> PageSocket::Session::write_all() {
    error_code error;
    while (!ended_) {
        if (replaced_) {
            co_await close(websocket::close_reason(kReplaced, "another page"));
            co_return;
        }
        if (!texts_.empty()) {
            const auto text = std::move(texts_.front());
            texts_.pop_front();
            stream_.text(true);
            co_await stream_.async_write(asio::buffer(text),
                                         asio::redirect_error(asio::use_awaitable, error));
        } else if (!picture_.empty()) {
            const auto picture = std::exchange(picture_, {});
            stream_.binary(true);
            co_await stream_.async_write(asio::buffer(picture),
                                         asio::redirect_error(asio::use_awaitable, error));
        } else {
            wake_.expires_at(asio::steady_timer::time_point::max());
            co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        if (error) co_return;
    }
}

// So that the page knows why, and need not guess that the daemon is gone.
awaitable<void> PageSocket::Session::close(websocket::close_reason reason) {
    give_up_after(options_.goodbye_ms);
    error_code error;
    co_await stream_.async_close(reason, asio::redirect_error(asio::use_awaitable, error));
}

PageSocket::PageSocket(PageSocketOptions options) : options_(std::move(options)) {}
PageSocket::~PageSocket() = default;

void PageSocket::send_text(std::string text) {
    link_.post([self = shared_from_this(), text = std::move(text)]() mutable {
        if (self->current_) self->current_->send_text(std::move(text));
    });
}

void PageSocket::send_picture(Bytes picture) {
    if (!connected_) return;
    link_.post([self = shared_from_this(), picture = std::move(picture)]() mutable {
        if (self->current_) self->current_->send_picture(std::move(picture));
    });
}

void PageSocket::serve(asio::io_context& network, std::shared_ptr<Transport> transport, std::string head,
                       std::move_only_function<void()> done) {
    std::make_shared<Session>(network, std::move(transport), shared_from_this(), std::move(head),
                              std::move(done))
        ->start();
}

void PageSocket::admit(const std::shared_ptr<Session>& session) {
    if (const auto older = std::exchange(current_, session)) older->replace();
    connected_ = true;
    if (options_.on_connect) options_.on_connect();
}

void PageSocket::leave(const std::shared_ptr<Session>& session) {
    if (current_ != session) return;
    current_.reset();
    connected_ = false;
    if (options_.on_disconnect) options_.on_disconnect();
}

}  // namespace hadir::httpd
