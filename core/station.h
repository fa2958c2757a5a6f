// What one scan leads to: pure, so that every row of the table can be tested. Source: docs/architecture.md,
// Station.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/time.h"

namespace hadir {

// What the reader made of the text in front of the lens.
enum class ScanKind : std::uint8_t { badge, bad_signature, not_a_badge };
struct Scan {
    ScanKind kind = ScanKind::not_a_badge;
    BadgeId badge;     // set when kind is badge
    LocalDay expires;  // the badge's last valid day
};

// What the roster says of the badge; looked up by the caller.
struct RosterFacts {
    bool known = false;  // a roster row names the badge
    bool home = true;    // false: same OPD, other office
    bool revoked = false;
    bool roster_old = false;  // expired, or older than one that a receipt has named
};

enum class Direction : std::uint8_t { in, out, automatic };
[[nodiscard]] const char* name_of(Direction direction);  // in, out, auto

// The newest check-in of the same badge on this terminal, if any.
struct LastCheckin {
    UnixMs at;
    Direction direction = Direction::automatic;
    std::chrono::milliseconds age{
        0};  // by the steady clock within a boot, else by the wall clock; never negative
};

struct StationPolicy {
    std::chrono::seconds guard{60};  // a second scan within it is no second check-in
    int day_start_min = 180;         // minute of the day at which a new day of presence begins
    std::chrono::minutes out_after{240};
    Zone zone = Zone::wib;
};

enum class OutcomeKind : std::uint8_t { checkin, already, refused };
struct Outcome {
    OutcomeKind kind = OutcomeKind::refused;
    Direction direction = Direction::automatic;  // of a check-in
    std::vector<std::string> marks;  // of a check-in; any mark means the screen says "perlu diperiksa"
    std::string code;                // what the screen explains; empty for a plain check-in
};

// A stale roster, a dead clock or an unknown badge turns nobody away: only a revoked or forged badge does,
// and an expired one when the clock is trusted.
[[nodiscard]] Outcome decide(const Scan& scan, const RosterFacts& facts,
                             const std::optional<LastCheckin>& last, const StationPolicy& policy, UnixMs now,
                             ClockState clock);

// The same for a PIN that fits: it is always to be reviewed, as six bits of it prove little.
[[nodiscard]] Outcome decide_pin(const RosterFacts& facts, const std::optional<LastCheckin>& last,
                                 const StationPolicy& policy, UnixMs now, ClockState clock);

// What is known of a phone's code that is one (wire/phone_badge.h).
struct PhoneFacts {
    bool known = false;      // a roster row has the key
    bool revoked = false;    // a roster says that the key has ended
    bool signed_ok = false;  // by that key; nobody can tell of an unknown one
    bool step_near = false;  // its step is one of those accepted now
    bool used = false;       // the same key and step were taken before
    bool open = true;        // there is room for one more check-in by an unknown key this hour
    bool home = true;        // false: same OPD, other office
    bool roster_old = false;
};
// A check-in by an unknown key is to be proved by central; an untrusted clock refuses no step, but a used
// code is refused under any.
[[nodiscard]] Outcome decide_phone(const PhoneFacts& facts, const std::optional<LastCheckin>& last,
                                   const StationPolicy& policy, UnixMs now, ClockState clock);

// When the day of presence that `now` belongs to began.
[[nodiscard]] UnixMs presence_day_start(UnixMs now, const StationPolicy& policy);

}  // namespace hadir
