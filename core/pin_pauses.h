// How long wrong PINs close the way by PIN: for one number, and for the whole terminal. Pure. Source:
// docs/formats.md 2, PIN.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/time.h"

namespace hadir {

// A moment on the clock since boot. The wall clock stands beside it only where it was trusted.
struct SteadyMoment {
    BootId boot;
    std::chrono::milliseconds up{0};
    std::optional<UnixMs> trusted;
};
// How long ago that was at least. In another boot this one's own time has passed for sure; more is believed
// only of two trusted clocks, so that no battery and no hand on the clock shortens a pause.
[[nodiscard]] std::chrono::milliseconds surely_since(const SteadyMoment& then, const SteadyMoment& now);

enum class PinPause : std::uint8_t { none, person, officer, kiosk };  // officer: for the rest of a day
struct PinStanding {
    PinPause pause = PinPause::none;
    std::chrono::milliseconds left{0};  // of the pause
};

// Every wrong try of the last two days. One thread.
class PinPauses {
public:
    // Tries with the PIN of `who`: whatever stands for one number. In the order in which they were made.
    void wrong(const Hash& who, const SteadyMoment& when);
    [[nodiscard]] PinStanding kiosk(const SteadyMoment& now) const;
    // The kiosk's pause comes before the number's own.
    [[nodiscard]] PinStanding of(const Hash& who, const SteadyMoment& now) const;

private:
    struct Try {
        Hash who;
        SteadyMoment when;
    };
    void forget(const SteadyMoment& now);

    std::deque<Try> tries_;
};

}  // namespace hadir
