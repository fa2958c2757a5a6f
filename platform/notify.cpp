#include "platform/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace hadir::platform {
namespace {

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : std::string_view(value);
}

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value <= 0) return std::nullopt;
    return value;
}

std::optional<std::chrono::milliseconds> watchdog_half() {
    const std::string_view watched = environment("WATCHDOG_PID");
    if (!watched.empty() && number(watched) != ::getpid()) return std::nullopt;  // meant for a parent of ours
    const auto span_us = number(environment("WATCHDOG_USEC"));
    if (!span_us) return std::nullopt;
    return std::chrono::milliseconds(std::max<std::int64_t>(1, *span_us / 2000));
}

}  // namespace

ServiceNotifier::ServiceNotifier() : socket_(environment("NOTIFY_SOCKET")), alive_every_(watchdog_half()) {
    const bool usable = socket_.starts_with('/') || socket_.starts_with('@');
    if (!usable || socket_.size() >= sizeof(sockaddr_un::sun_path)) socket_.clear();
}

void ServiceNotifier::send(const std::string& message) const {
    if (socket_.empty()) return;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, socket_.data(), socket_.size());
    if (socket_.front() == '@') address.sun_path[0] = '\0';  // the abstract name space
    const int file = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (file < 0) return;
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
    ::sendto(file, message.data(), message.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address),
             length);
    ::close(file);
}

}  // namespace hadir::platform
