// The network between a terminal and central, with a hand on the plug: passes TCP on, counts it, and cuts
// both sides at a chosen byte.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>

namespace hadir::tests {

struct Cut {
    enum class Way { up, down } way = Way::up;  // up: from the terminal
    std::uint64_t after = 0;                    // so many bytes pass that way, over all connections
};

// Listens on 127.0.0.1; one connection at a time, in a thread of its own. The destructor ends it.
class CuttingProxy {
public:
    // `on_cut` runs in the proxy's thread, before the connections are closed. After a cut nothing passes.
    CuttingProxy(std::uint16_t target, std::optional<Cut> cut, std::function<void()> on_cut = {});
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;

    [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::uint64_t bytes_up() const { return up_; }
    [[nodiscard]] std::uint64_t bytes_down() const { return down_; }
    [[nodiscard]] bool was_cut() const { return cut_done_; }

private:
    void serve(const std::stop_token& stop);
    void pass(int terminal, const std::stop_token& stop);
    bool forward(int from, int to, Cut::Way way);

    std::uint16_t target_;
    std::optional<Cut> cut_;
    std::function<void()> on_cut_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<std::uint64_t> up_{0};
    std::atomic<std::uint64_t> down_{0};
    std::atomic<bool> cut_done_{false};
    std::jthread thread_;
};

}  // namespace hadir::tests
