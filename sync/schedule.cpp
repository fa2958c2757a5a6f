#include "sync/schedule.h"

#include <algorithm>

#include "wire/crypto.h"

namespace hadir::sync {
namespace {

constexpr int kMinutesOfDay = 1440;

UnixMs slot_of(LocalDay night, const DeviceId& dev, const Plan& plan) {
    return start_of(night, plan.zone) + std::chrono::minutes(plan.window.from_min) +
           night_slot(dev, plan.window);
}

}  // namespace

std::chrono::milliseconds night_slot(const DeviceId& dev, const NightWindow& window) {
    const int span_min = (window.until_min - window.from_min + kMinutesOfDay - 1) % kMinutesOfDay + 1;
    Bytes message;
    append_domain(message, "hadir-night-slot-1");
    append(message, dev.bytes);
    const Hash hash = wire::sha256(message);
    std::uint64_t number = 0;
    for (const std::uint8_t byte : hash.view().first(8))
        number = number << 8U | byte;
    const auto span =
        static_cast<std::uint64_t>(std::chrono::milliseconds(std::chrono::minutes(span_min)).count());
    return std::chrono::milliseconds(number % span);
}

LocalDay current_night(UnixMs now, const DeviceId& dev, const Plan& plan) {
    LocalDay night = local_day(now, plan.zone);
    while (slot_of(night, dev, plan) > now)
        night -= std::chrono::days(1);
    return night;
}

UnixMs next_slot(UnixMs now, const DeviceId& dev, const Plan& plan) {
    return slot_of(current_night(now, dev, plan) + std::chrono::days(1), dev, plan);
}

bool night_due(UnixMs now, const DeviceId& dev, const Plan& plan, const std::optional<LocalDay>& done) {
    const LocalDay night = current_night(now, dev, plan);
    return !done || *done < night || *done > night + std::chrono::days(1);
}

std::chrono::milliseconds next_wait(UnixMs now, const DeviceId& dev, const Plan& plan,
                                    const std::optional<LocalDay>& done) {
    if (night_due(now, dev, plan, done)) return std::chrono::milliseconds(0);
    return std::min(plan.interval, next_slot(now, dev, plan) - now);
}

}  // namespace hadir::sync
