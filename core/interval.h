// When a record was made, as an interval that is sure to hold the true time: from what its neighbours and the
// server prove, never from a wall clock that nobody vouches for. Source: docs/architecture.md, Time.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/time.h"

namespace hadir {

struct TimeInterval {
    UnixMs earliest;
    UnixMs latest;
    bool operator==(const TimeInterval&) const = default;

    [[nodiscard]] std::chrono::milliseconds width() const { return latest - earliest; }
    [[nodiscard]] bool holds(UnixMs time) const { return earliest <= time && time <= latest; }
};

// One record of a ledger, with what it alone proves of its time.
struct TimeMark {
    BootId boot;
    std::chrono::milliseconds up{0};
    std::optional<TimeInterval> proved;  // its clock was anchored, or the kernel vouched for it
    UnixMs received;                     // on the server's clock: it was made no later
};

// What the clock in a record proves by itself; nothing when it is neither anchored nor vouched for.
[[nodiscard]] std::optional<TimeInterval> proved_by(UnixMs at, const ClockReading& clock);

// The tightest interval of each record, in the order of the ledger: within a boot the clock since boot tells
// the distance between two records up to its rate error, and across a boot the order still holds. `before`:
// the earliest time of the first record, such as that of the record before it.
[[nodiscard]] std::vector<TimeInterval> intervals_of(std::span<const TimeMark> marks, UnixMs before);

// The wall clock where something vouches for it; else the nearest time that can be true, and the latest when
// the wall clock is beside it altogether: a clock that stands at 1970 was just switched on.
[[nodiscard]] UnixMs likely_time(UnixMs at, const ClockReading& clock, const TimeInterval& interval);

}  // namespace hadir
