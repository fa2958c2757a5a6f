#include "core/clock_watch.h"

#include <cstdlib>

namespace hadir {

const char* name_of(ClockReason reason) {
    switch (reason) {
        case ClockReason::jump:
            return "jump";
        case ClockReason::state:
            return "state";
        case ClockReason::anchor:
            return "anchor";
    }
    return "state";
}

std::optional<ClockChange> ClockWatch::look(UnixMs wall, std::chrono::milliseconds up,
                                            const ClockReading& reading) {
    const std::int64_t wall_minus_up = wall.value - up.count();
    ClockChange change{ClockReason::state, reading_.state, reading.state, std::chrono::milliseconds(0)};
    if (!told_ms_) told_ms_ = last_ms_ = wall_minus_up;
    // Since the last look: at once. Since the last that was told: a slow drift adds up to a jump, too.
    const std::int64_t step = wall_minus_up - last_ms_;
    const std::int64_t drift = wall_minus_up - *told_ms_;
    const bool jumped = std::abs(step) > kClockJump.count() || std::abs(drift) > kClockJump.count();
    change.jump = std::chrono::milliseconds(std::abs(step) > kClockJump.count() ? step : drift);
    const bool changed = seen_ && reading.state != reading_.state;
    // Within one anchor what is unsure only grows.
    const bool fresh = reading.state == ClockState::anchored && reading.unc_ms < reading_.unc_ms;
    const bool bracket = fresh && to_bracket_ && up - noted_up_ >= kAnchorNotedEvery;
    last_ms_ = wall_minus_up;
    if (jumped) told_ms_ = wall_minus_up;
    reading_ = reading;
    seen_ = true;
    if (!jumped && !changed && !bracket) return std::nullopt;
    change.reason = jumped ? ClockReason::jump : changed ? ClockReason::state : ClockReason::anchor;
    if (reading.state == ClockState::anchored) {
        noted_up_ = up;
        to_bracket_ = false;
    }
    return change;
}

}  // namespace hadir
