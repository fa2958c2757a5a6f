// How often one address may ask for what anybody may ask for.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace hadir::central {

// Any thread may call. Memory is bounded: when too many addresses ask at once, those that have waited longest
// are forgotten.
class RateLimit {
public:
    static constexpr int kBurst = 20;
    static constexpr std::chrono::milliseconds kOneEvery{3'000};
    static constexpr std::size_t kAddressesMax = 10'000;

    // Counts a request at `up`, on the steady clock. How long to wait instead, in whole seconds; none: go on.
    [[nodiscard]] std::optional<std::chrono::seconds> ask(const std::string& address,
                                                          std::chrono::milliseconds up);

private:
    void forget_rested(std::chrono::milliseconds up);

    std::mutex mutex_;
    std::map<std::string, std::chrono::milliseconds> rested_at_;  // when the whole burst is free again
};

}  // namespace hadir::central
