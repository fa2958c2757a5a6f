#include "apps/loopback_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "core/bytes.h"

namespace hadir::apps {
namespace {

constexpr std::size_t kAnswerMax = 16U << 20;
constexpr std::chrono::milliseconds kAnswerWithin{10'000};
constexpr std::uint8_t kText = 1;
constexpr std::uint8_t kPing = 9;
constexpr std::uint8_t kPong = 10;

struct Place {
    std::string host;  // with port, as the Host header wants it
    std::uint16_t port = 0;
};

Result<Place> place_of(const std::string& base) {
    const std::size_t colon = base.rfind(':');
    if (!base.starts_with("http://") || colon < 7)
        return fail(ErrorCode::usage, base + ": not http://HOST:PORT");
    return Place{base.substr(7), static_cast<std::uint16_t>(std::stoul(base.substr(colon + 1)))};
}

Result<int> connect_to(const Place& place) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(place.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (descriptor < 0 ||
        ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (descriptor >= 0) ::close(descriptor);
        return fail(ErrorCode::unavailable, place.host + ": nobody listens");
    }
    return descriptor;
}

bool send_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

// False at the end, on a fault, or when nothing came in time (`timed_out` tells).
bool receive(int descriptor, std::string& into, std::chrono::milliseconds wait, bool& timed_out) {
    pollfd poll_for{descriptor, POLLIN, 0};
    timed_out = ::poll(&poll_for, 1, static_cast<int>(wait.count())) == 0;
    if (timed_out) return false;
    std::array<char, 65'536> buffer{};
    const ssize_t got = ::recv(descriptor, buffer.data(), buffer.size(), 0);
    if (got <= 0) return false;
    into.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

std::string header_of(std::string_view head, std::string_view name) {
    const std::size_t at = head.find(std::string("\r\n") + std::string(name) + ": ");
    if (at == std::string_view::npos) return {};
    const std::size_t from = at + 2 + name.size() + 2;
    return std::string(head.substr(from, head.find("\r\n", from) - from));
}

}  // namespace

bool is_port_free(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return false;
    const int on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool free = ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(descriptor);
    return free;
}

Result<HttpAnswer> http_call(const std::string& base, const std::string& target, const std::string& cookie,
                             const std::optional<std::string>& json_body) {
    const auto place = place_of(base);
    if (!place) return propagate(place.error());
    const auto descriptor = connect_to(*place);
    if (!descriptor) return propagate(descriptor.error());
    std::string request = (json_body ? "POST " : "GET ") + target + " HTTP/1.1\r\nHost: " + place->host +
                          "\r\nConnection: close\r\n";
    if (!cookie.empty()) request += "Cookie: " + cookie + "\r\n";
    if (json_body)
        request += "Origin: " + base + "\r\nContent-Type: application/json\r\nContent-Length: " +
                   std::to_string(json_body->size()) + "\r\n";
    request += "\r\n" + json_body.value_or("");
    std::string answer;
    bool timed_out = false;
    const bool sent = send_all(*descriptor, request);
    while (sent && answer.size() < kAnswerMax && receive(*descriptor, answer, kAnswerWithin, timed_out)) {
    }
    ::close(*descriptor);
    const std::size_t end = answer.find("\r\n\r\n");
    if (end == std::string::npos || answer.size() < 12)
        return fail(ErrorCode::unavailable, base + target + ": no answer");
    const std::string head = answer.substr(0, end + 2);
    const std::string set_cookie = header_of(head, "Set-Cookie");
    return HttpAnswer{std::stoi(answer.substr(9, 3)), set_cookie.substr(0, set_cookie.find(';')),
                      answer.substr(end + 4)};
}

KioskSocket::KioskSocket(KioskSocket&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

KioskSocket::~KioskSocket() {
    if (socket_ >= 0) ::close(socket_);
}

Result<KioskSocket> KioskSocket::open(const std::string& base, const std::string& token) {
    const auto place = place_of(base);
    if (!place) return propagate(place.error());
    const auto descriptor = connect_to(*place);
    if (!descriptor) return propagate(descriptor.error());
    KioskSocket socket(*descriptor);
    // The key's answer is not checked: this client speaks to our own program only.
    const bool sent =
        send_all(socket.socket_,
                 "GET /socket HTTP/1.1\r\nHost: " + place->host + "\r\nOrigin: " + base +
                     "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: aGFkaXItZGVtby1jaGVjaw==\r\n\r\n");
    while (sent && socket.buffer_.find("\r\n\r\n") == std::string::npos && socket.fill(kAnswerWithin)) {
    }
    const std::size_t end = socket.buffer_.find("\r\n\r\n");
    if (end == std::string::npos || !socket.buffer_.starts_with("HTTP/1.1 101"))
        return fail(ErrorCode::unavailable, base + ": the kiosk opened no socket");
    socket.buffer_.erase(0, end + 4);
    socket.send_frame(kText, token);
    return socket;
}

bool KioskSocket::fill(std::chrono::milliseconds wait) {
    bool timed_out = false;
    if (receive(socket_, buffer_, wait, timed_out)) return true;
    if (!timed_out) {
        ::close(socket_);
        socket_ = -1;
    }
    return false;
}

// A client's frames are masked; a mask of zeros is one.
void KioskSocket::send_frame(std::uint8_t opcode, std::string_view payload) const {
    std::string frame{
        static_cast<char>(0x80U | opcode), static_cast<char>(0x80U | payload.size()), 0, 0, 0, 0};
    frame += payload;
    send_all(socket_, frame);
}

void KioskSocket::say(std::string_view text) const {
    send_frame(kText, text);
}

Result<std::optional<std::string>> KioskSocket::next_text(std::chrono::milliseconds wait) {
    const auto until = std::chrono::steady_clock::now() + wait;
    for (;;) {
        const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(buffer_[i]); };
        const std::size_t extra = buffer_.size() < 2 ? 0 : byte(1) == 126 ? 2 : byte(1) == 127 ? 8 : 0;
        if (buffer_.size() >= 2 + extra) {
            std::size_t size = extra == 0 ? byte(1) : 0;
            for (std::size_t i = 0; i < extra; ++i)
                size = size << 8U | byte(2 + i);
            if (size > kAnswerMax) return fail(ErrorCode::too_large, "a frame of over 16 MiB from the kiosk");
            if (buffer_.size() >= 2 + extra + size) {
                const std::uint8_t opcode = byte(0) & 15U;
                const std::string payload = buffer_.substr(2 + extra, size);
                buffer_.erase(0, 2 + extra + size);
                if (opcode == kText) return std::optional(payload);
                if (opcode == kPing) send_frame(kPong, payload);
                continue;
            }
        }
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) return std::optional<std::string>();
        if (!fill(left) && socket_ < 0) return fail(ErrorCode::unavailable, "the kiosk closed the socket");
    }
}

}  // namespace hadir::apps
