#include "core/day_findings.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace hadir {
namespace {

int clamped(std::chrono::seconds seconds) {
    constexpr auto kLimit = std::numeric_limits<int>::max() / 2;
    return static_cast<int>(std::clamp<std::int64_t>(seconds.count(), -kLimit, kLimit));
}

int overlap(int from, int to, int other_from, int other_to) {
    return std::max(0, std::min(to, other_to) - std::max(from, other_from));
}

int moment_of(const WorkHours& hours, Side side) {
    return (side == Side::in ? hours.start : hours.end) * 60;
}

const DayBand* band_for(const DayCase& day, Side side, std::optional<int> minutes) {
    const DayBand* found = nullptr;
    for (const DayBand& band : day.rules->day_bands) {
        if (band.side != side || !band.valid.holds(day.duty->day)) continue;
        if (minutes) {
            if (band.from <= *minutes && (!band.to || *minutes < *band.to)) return &band;
        } else if (found == nullptr || band.level > found->level) {
            found = &band;
        }
    }
    return found;
}

// Level and deduction of so many minutes; of an event that was not recorded, the highest (D3).
void weigh(const DayCase& day, Side side, SideVerdict& verdict) {
    const bool recorded = verdict.finding != Finding::unrecorded;
    const auto minutes = recorded ? std::optional(verdict.minutes) : std::nullopt;
    if (const DayBand* band = band_for(day, side, minutes)) verdict.level = band->level;
    const auto kind = side == Side::in ? DeductionKind::late : DeductionKind::early;
    if (const Deduction* row = deduction_for(day, kind, minutes);
        row != nullptr && (row->scope == DeductionScope::event || !recorded))
        verdict.basis_points = row->basis_points;
}

SideVerdict unrecorded(const DayCase& day, Side side) {
    SideVerdict verdict;
    verdict.finding = Finding::unrecorded;
    verdict.minutes = verdict.missing = day.plan.records.nonrecord_minutes;
    weigh(day, side, verdict);
    return verdict;
}

SideVerdict arrival(const DayCase& day, int at_s) {
    const WorkHours& hours = *day.plan.hours;
    SideVerdict verdict;
    verdict.finding = Finding::on_time;
    const int late_s = at_s - hours.start * 60;
    const int flex_min = day.plan.records.flex_min;
    if (late_s <= day.plan.records.late_after_s || (flex_min > 0 && late_s < (flex_min + 1) * 60))
        return verdict;
    verdict.finding = Finding::late;
    verdict.minutes = std::max(1, late_s / 60);
    verdict.missing = verdict.minutes -
                      overlap(hours.start, hours.start + verdict.minutes, hours.break_from, hours.break_to);
    weigh(day, Side::in, verdict);
    return verdict;
}

SideVerdict leaving(const DayCase& day, int at_s, int end) {
    const WorkHours& hours = *day.plan.hours;
    SideVerdict verdict;
    verdict.finding = Finding::on_time;
    verdict.minutes = std::max(0, (end * 60 - at_s) / 60);
    if (verdict.minutes == 0) return verdict;
    verdict.finding = Finding::early;
    verdict.missing = verdict.minutes - overlap(end - verdict.minutes, end, hours.break_from, hours.break_to);
    weigh(day, Side::out, verdict);
    return verdict;
}

// Only an arrival within the flexible window shifts the end, by whole minutes (D37).
std::optional<int> flexible_end(const DayCase& day, std::optional<int> at_s) {
    const int flex = day.plan.records.flex_min;
    if (flex == 0 || !at_s) return std::nullopt;
    const int shift =
        static_cast<int>(std::chrono::floor<std::chrono::minutes>(std::chrono::seconds(*at_s)).count()) -
        day.plan.hours->start;
    return shift < -flex || shift > flex ? std::nullopt : std::optional(day.plan.hours->end + shift);
}

int middle_of(const Seen& seen) {
    return seen.earliest_s + (seen.latest_s - seen.earliest_s) / 2;
}

// A moment that was stamped or corrected; nothing: not recorded.
struct Event {
    std::optional<int> at_s;
    std::optional<std::int64_t> stamp;
    std::optional<std::int64_t> paper;
};

Event event_of(const DayCase& day, Side side, const Seen* seen) {
    const auto paper = std::ranges::find_if(day.corrections,
                                            [&](const Paper& correction) { return correction.side == side; });
    if (paper != day.corrections.end()) return {paper->at_s, std::nullopt, paper->id};
    if (seen == nullptr) return {};
    // A check-in counts at the earliest, a check-out at the latest moment of its interval (D23).
    return {side == Side::in ? seen->earliest_s : seen->latest_s, seen->stamp->id, std::nullopt};
}

SideVerdict judged(const DayCase& day, Side side, std::optional<int> at_s, int end) {
    if (!at_s) return unrecorded(day, side);
    return side == Side::in ? arrival(day, *at_s) : leaving(day, *at_s, end);
}

// An approved excuse that contains the moment takes the finding away (D12).
bool excuse(const DayCase& day, Side side, SideVerdict& verdict) {
    if (!is_against(verdict.finding)) return false;
    const int moment = moment_of(*day.plan.hours, side);
    for (const Excuse& one : day.excuses) {
        if (one.state != PaperState::approved || !one.span.meets(moment, moment)) continue;
        const auto stamp = verdict.stamp;
        verdict = {};
        verdict.finding = Finding::excused;
        verdict.stamp = stamp;
        verdict.paper = one.id;
        return true;
    }
    return false;
}

DayFindings findings_with(const DayCase& day, const Seen* in, const Seen* out) {
    DayFindings findings;
    const Event arrived = event_of(day, Side::in, in);
    const Event left = event_of(day, Side::out, out);
    findings.flexible_end = flexible_end(day, arrived.at_s);
    const int end = findings.flexible_end.value_or(day.plan.hours->end);
    bool excused = false;
    for (const auto& [side, event, verdict] :
         {std::tuple(Side::in, arrived, &findings.in), std::tuple(Side::out, left, &findings.out)}) {
        *verdict = judged(day, side, event.at_s, end);
        verdict->stamp = event.stamp;
        verdict->paper = event.paper;
        if (excuse(day, side, *verdict)) excused = true;
        if (const Seen* seen = side == Side::in ? in : out; seen != nullptr && event.stamp)
            findings.distance_s += std::abs(middle_of(*seen) - moment_of(*day.plan.hours, side));
    }
    findings.present = arrived.at_s || left.at_s || excused;
    if (findings.present) {
        findings.basis_points = findings.in.basis_points + findings.out.basis_points;
        return findings;
    }
    findings.in = findings.out = {};
    if (const Deduction* row = deduction_for(day, DeductionKind::absent_day, std::nullopt))
        findings.basis_points = row->basis_points;
    return findings;
}

// Before the middle of the shift it is a check-in, from the middle on a check-out, unless the person chose
// (D13).
bool fits(const DayCase& day, const Seen& seen, Side side) {
    if (seen.stamp->chosen) return *seen.stamp->chosen == side;
    const int middle = day.plan.hours->middle() * 60;
    return side == Side::in ? seen.earliest_s < middle : seen.latest_s >= middle;
}

const Seen* pick(const DayCase& day, const std::vector<Seen>& stamps, Side side, const Seen* without) {
    const bool first =
        (side == Side::in ? day.plan.records.check_in : day.plan.records.check_out) == RecordPolicy::first;
    const auto time = [&](const Seen& seen) { return side == Side::in ? seen.earliest_s : seen.latest_s; };
    const Seen* picked = nullptr;
    for (const Seen& seen : stamps) {
        if (&seen == without || !fits(day, seen, side)) continue;
        if (picked == nullptr || (first ? time(seen) < time(*picked) : time(seen) > time(*picked)))
            picked = &seen;
    }
    return picked;
}

}  // namespace

Seen seen_on(LocalDay day, const Stamp& stamp) {
    const UnixMs midnight = start_of(day, stamp.zone);
    return {&stamp, clamped(std::chrono::floor<std::chrono::seconds>(stamp.known.earliest - midnight)),
            clamped(std::chrono::ceil<std::chrono::seconds>(stamp.known.latest - midnight))};
}

bool is_against(Finding finding) {
    return finding == Finding::late || finding == Finding::early || finding == Finding::unrecorded;
}

bool DayFindings::says_the_same(const DayFindings& other) const {
    const auto same = [](const SideVerdict& one, const SideVerdict& two) {
        return one.finding == two.finding && one.minutes == two.minutes && one.level == two.level;
    };
    return present == other.present && same(in, other.in) && same(out, other.out) &&
           basis_points == other.basis_points;
}

const Deduction* deduction_for(const DayCase& day, DeductionKind kind, std::optional<int> minutes) {
    const bool banded = kind == DeductionKind::late || kind == DeductionKind::early;
    const Deduction* found = nullptr;
    for (const Deduction& row : day.rules->deductions) {
        if (row.profile != day.duty->profile || row.kind != kind || !row.valid.holds(day.duty->day)) continue;
        if (banded && minutes) {
            if (row.from <= *minutes && (!row.to || *minutes < *row.to)) return &row;
        } else if (found == nullptr || row.from > found->from) {
            found = &row;
        }
    }
    return banded && minutes ? nullptr : found;
}

// One stamp serves one event (D13): where both want the same, each may have it, and the better day stands.
DayFindings findings_of(const DayCase& day, const std::vector<Seen>& stamps) {
    const Seen* in = pick(day, stamps, Side::in, nullptr);
    const Seen* out = pick(day, stamps, Side::out, nullptr);
    if (in == nullptr || in != out) return findings_with(day, in, out);
    const DayFindings as_in = findings_with(day, in, pick(day, stamps, Side::out, in));
    const DayFindings as_out = findings_with(day, pick(day, stamps, Side::in, out), out);
    return harm_of(as_out) < harm_of(as_in) ? as_out : as_in;
}

Nearest nearest_event(const DayCase& day, const Seen& seen) {
    const int at = middle_of(seen);
    const bool in = seen.stamp->chosen ? *seen.stamp->chosen == Side::in : at < day.plan.hours->middle() * 60;
    const Side side = in ? Side::in : Side::out;
    return {side, std::abs(at - moment_of(*day.plan.hours, side))};
}

Seen read_plainly(const Seen& seen, Side side) {
    const int moment = side == Side::in ? seen.latest_s : seen.earliest_s;
    return {seen.stamp, moment, moment};
}

Harm& Harm::operator+=(const Harm& other) {
    absences += other.absences;
    basis_points += other.basis_points;
    levels += other.levels;
    missing += other.missing;
    distance_s += other.distance_s;
    return *this;
}

Harm harm_of(const DayFindings& findings) {
    return {findings.present ? 0 : 1, findings.basis_points, findings.in.level + findings.out.level,
            findings.in.missing + findings.out.missing, findings.distance_s};
}

}  // namespace hadir
