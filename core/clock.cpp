#include "core/clock.h"

#include <limits>

namespace hadir {

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
