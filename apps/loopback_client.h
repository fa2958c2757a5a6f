// A page's part, played by the demo's check: HTTP and one WebSocket to programs on 127.0.0.1. Plain TCP only.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace hadir::apps {

// Whether a server could listen there now.
[[nodiscard]] bool is_port_free(std::uint16_t port);

struct HttpAnswer {
    int status = 0;
    std::string cookie;  // of Set-Cookie, without its attributes
    std::string body;
};

// `base` is http://HOST:PORT. A body makes it a POST of application/json with an Origin.
[[nodiscard]] Result<HttpAnswer> http_call(const std::string& base, const std::string& target,
                                           const std::string& cookie = {},
                                           const std::optional<std::string>& json_body = std::nullopt);

// The kiosk's socket, opened with its token. One thread.
class KioskSocket {
public:
    [[nodiscard]] static Result<KioskSocket> open(const std::string& base, const std::string& token);
    KioskSocket(KioskSocket&& other) noexcept;
    KioskSocket& operator=(KioskSocket&&) = delete;
    ~KioskSocket();

    // The next text frame within `wait`, none when nothing came; pictures are read over. UNAVAILABLE at the
    // end.
    [[nodiscard]] Result<std::optional<std::string>> next_text(std::chrono::milliseconds wait);
    // A message from the page, of at most 125 bytes. One that cannot be sent shows at the next text.
    void say(std::string_view text) const;

private:
    explicit KioskSocket(int socket) : socket_(socket) {}
    bool fill(std::chrono::milliseconds wait);
    void send_frame(std::uint8_t opcode, std::string_view payload) const;

    int socket_;
    std::string buffer_;
};

}  // namespace hadir::apps
