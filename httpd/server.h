// The HTTP server shell of hadir-kiosk and hadir-central.
//
// Threads: one network thread runs every connection, so nothing in here needs a strand; a small pool of
// workers runs Admit and the handlers, several at a time. EventHub::publish and PageSocket::send_* may be
// called from any thread; a PageSocket's callbacks run on the network thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/result.h"
#include "httpd/event_hub.h"
#include "httpd/limits.h"
#include "httpd/page_socket.h"
#include "httpd/site.h"
#include "httpd/transport.h"

namespace hadir::httpd {

struct Address {
    std::string ip = "127.0.0.1";
    std::uint16_t port = 0;  // 0: a free one
};

class Server {
public:
    explicit Server(Limits limits = {}, std::size_t workers = 2);
    ~Server();  // stops

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Binds at once and returns the port; peers wait until start(). Before start() only.
    // usage for an address that is none, unavailable if it cannot be bound.
    [[nodiscard]] Result<std::uint16_t> listen(const Address& address, Site site,
                                               std::shared_ptr<TransportMaker> transport = plain_tcp());
    void start();

    // Takes no more connections and requests, lets those under way be answered within Limits::stop_ms, closes
    // all, waits for the handlers that still run. Not from a handler or a callback. Twice is once.
    void stop();

private:
    class Running;
    std::unique_ptr<Running> running_;
};

}  // namespace hadir::httpd
