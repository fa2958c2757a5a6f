#include "core/pin_pauses.h"

#include <algorithm>
#include <array>
#include <vector>

namespace hadir {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kCountedFor = std::chrono::hours(24);
constexpr milliseconds kKioskCountedFor = std::chrono::hours(1);
constexpr std::size_t kKioskTriesMax = 30;
constexpr std::size_t kFreeTries = 5;  // the fifth wrong one begins the first pause
constexpr std::array<milliseconds, 3> kPauses{std::chrono::minutes(1), std::chrono::minutes(5),
                                              std::chrono::minutes(15)};
// Of two days; the kiosk's own limit lets no more than that through.
constexpr milliseconds kKeptFor = 2 * kCountedFor;
constexpr std::size_t kTriesKept = 2048;

}  // namespace

milliseconds surely_since(const SteadyMoment& then, const SteadyMoment& now) {
    if (then.boot == now.boot) return std::max(now.up - then.up, milliseconds(0));
    if (!then.trusted || !now.trusted) return now.up;
    return std::max(now.up, *now.trusted - *then.trusted);
}

void PinPauses::wrong(const Hash& who, const SteadyMoment& when) {
    forget(when);
    tries_.push_back({who, when});
}

void PinPauses::forget(const SteadyMoment& now) {
    std::erase_if(tries_, [&](const Try& made) { return surely_since(made.when, now) >= kKeptFor; });
    if (tries_.size() >= kTriesKept) tries_.pop_front();
}

PinStanding PinPauses::kiosk(const SteadyMoment& now) const {
    std::vector<milliseconds> left;
    for (const Try& made : tries_) {
        const milliseconds age = surely_since(made.when, now);
        if (age < kKioskCountedFor) left.push_back(kKioskCountedFor - age);
    }
    if (left.size() < kKioskTriesMax) return {};
    // Until one fewer than that many are left.
    std::ranges::sort(left);
    return {PinPause::kiosk, left[left.size() - kKioskTriesMax]};
}

PinStanding PinPauses::of(const Hash& who, const SteadyMoment& now) const {
    if (const PinStanding closed = kiosk(now); closed.pause != PinPause::none) return closed;
    std::vector<milliseconds> ages;
    for (const Try& made : tries_) {
        if (made.who == who) ages.push_back(surely_since(made.when, now));
    }
    const milliseconds newest = ages.empty() ? kCountedFor : std::ranges::min(ages);
    if (newest >= kCountedFor) return {};
    // Those of a day before the newest, so that no pause ends because its first try has grown old.
    const auto count = static_cast<std::size_t>(
        std::ranges::count_if(ages, [&](milliseconds age) { return age - newest < kCountedFor; }));
    if (count < kFreeTries) return {};
    const std::size_t pause = count - kFreeTries;
    if (pause >= kPauses.size()) return {PinPause::officer, kCountedFor - newest};
    if (newest >= kPauses[pause]) return {};
    return {PinPause::person, kPauses[pause] - newest};
}

}  // namespace hadir
