// Which codes of phones were taken here: one use a key and step.
#pragma once

#include <cstdint>
#include <deque>
#include <set>
#include <utility>

#include "core/bytes.h"

namespace hadir::device {

// Bounded: the oldest are forgotten, long after their steps have passed. One thread.
class UsedSteps {
public:
    static constexpr std::size_t kKept = 20'000;

    void use(const PhoneKeyId& key, std::uint32_t step) {
        if (!used_.emplace(key, step).second) return;
        order_.emplace_back(key, step);
        if (order_.size() <= kKept) return;
        used_.erase(order_.front());
        order_.pop_front();
    }
    [[nodiscard]] bool is_used(const PhoneKeyId& key, std::uint32_t step) const {
        return used_.contains({key, step});
    }

private:
    using Use = std::pair<PhoneKeyId, std::uint32_t>;
    std::set<Use> used_;
    std::deque<Use> order_;
};

}  // namespace hadir::device
