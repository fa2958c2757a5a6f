// The WebSocket between a daemon and the one page that it shows (docs/formats.md 8, Kiosk socket).
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "httpd/network_link.h"
#include "httpd/transport.h"

namespace hadir::httpd {

struct PageSocketOptions {
    using Ms = std::chrono::milliseconds;
    std::string token{};  // the page's first message, at most 64 bytes
    Ms token_ms{2'000};
    Ms goodbye_ms{1'000};   // a page that does not answer a close by then is cut
    Ms silence_ms{20'000};  // a page that answers no ping for so long is gone
    std::size_t message_bytes_max = 4096;
    std::size_t texts_waiting_max = 256;  // a page that lags further is disconnected; it reconnects

    // All on the server's network thread, which must not wait: hand the matter over and return.
    std::function<void()> on_connect{};                  // the token was right
    std::function<bool(std::string_view)> on_message{};  // a text of the page; false closes the socket
    std::function<void()> on_disconnect{};  // no page any more; not called when one replaces another
};

class PageSocket : public std::enable_shared_from_this<PageSocket> {
public:
    explicit PageSocket(PageSocketOptions options);
    ~PageSocket();

    // Any thread. Without a page both are dropped: a page is told all in on_connect.
    void send_text(std::string text);  // in order, never skipped
    void send_picture(Bytes picture);  // binary; one that still waits is replaced by a newer
    [[nodiscard]] bool connected() const { return connected_; }

    // For the server only, on the network thread. `head` is the request that opens the socket.
    [[nodiscard]] NetworkLink& link() { return link_; }
    void serve(boost::asio::io_context& network, std::shared_ptr<Transport> transport, std::string head,
               std::move_only_function<void()> done);

private:
    class Session;

    void admit(const std::shared_ptr<Session>& session);
    void leave(const std::shared_ptr<Session>& session);

    const PageSocketOptions options_;
    NetworkLink link_;
    std::atomic<bool> connected_ = false;
    std::shared_ptr<Session> current_;  // the newest page with the token; network thread only
};

}  // namespace hadir::httpd
