#include "core/day_findings.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace hadir {
namespace {

constexpr std::int64_t kMinute = 60'000;

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

int overlap(int from, int to, int other_from, int other_to) {
    return std::max(0, std::min(to, other_to) - std::max(from, other_from));
}

std::int64_t moment_of(const WorkHours& hours, Side side) {
    return (side == Side::in ? hours.start : hours.end) * kMinute;
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

SideVerdict arrival(const DayCase& day, std::int64_t at_ms) {
    const WorkHours& hours = *day.plan.hours;
    SideVerdict verdict;
    verdict.finding = Finding::on_time;
    const auto late_s = static_cast<int>(floor_div(at_ms - hours.start * kMinute, 1000));
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

SideVerdict leaving(const DayCase& day, std::int64_t at_ms, int end) {
    const WorkHours& hours = *day.plan.hours;
    SideVerdict verdict;
    verdict.finding = Finding::on_time;
    verdict.minutes = static_cast<int>(std::max<std::int64_t>(0, end * kMinute - at_ms) / kMinute);
    if (verdict.minutes == 0) return verdict;
    verdict.finding = Finding::early;
    verdict.missing = verdict.minutes - overlap(end - verdict.minutes, end, hours.break_from, hours.break_to);
    weigh(day, Side::out, verdict);
    return verdict;
}

// Only an arrival within the flexible window shifts the end, by whole minutes (D37).
std::optional<int> flexible_end(const DayCase& day, std::optional<std::int64_t> at_ms) {
    const int flex = day.plan.records.flex_min;
    if (flex == 0 || !at_ms) return std::nullopt;
    const auto shift = floor_div(*at_ms, kMinute) - day.plan.hours->start;
    if (shift < -flex || shift > flex) return std::nullopt;
    return day.plan.hours->end + static_cast<int>(shift);
}

std::int64_t middle_of(const Seen& seen) {
    return seen.earliest_ms + (seen.latest_ms - seen.earliest_ms) / 2;
}

// A moment that was stamped or corrected; nothing: not recorded.
struct Event {
    std::optional<std::int64_t> at_ms;
    std::optional<std::int64_t> stamp;
    std::optional<std::int64_t> paper;
};

// A check-in counts at the earliest moment of its interval, a check-out at the latest (D23). Where hours are
// flexible, the earliest that still shifts the end is better than one before that.
std::int64_t arrived_at(const DayCase& day, const Seen& seen) {
    const int flex = day.plan.records.flex_min;
    const auto opens_ms = (day.plan.hours->start - flex) * kMinute;
    return flex > 0 && seen.earliest_ms < opens_ms && opens_ms <= seen.latest_ms ? opens_ms
                                                                                 : seen.earliest_ms;
}

Event event_of(const DayCase& day, Side side, const Seen* seen) {
    const auto paper = std::ranges::find_if(day.corrections,
                                            [&](const Paper& correction) { return correction.side == side; });
    if (paper != day.corrections.end()) return {*paper->at_s * std::int64_t{1000}, std::nullopt, paper->id};
    if (seen == nullptr) return {};
    return {side == Side::in ? arrived_at(day, *seen) : seen->latest_ms, seen->stamp->id, std::nullopt};
}

SideVerdict judged(const DayCase& day, Side side, std::optional<std::int64_t> at_ms, int end) {
    if (!at_ms) return unrecorded(day, side);
    return side == Side::in ? arrival(day, *at_ms) : leaving(day, *at_ms, end);
}

// An excuse that contains the moment takes the finding away (D12).
bool excuse(const DayCase& day, Side side, SideVerdict& verdict) {
    if (!is_against(verdict.finding)) return false;
    const auto moment = static_cast<int>(moment_of(*day.plan.hours, side) / 1000);
    for (const Excuse& one : day.excuses) {
        if (!one.span.meets(moment, moment)) continue;
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
    findings.flexible_end = flexible_end(day, arrived.at_ms);
    const int end = findings.flexible_end.value_or(day.plan.hours->end);
    bool excused = false;
    for (const auto& [side, event, verdict] :
         {std::tuple(Side::in, arrived, &findings.in), std::tuple(Side::out, left, &findings.out)}) {
        *verdict = judged(day, side, event.at_ms, end);
        verdict->stamp = event.stamp;
        verdict->paper = event.paper;
        if (excuse(day, side, *verdict)) excused = true;
    }
    findings.present = arrived.at_ms || left.at_ms || excused;
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
    const auto middle = day.plan.hours->middle() * kMinute;
    return side == Side::in ? seen.earliest_ms < middle : seen.latest_ms >= middle;
}

// Which of the day's stamps are check-ins, the others being check-outs.
using Roles = std::vector<bool>;

const Seen* pick(const DayCase& day, const std::vector<Seen>& stamps, const Roles& are_in, Side side) {
    const bool first =
        (side == Side::in ? day.plan.records.check_in : day.plan.records.check_out) == RecordPolicy::first;
    const auto time = [&](const Seen& seen) { return side == Side::in ? seen.earliest_ms : seen.latest_ms; };
    const Seen* picked = nullptr;
    for (std::size_t i = 0; i < stamps.size(); ++i) {
        if (are_in[i] != (side == Side::in)) continue;
        if (picked == nullptr || (first ? time(stamps[i]) < time(*picked) : time(stamps[i]) > time(*picked)))
            picked = &stamps[i];
    }
    return picked;
}

}  // namespace

Seen seen_on(LocalDay day, const Stamp& stamp) {
    const UnixMs midnight = start_of(day, stamp.zone);
    return {&stamp, (stamp.known.earliest - midnight).count(), (stamp.known.latest - midnight).count()};
}

bool meets(const SecondSpan& span, const Seen& seen) {
    return seen.earliest_ms <= span.last * std::int64_t{1000} + 999 &&
           seen.latest_ms >= span.first * std::int64_t{1000};
}

bool is_against(Finding finding) {
    return finding == Finding::late || finding == Finding::early || finding == Finding::unrecorded;
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

// One stamp serves one event (D13); one whose interval fits both is what helps (D23). So many of them are
// tried both ways; of more, which nobody's day has, the rest are what they are nearest to.
DayFindings findings_of(const DayCase& day, const std::vector<Seen>& stamps) {
    constexpr std::size_t kUnsureMax = 8;
    Roles are_in;
    std::vector<std::size_t> unsure;
    for (const Seen& seen : stamps) {
        const bool both = fits(day, seen, Side::in) && fits(day, seen, Side::out);
        if (both && unsure.size() < kUnsureMax) unsure.push_back(are_in.size());
        are_in.push_back(nearest_event(day, seen).side == Side::in);
    }
    const Roles nearest = are_in;  // the first way, which stands where none is better
    std::optional<DayFindings> best;
    for (std::size_t way = 0; way < std::size_t{1} << unsure.size(); ++way) {
        for (std::size_t i = 0; i < unsure.size(); ++i)
            are_in[unsure[i]] = nearest[unsure[i]] == ((way >> i & 1U) == 0);
        const DayFindings found =
            findings_with(day, pick(day, stamps, are_in, Side::in), pick(day, stamps, are_in, Side::out));
        if (!best || harm_of(found) < harm_of(*best)) best = found;
    }
    return *best;
}

Nearest nearest_event(const DayCase& day, const Seen& seen) {
    const std::int64_t at = middle_of(seen);
    const bool in =
        seen.stamp->chosen ? *seen.stamp->chosen == Side::in : at < day.plan.hours->middle() * kMinute;
    const Side side = in ? Side::in : Side::out;
    return {side, std::abs(at - moment_of(*day.plan.hours, side))};
}

Seen read_plainly(const Seen& seen, Side side) {
    const std::int64_t moment = side == Side::in ? seen.latest_ms : seen.earliest_ms;
    return {seen.stamp, moment, moment};
}

Harm& Harm::operator+=(const Harm& other) {
    absences += other.absences;
    basis_points += other.basis_points;
    levels += other.levels;
    missing += other.missing;
    distance_ms += other.distance_ms;
    return *this;
}

Harm harm_of(const DayFindings& findings) {
    return {findings.present ? 0 : 1, findings.basis_points, findings.in.level + findings.out.level,
            findings.in.missing + findings.out.missing, 0};
}

}  // namespace hadir
