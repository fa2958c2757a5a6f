// When a terminal makes its rounds: every few minutes, and once a night at a moment of its own, so that a
// province's terminals do not all ask at once. Pure.
#pragma once

#include <chrono>
#include <optional>

#include "core/bytes.h"
#include "core/time.h"

namespace hadir::sync {

// From minute to minute of the local day; it may cross midnight. Equal: the whole day.
struct NightWindow {
    int from_min = 1320;  // 22:00
    int until_min = 240;  // 04:00
};

struct Plan {
    std::chrono::milliseconds interval{300'000};  // between two rounds
    NightWindow window;
    Zone zone = Zone::wib;
};

// How far into the window this terminal's nightly round lies: a hash of the device, the same for ever.
[[nodiscard]] std::chrono::milliseconds night_slot(const DeviceId& dev, const NightWindow& window);

// The newest night whose slot has come: named by the local day on which its window begins.
[[nodiscard]] LocalDay current_night(UnixMs now, const DeviceId& dev, const Plan& plan);
[[nodiscard]] UnixMs next_slot(UnixMs now, const DeviceId& dev, const Plan& plan);  // the first after now

// Whether the current night's round is still to be made. A night done under a clock that was ahead does not
// count for ever: past one day it is taken for a clock that was wrong.
[[nodiscard]] bool night_due(UnixMs now, const DeviceId& dev, const Plan& plan,
                             const std::optional<LocalDay>& done);

// After a round that went well: until the next one, nightly or not.
[[nodiscard]] std::chrono::milliseconds next_wait(UnixMs now, const DeviceId& dev, const Plan& plan,
                                                  const std::optional<LocalDay>& done);

}  // namespace hadir::sync
