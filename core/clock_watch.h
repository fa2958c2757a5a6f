// Tells what of the clocks must stand in the ledger: a wall clock that jumps against the clock since boot,
// trust that changes, and now and then a fresh proof of time, so that the check-ins before it are bracketed.
// Pure: the caller records.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "core/clock.h"

namespace hadir {

// A wall clock that moved by more than this against the clock since boot has jumped.
inline constexpr std::chrono::milliseconds kClockJump{2000};
// A fresh anchor is worth a record when there were check-ins since the last one, and at most so often.
inline constexpr std::chrono::minutes kAnchorNotedEvery{5};

enum class ClockReason : std::uint8_t { jump, state, anchor };
[[nodiscard]] const char* name_of(ClockReason reason);

struct ClockChange {
    ClockReason reason = ClockReason::state;
    ClockState from = ClockState::unset;
    ClockState to = ClockState::unset;
    std::chrono::milliseconds jump{0};  // how far the wall clock has moved
};

// One boot of one program; shown every reading that goes into a record, and one now and then between.
class ClockWatch {
public:
    [[nodiscard]] std::optional<ClockChange> look(UnixMs wall, std::chrono::milliseconds up,
                                                  const ClockReading& reading);
    // A check-in was recorded: its time is worth a proof on its far side, too.
    void checked_in() { to_bracket_ = true; }

private:
    std::optional<std::int64_t>
        told_ms_;               // wall clock minus clock since boot, when a jump was told or at first
    std::int64_t last_ms_ = 0;  // the same, at the last look
    ClockReading reading_;
    std::chrono::milliseconds noted_up_{0};
    bool to_bracket_ = false;
    bool seen_ = false;
};

}  // namespace hadir
