// The network between a terminal and central, in bad hands: passes TCP on, counts it, and does one harm at a
// chosen byte.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>

namespace hadir::tests {

enum class Harm : std::uint8_t {
    cut,         // both sides are closed; nothing passes after that, on any connection
    half_close,  // this way ends, the other goes on
    delay,       // nothing passes for a while
    drip,        // byte by byte for a while
    flip,        // one bit of one byte
    twice,       // what was read comes twice: a replayed request, were there no TLS
};
struct Fault {
    enum class Way : std::uint8_t { up, down };  // up: from the terminal
    Harm harm = Harm::cut;
    Way way = Way::up;
    std::uint64_t after = 0;  // so many bytes pass that way before, over all connections
};

// Listens on 127.0.0.1; one connection at a time, in a thread of its own. The destructor ends it.
class FaultProxy {
public:
    // `on_harm` runs in the proxy's thread, as soon as the byte is reached.
    FaultProxy(std::uint16_t target, std::optional<Fault> fault, std::function<void()> on_harm = {});
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::uint64_t bytes_up() const { return up_; }
    [[nodiscard]] std::uint64_t bytes_down() const { return down_; }
    [[nodiscard]] bool was_harmed() const { return harmed_; }

private:
    struct Side {
        int from = -1;
        int to = -1;
        Fault::Way way = Fault::Way::up;
        bool open = true;
    };
    void serve(const std::stop_token& stop);
    void pass(int terminal, const std::stop_token& stop);
    void forward(Side& side);
    void harm(Side& side);
    std::string take(const Side& side, std::size_t most);       // empty: its sender has ended
    static void pass_on(Side& side, const std::string& piece);  // an empty piece ends the side
    static void end(Side& side);

    std::uint16_t target_;
    std::optional<Fault> fault_;
    std::function<void()> on_harm_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    int dripping_ = 0;  // bytes left that pass one by one
    std::atomic<std::uint64_t> up_{0};
    std::atomic<std::uint64_t> down_{0};
    std::atomic<bool> harmed_{false};
    bool gone_ = false;  // cut
    std::jthread thread_;
};

}  // namespace hadir::tests
