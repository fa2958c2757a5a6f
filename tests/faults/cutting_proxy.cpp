#include "tests/faults/cutting_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace hadir::tests {
namespace {

constexpr int kLookEveryMs = 20;  // whether the proxy is to end

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool send_all(int socket, const char* data, std::size_t size) {
    while (size > 0) {
        const ssize_t sent = ::send(socket, data, size, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        data += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

}  // namespace

CuttingProxy::CuttingProxy(std::uint16_t target, std::optional<Cut> cut, std::function<void()> on_cut)
    : target_(target), cut_(cut), on_cut_(std::move(on_cut)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 8) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("the proxy cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

CuttingProxy::~CuttingProxy() {
    thread_.request_stop();
    thread_.join();
    ::close(listener_);
}

void CuttingProxy::serve(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        pollfd waiting{listener_, POLLIN, 0};
        if (::poll(&waiting, 1, kLookEveryMs) <= 0) continue;
        const int terminal = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (terminal < 0) continue;
        if (!cut_done_) pass(terminal, stop);
        ::close(terminal);
    }
}

void CuttingProxy::pass(int terminal, const std::stop_token& stop) {
    const int central = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(target_);
    bool open = ::connect(central, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    while (open && !stop.stop_requested()) {
        std::array<pollfd, 2> waiting{{{terminal, POLLIN, 0}, {central, POLLIN, 0}}};
        if (::poll(waiting.data(), waiting.size(), kLookEveryMs) <= 0) continue;
        if (waiting[0].revents != 0) open = forward(terminal, central, Cut::Way::up);
        if (open && waiting[1].revents != 0) open = forward(central, terminal, Cut::Way::down);
    }
    ::close(central);
}

bool CuttingProxy::forward(int from, int to, Cut::Way way) {
    std::array<char, 4096> buffer{};
    std::atomic<std::uint64_t>& passed = way == Cut::Way::up ? up_ : down_;
    const bool cuts = cut_ && cut_->way == way;
    std::size_t size = buffer.size();
    if (cuts) size = std::min<std::size_t>(size, cut_->after - passed);
    if (size > 0) {
        const ssize_t got = ::recv(from, buffer.data(), size, 0);
        if (got <= 0) return false;
        passed += static_cast<std::uint64_t>(got);
        if (!send_all(to, buffer.data(), static_cast<std::size_t>(got))) return false;
    }
    if (!cuts || passed < cut_->after) return true;
    cut_done_ = true;
    if (on_cut_) on_cut_();
    return false;
}

}  // namespace hadir::tests
