// The seams to time and chance. Real ones live in platform/, fakes in tests/fakes/.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include "core/bytes.h"
#include "core/time.h"

namespace hadir {

// How far the wall clock can be trusted (docs/architecture.md, Time).
enum class ClockState : std::uint8_t {
    unset,     // below the floor or more than 370 days above it
    rtc,       // plausible, unproved
    ntp,       // the kernel says that it is synchronised
    anchored,  // signed server time in this boot, younger than 24 h
};
[[nodiscard]] const char* name_of(ClockState state);
[[nodiscard]] std::optional<ClockState> clock_state_from(std::string_view name);
[[nodiscard]] inline bool is_trusted(ClockState state) {
    return state == ClockState::anchored || state == ClockState::ntp;
}

// The clock as it was at one moment; stands in every record.
struct ClockReading {
    ClockState state = ClockState::unset;
    std::optional<std::int64_t> off_ms;  // server time minus wall clock
    std::optional<std::int64_t> unc_ms;  // half the width of what is known
};

// By how much a clock since boot may run fast or slow: the kernel slews it by up to 500 ppm, a crystal errs
// by less than 100.
inline constexpr std::int64_t kRateErrorPpm = 600;
// At most so much true time less or more than `up` lies in a span that the clock since boot tells, beyond the
// millisecond to which its two ends were cut.
[[nodiscard]] constexpr std::chrono::milliseconds rate_error(std::chrono::milliseconds up) {
    return std::chrono::milliseconds((up.count() * kRateErrorPpm + 999'999) / 1'000'000);
}

// Signed server time that answered our own nonce, by the steady clock of this boot.
struct TimeAnchor {
    std::chrono::milliseconds up{0};  // since boot, when the answer had come
    UnixMs server;
    std::chrono::milliseconds uncertainty{0};
};

// How far `wall` can be trusted. `floor` comes from signed sources only: the time this program was built,
// signed server times (docs/architecture.md, Time).
[[nodiscard]] ClockReading read_clock(UnixMs wall, std::chrono::milliseconds up,
                                      std::optional<std::chrono::milliseconds> kernel_error,
                                      const std::optional<TimeAnchor>& anchor, UnixMs floor);

// The wall clock, corrected where signed server time is known.
[[nodiscard]] inline UnixMs best_time(UnixMs wall, const ClockReading& reading) {
    return wall + std::chrono::milliseconds(reading.off_ms.value_or(0));
}

// Any thread may call; nothing fails.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual UnixMs wall() const = 0;                           // may jump
    [[nodiscard]] virtual std::chrono::milliseconds since_boot() const = 0;  // never goes back within a boot
    [[nodiscard]] virtual BootId boot() const = 0;
    // How far off the kernel says its wall clock is at most; nothing while it is not synchronised.
    [[nodiscard]] virtual std::optional<std::chrono::milliseconds> kernel_error() const = 0;
};

// Any thread may call. Ids, salts, nonces and back-off come from here; long-lived keys from wire/ed25519.h.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;

    template <class Fixed>
    [[nodiscard]] Fixed make() {
        Fixed value;
        fill(value.bytes);
        return value;
    }
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);  // uniform in [0, bound); bound > 0
};

}  // namespace hadir
