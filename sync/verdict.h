// What one answer of central means for the round that asked.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/clock.h"

namespace hadir::sync {

struct Now {
    UnixMs wall;
    std::chrono::milliseconds up{0};
    BootId boot;
};
[[nodiscard]] inline Now now_of(const Clock& clock) {
    return {clock.wall(), clock.since_boot(), clock.boot()};
}

enum class VerdictKind : std::uint8_t {
    go_on,
    unknown_key,  // signed by a key that our keys file does not list: a newer one may
    back_off,     // the same may go better later
    hold,         // a person must look; tried again once a day
    copied,       // somebody else writes under our ledger key: only a new incarnation tells us apart
    outdated,     // our certificate counts no more: only a renewal helps
};

struct Verdict {
    VerdictKind kind = VerdictKind::go_on;
    std::string why;  // empty when all went well; a go_on may carry an alarm
    std::optional<std::chrono::milliseconds> retry_after;
};

}  // namespace hadir::sync
