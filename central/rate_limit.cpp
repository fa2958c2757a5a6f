#include "central/rate_limit.h"

#include <algorithm>

namespace hadir::central {

std::optional<std::chrono::seconds> RateLimit::ask(const std::string& address, std::chrono::milliseconds up) {
    const std::scoped_lock lock(mutex_);
    if (rested_at_.size() >= kAddressesMax) forget_rested(up);
    auto& rested_at = rested_at_[address];
    const auto next = std::max(rested_at, up) + kOneEvery;
    const auto over = next - up - kBurst * kOneEvery;
    if (over > std::chrono::milliseconds(0)) return std::chrono::ceil<std::chrono::seconds>(over);
    rested_at = next;
    return std::nullopt;
}

void RateLimit::forget_rested(std::chrono::milliseconds up) {
    std::erase_if(rested_at_, [&](const auto& entry) { return entry.second <= up; });
    if (rested_at_.size() < kAddressesMax) return;
    rested_at_.erase(
        std::ranges::min_element(rested_at_, {}, [](const auto& entry) { return entry.second; }));
}

}  // namespace hadir::central
