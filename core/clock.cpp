#include "core/clock.h"

#include <limits>

namespace hadir {
namespace {

constexpr std::chrono::hours kAnchorAgeMax{24};
constexpr std::chrono::hours kFloorSpan{370 * 24};
// The kernel reckons its error from what a time server told it, which may itself lie that far away.
constexpr std::chrono::milliseconds kKernelErrorLeast{1000};

}  // namespace

const char* name_of(ClockState state) {
    switch (state) {
        case ClockState::unset:
            return "unset";
        case ClockState::rtc:
            return "rtc";
        case ClockState::ntp:
            return "ntp";
        case ClockState::anchored:
            return "anchored";
    }
    return "unset";
}

std::optional<ClockState> clock_state_from(std::string_view name) {
    for (const ClockState state :
         {ClockState::unset, ClockState::rtc, ClockState::ntp, ClockState::anchored}) {
        if (name == name_of(state)) return state;
    }
    return std::nullopt;
}

ClockReading read_clock(UnixMs wall, std::chrono::milliseconds up,
                        std::optional<std::chrono::milliseconds> kernel_error,
                        const std::optional<TimeAnchor>& anchor, UnixMs floor) {
    ClockReading reading;
    const auto age = anchor ? up - anchor->up : std::chrono::milliseconds(-1);
    const bool anchored = age.count() >= 0 && age < kAnchorAgeMax;
    if (anchored) {
        const UnixMs server = anchor->server + age;
        reading.off_ms = (server - wall).count();
        reading.unc_ms = (anchor->uncertainty + rate_error(age)).count() + 1;
    }
    const bool plausible = wall >= floor && wall - floor <= kFloorSpan;
    // An anchor makes the true time known; a wall clock that is wrong beside it is corrected by off_ms.
    reading.state = anchored       ? ClockState::anchored
                    : !plausible   ? ClockState::unset
                    : kernel_error ? ClockState::ntp
                                   : ClockState::rtc;
    if (reading.state == ClockState::ntp) {
        reading.off_ms = 0;
        reading.unc_ms = std::max(kKernelErrorLeast, *kernel_error).count();
    }
    return reading;
}

std::uint64_t Random::below(std::uint64_t bound) {
    // Values past the last whole multiple of `bound` would favour small results; draw again.
    const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max() / bound * bound;
    for (;;) {
        std::uint64_t value = 0;
        std::array<std::uint8_t, 8> raw{};
        fill(raw);
        for (const std::uint8_t byte : raw)
            value = value << 8U | byte;
        if (value < limit) return value % bound;
    }
}

}  // namespace hadir
