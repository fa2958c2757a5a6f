#include "tests/faults/fault_proxy.h"

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
constexpr int kDelayMs = 1500;
constexpr int kDripEveryMs = 2;
constexpr int kDripBytes = 300;
constexpr std::size_t kPieceBytes = 4096;

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

FaultProxy::FaultProxy(std::uint16_t target, std::optional<Fault> fault, std::function<void()> on_harm)
    : target_(target), fault_(fault), on_harm_(std::move(on_harm)) {
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

FaultProxy::~FaultProxy() {
    thread_.request_stop();
    thread_.join();
    ::close(listener_);
}

void FaultProxy::serve(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        pollfd waiting{listener_, POLLIN, 0};
        if (::poll(&waiting, 1, kLookEveryMs) <= 0) continue;
        const int terminal = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (terminal < 0) continue;
        if (!gone_) pass(terminal, stop);
        ::close(terminal);
    }
}

void FaultProxy::pass(int terminal, const std::stop_token& stop) {
    const int central = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(target_);
    std::array<Side, 2> sides{{{terminal, central, Fault::Way::up}, {central, terminal, Fault::Way::down}}};
    const bool connected =
        ::connect(central, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    while (connected && !gone_ && (sides[0].open || sides[1].open) && !stop.stop_requested()) {
        std::array<pollfd, 2> waiting{};
        for (std::size_t i = 0; i < sides.size(); ++i)
            waiting[i] = {sides[i].open ? sides[i].from : -1, POLLIN, 0};
        if (::poll(waiting.data(), waiting.size(), kLookEveryMs) <= 0) continue;
        for (std::size_t i = 0; i < sides.size() && !gone_; ++i)
            if (waiting[i].revents != 0) forward(sides[i]);
    }
    ::close(central);
}

void FaultProxy::forward(Side& side) {
    const std::uint64_t passed = side.way == Fault::Way::up ? up_ : down_;
    const bool waits = fault_ && !harmed_ && fault_->way == side.way;
    if (waits && passed >= fault_->after) {
        harmed_ = true;
        if (on_harm_) on_harm_();
        harm(side);
        return;
    }
    std::size_t most = waits ? fault_->after - passed : kPieceBytes;
    if (dripping_ > 0 && fault_->way == side.way) {
        --dripping_;
        static_cast<void>(::poll(nullptr, 0, kDripEveryMs));
        most = 1;
    }
    pass_on(side, take(side, most));
}

void FaultProxy::harm(Side& side) {
    std::string piece;
    switch (fault_->harm) {
        case Harm::cut:
            gone_ = true;
            break;
        case Harm::half_close:
            end(side);
            break;
        case Harm::delay:
            static_cast<void>(::poll(nullptr, 0, kDelayMs));
            break;
        case Harm::drip:
            dripping_ = kDripBytes;
            break;
        case Harm::flip:
            piece = take(side, kPieceBytes);
            if (!piece.empty()) piece.front() ^= 1;
            pass_on(side, piece);
            break;
        case Harm::twice:
            piece = take(side, kPieceBytes);
            pass_on(side, piece);
            pass_on(side, piece);
            break;
    }
}

std::string FaultProxy::take(const Side& side, std::size_t most) {
    std::string piece(std::min(most, kPieceBytes), '\0');
    const ssize_t got = ::recv(side.from, piece.data(), piece.size(), 0);
    piece.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    (side.way == Fault::Way::up ? up_ : down_) += piece.size();
    return piece;
}

void FaultProxy::pass_on(Side& side, const std::string& piece) {
    if (piece.empty() || !send_all(side.to, piece.data(), piece.size())) end(side);
}

void FaultProxy::end(Side& side) {
    side.open = false;
    ::shutdown(side.to, SHUT_WR);
}

}  // namespace hadir::tests
