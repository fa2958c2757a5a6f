// The bytes under a connection, TCP or TLS: what lets one HTTP implementation, compiled once, serve both.
// Everything here runs on the server's one network thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "core/bytes.h"

namespace boost::asio {
class io_context;
}

namespace hadir::httpd {

enum class IoEnd : std::uint8_t { ok, closed, cancelled, failed };

// A move-only callback: it is called exactly once, unless the server is destroyed first.
using IoDone = std::move_only_function<void(IoEnd, std::size_t bytes)>;

// At most one read and one write at a time. Held by shared_ptr: an operation under way keeps it alive; the
// buffer is the caller's until the callback.
class Transport : public std::enable_shared_from_this<Transport> {
public:
    virtual ~Transport() = default;

    virtual void handshake(IoDone done) = 0;
    virtual void read_some(std::span<std::uint8_t> into, IoDone done) = 0;
    virtual void write_some(ByteView bytes, IoDone done) = 0;
    // Tells the peer that nothing more will come. Afterwards read_some only serves to drain what the peer
    // still sends: what it gives is of no use.
    virtual void finish(IoDone done) = 0;

    virtual void cancel() = 0;  // operations under way end as cancelled; the transport can still be used
    virtual void close() = 0;

    [[nodiscard]] virtual Bytes peer_certificate() const = 0;  // DER, empty if there is none
};

class TransportMaker {
public:
    virtual ~TransportMaker() = default;
    // Takes over an accepted, open socket.
    [[nodiscard]] virtual std::shared_ptr<Transport> make(boost::asio::io_context& network, int socket,
                                                          bool is_ipv6) = 0;
    [[nodiscard]] virtual const char* scheme() const = 0;  // http, https
};

[[nodiscard]] std::shared_ptr<TransportMaker> plain_tcp();

}  // namespace hadir::httpd
