#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include "httpd/transport.h"

namespace hadir::httpd {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

IoEnd end_of(const error_code& error) {
    if (!error) return IoEnd::ok;
    if (error == asio::error::eof) return IoEnd::closed;
    return error == asio::error::operation_aborted ? IoEnd::cancelled : IoEnd::failed;
}

class TcpTransport final : public Transport {
    // The operation's callback; it also keeps this transport alive until then.
    auto ending(IoDone done) {
        return [self = shared_from_this(), done = std::move(done)](
                   const error_code& error, std::size_t bytes) mutable { done(end_of(error), bytes); };
    }

public:
    TcpTransport(asio::io_context& network, int socket, bool is_ipv6)
        : socket_(network, is_ipv6 ? tcp::v6() : tcp::v4(), socket) {
        error_code ignored;
        socket_.set_option(tcp::no_delay(true), ignored);
    }

    void handshake(IoDone done) override { post_ok(std::move(done)); }

    void read_some(std::span<std::uint8_t> into, IoDone done) override {
        socket_.async_read_some(asio::buffer(into.data(), into.size()), ending(std::move(done)));
    }
    void write_some(ByteView bytes, IoDone done) override {
        socket_.async_write_some(asio::buffer(bytes.data(), bytes.size()), ending(std::move(done)));
    }
    void finish(IoDone done) override {
        error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
        post_ok(std::move(done));
    }
    void cancel() override {
        error_code ignored;
        socket_.cancel(ignored);
    }
    void close() override {
        error_code ignored;
        socket_.close(ignored);
    }
    [[nodiscard]] Bytes peer_certificate() const override { return {}; }

private:
    // Never called from within the call that asks for it: a coroutine is not yet suspended then.
    void post_ok(IoDone done) {
        asio::post(socket_.get_executor(), [done = std::move(done)]() mutable { done(IoEnd::ok, 0); });
    }

    tcp::socket socket_;
};

class PlainTcp final : public TransportMaker {
public:
    std::shared_ptr<Transport> make(asio::io_context& network, int socket, bool is_ipv6) override {
        return std::make_shared<TcpTransport>(network, socket, is_ipv6);
    }
    [[nodiscard]] const char* scheme() const override { return "http"; }
};

}  // namespace

std::shared_ptr<TransportMaker> plain_tcp() {
    return std::make_shared<PlainTcp>();
}

}  // namespace hadir::httpd
