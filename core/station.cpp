#include "core/station.h"

namespace hadir {
namespace {

Outcome refuse(const char* code) {
    return {OutcomeKind::refused, Direction::automatic, {}, code};
}

Direction direction_of(const std::optional<LastCheckin>& last, const StationPolicy& policy, UnixMs now) {
    if (!last || last->at < presence_day_start(now, policy)) return Direction::in;
    if (last->direction == Direction::in && last->age >= policy.out_after) return Direction::out;
    return Direction::automatic;
}

bool stands_already(const std::optional<LastCheckin>& last, const StationPolicy& policy) {
    return last && last->age < policy.guard;
}

Outcome already(const LastCheckin& last) {
    return {OutcomeKind::already, last.direction, {}, "SUDAH_TERCATAT"};
}

// The screen explains one thing; what concerns the person comes before what concerns the terminal.
void mark(Outcome& outcome, const char* name, const char* code) {
    outcome.marks.emplace_back(name);
    if (outcome.code.empty()) outcome.code = code;
}

void mark_terminal(Outcome& outcome, const RosterFacts& facts, ClockState clock) {
    if (!is_trusted(clock)) mark(outcome, "clock", "WAKTU_BELUM_TEPERCAYA");
    if (facts.roster_old) mark(outcome, "roster_old", "DAFTAR_LAMA");
}

}  // namespace

const char* name_of(Direction direction) {
    switch (direction) {
        case Direction::in:
            return "in";
        case Direction::out:
            return "out";
        case Direction::automatic:
            return "auto";
    }
    return "auto";
}

UnixMs presence_day_start(UnixMs now, const StationPolicy& policy) {
    const auto start = std::chrono::minutes(policy.day_start_min);
    const LocalDay day = local_day(now + -start, policy.zone);
    return start_of(day, policy.zone) + start;
}

Outcome decide(const Scan& scan, const RosterFacts& facts, const std::optional<LastCheckin>& last,
               const StationPolicy& policy, UnixMs now, ClockState clock) {
    if (scan.kind == ScanKind::not_a_badge) return refuse("BUKAN_LENCANA");
    if (scan.kind == ScanKind::bad_signature) return refuse("TANDA_TANGAN_SALAH");
    if (facts.revoked) return refuse("LENCANA_DICABUT");
    const bool expired = scan.expires < local_day(now, policy.zone);
    if (expired && is_trusted(clock)) return refuse("LENCANA_KEDALUWARSA");
    if (stands_already(last, policy)) return already(*last);

    Outcome outcome{OutcomeKind::checkin, direction_of(last, policy, now), {}, {}};
    if (!facts.known) mark(outcome, "unknown", "LENCANA_BELUM_DIKENAL");
    if (facts.known && !facts.home) mark(outcome, "other_office", "KANTOR_LAIN");
    mark_terminal(outcome, facts, clock);
    return outcome;
}

Outcome decide_pin(const RosterFacts& facts, const std::optional<LastCheckin>& last,
                   const StationPolicy& policy, UnixMs now, ClockState clock) {
    if (stands_already(last, policy)) return already(*last);
    Outcome outcome{OutcomeKind::checkin, direction_of(last, policy, now), {}, {}};
    mark(outcome, "pin", "PIN_DIPAKAI");
    mark_terminal(outcome, facts, clock);
    return outcome;
}

Outcome decide_phone(const PhoneFacts& facts, const std::optional<LastCheckin>& last,
                     const StationPolicy& policy, UnixMs now, ClockState clock) {
    if (facts.revoked) return refuse("LENCANA_DICABUT");
    if (facts.known && !facts.signed_ok) return refuse("TANDA_TANGAN_SALAH");
    if (!facts.step_near && is_trusted(clock)) return refuse("JAM_PONSEL_SALAH");
    // The phone that is still held up is no second use.
    if (stands_already(last, policy)) return already(*last);
    if (facts.used) return refuse("KODE_TERPAKAI");
    if (!facts.known && !facts.open) return refuse("KUNCI_BELUM_DIKENAL");

    Outcome outcome{OutcomeKind::checkin, direction_of(last, policy, now), {}, {}};
    if (!facts.known) mark(outcome, "unverified", "KUNCI_BELUM_DIKENAL");
    if (facts.known && !facts.home) mark(outcome, "other_office", "KANTOR_LAIN");
    mark_terminal(outcome, {facts.known, facts.home, false, facts.roster_old}, clock);
    return outcome;
}

}  // namespace hadir
