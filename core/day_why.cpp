#include "core/day_why.h"

#include <algorithm>
#include <array>

namespace hadir {
namespace {

std::string zone_text(Zone zone) {
    constexpr std::array<const char*, 3> kNames = {"WIB", "WITA", "WIT"};
    return kNames[static_cast<std::size_t>(zone)];
}

constexpr int kSecondsADay = 86'400;

// "07:21"; of the next day "06:02+1", of the day before "23:50-1".
std::string on_day(std::string clock, int second_of_day) {
    const int days =
        second_of_day >= 0 ? second_of_day / kSecondsADay : -1 - (-1 - second_of_day) / kSecondsADay;
    if (days == 0) return clock;
    return std::move(clock) + (days > 0 ? "+" : "") + std::to_string(days);
}

int within_day(int second_of_day) {
    return ((second_of_day % kSecondsADay) + kSecondsADay) % kSecondsADay;
}

std::string minute_text(int second_of_day) {
    return on_day(clock_text(within_day(second_of_day) / 60), second_of_day);
}

std::string time_text(int second_of_day) {
    const int rest = within_day(second_of_day) % 60;
    std::string clock = clock_text(within_day(second_of_day) / 60) + ':';
    clock += static_cast<char>('0' + rest / 10);
    clock += static_cast<char>('0' + rest % 10);
    return on_day(std::move(clock), second_of_day);
}

// The moment that counts (D23), to the second.
std::string time_of(const Seen& seen, Side side) {
    const std::int64_t at = side == Side::in ? seen.earliest_ms : seen.latest_ms;
    constexpr std::int64_t kSecond = 1000;
    return time_text(static_cast<int>(at / kSecond - (at % kSecond < 0 ? 1 : 0)));
}

const DayBand* band_of(const DayCase& day, Side side, int level) {
    const auto found = std::ranges::find_if(day.rules->day_bands, [&](const DayBand& band) {
        return band.side == side && band.level == level && band.valid.holds(day.duty->day);
    });
    return found == day.rules->day_bands.end() ? nullptr : &*found;
}

const Seen* find_seen(const std::vector<Seen>& stamps, const std::optional<std::int64_t>& id) {
    const auto found = std::ranges::find_if(stamps, [&](const Seen& seen) { return seen.stamp->id == id; });
    return found == stamps.end() ? nullptr : &*found;
}

const char* sentence_of(const SideVerdict& verdict, Side side) {
    switch (verdict.finding) {
        case Finding::on_time:
            return side == Side::in ? "on_time" : "on_time_out";
        case Finding::late:
            return "late";
        case Finding::early:
            return "early";
        case Finding::unrecorded:
            return side == Side::in ? "no_check_in" : "no_check_out";
        case Finding::excused:  // why_excused
        case Finding::none:
        case Finding::unknown:
            break;
    }
    return nullptr;
}

void why_excused(DayVerdict& verdict, const DayCase& day, Side side, const SideVerdict& found) {
    const auto excuse =
        std::ranges::find_if(day.excuses, [&](const Excuse& one) { return one.id == found.paper; });
    if (excuse == day.excuses.end()) return;
    const bool in = side == Side::in;
    const char* sentence =
        excuse->outage ? (in ? "outage_in" : "outage_out") : (in ? "duty_hours_in" : "duty_hours_out");
    verdict.why.push_back(
        {sentence,
         "",
         {{"from", minute_text(excuse->span.first)}, {"to", minute_text(excuse->span.last)}},
         {},
         {excuse->id}});
}

void why_side(DayVerdict& verdict, const DayCase& day, Side side, const DayFindings& findings,
              const std::vector<Seen>& stamps) {
    const SideVerdict& found = side == Side::in ? findings.in : findings.out;
    if (found.finding == Finding::excused) return why_excused(verdict, day, side, found);
    const char* sentence = sentence_of(found, side);
    if (sentence == nullptr) return;
    const int end = findings.flexible_end.value_or(day.plan.hours->end);
    Reason reason{sentence, "", {}, {}, {}};
    if (const DayBand* band = band_of(day, side, found.level)) reason.rule = band->id;
    const auto paper =
        std::ranges::find_if(day.corrections, [&](const Paper& one) { return one.id == found.paper; });
    const Seen* seen = find_seen(stamps, found.stamp);
    if (paper != day.corrections.end() && paper->at_s)
        reason.values.emplace_back("time", time_text(*paper->at_s));
    else if (seen != nullptr)
        reason.values.emplace_back("time", time_of(*seen, side));
    reason.values.emplace_back("start", clock_text(day.plan.hours->start));
    reason.values.emplace_back("end", clock_text(end));
    if (found.level > 0) {
        reason.values.emplace_back("minutes", std::to_string(found.minutes));
        reason.values.emplace_back("level", (side == Side::in ? "TL" : "PSW") + std::to_string(found.level));
    }
    if (found.stamp) reason.stamps.push_back(*found.stamp);
    if (found.paper) reason.papers.push_back(*found.paper);
    verdict.why.push_back(std::move(reason));
    if (paper != day.corrections.end())
        verdict.why.push_back({side == Side::in ? "corrected_in" : "corrected_out", "", {}, {}, {paper->id}});
}

void mark(DayVerdict& verdict, const char* name, Reason reason) {
    verdict.marks.emplace_back(name);
    verdict.why.push_back(std::move(reason));
}

}  // namespace

void why_sides(DayVerdict& verdict, const DayCase& day, const DayFindings& findings,
               const std::vector<Seen>& stamps) {
    why_side(verdict, day, Side::in, findings, stamps);
    if (findings.flexible_end && *findings.flexible_end != day.plan.hours->end)
        verdict.why.push_back(
            {"flex", day.plan.records.id, {{"end", clock_text(*findings.flexible_end)}}, {}, {}});
    why_side(verdict, day, Side::out, findings, stamps);
}

void why_stamps(DayVerdict& verdict, const DayCase& day, const std::vector<Seen>& stamps) {
    const SecondSpan window = window_of(*day.plan.hours);
    const auto outside = std::ranges::find_if(stamps, [&](const Seen& seen) { return !meets(window, seen); });
    if (outside != stamps.end())
        mark(verdict, "LUAR_JENDELA",
             {"outside_window", "", {{"time", time_of(*outside, Side::in)}}, {outside->stamp->id}, {}});
    const auto elsewhere =
        std::ranges::find_if(stamps, [&](const Seen& seen) { return seen.stamp->zone != day.duty->zone; });
    if (elsewhere != stamps.end())
        verdict.why.push_back(
            {"other_zone", "", {{"zone", zone_text(elsewhere->stamp->zone)}}, {elsewhere->stamp->id}, {}});
}

void why_interval(DayVerdict& verdict, const DayFindings& plainly) {
    const auto differs = [](const SideVerdict& one, const SideVerdict& two) {
        const bool one_asked = one.finding != Finding::none, other_asked = two.finding != Finding::none;
        return one.finding != Finding::unknown && (one.level != two.level || one_asked != other_asked);
    };
    if (differs(verdict.in, plainly.in) || differs(verdict.out, plainly.out))
        mark(verdict, "INTERVAL", {"interval", "", {}, {}, {}});
}

namespace {

void why_deducted(DayVerdict& verdict, const DayCase& day, DeductionKind kind, const SideVerdict* side,
                  int basis_points) {
    std::optional<int> minutes;
    if (side != nullptr && side->finding != Finding::unrecorded) minutes = side->minutes;
    const Deduction* row = deduction_for(day, kind, minutes);
    Reason reason{"no_profile", "", {}, {}, {}};
    if (!day.duty->profile.empty())
        reason = {"no_deduction_row", "", {{"profile", day.duty->profile}}, {}, {}};
    if (row != nullptr)
        reason = {side == nullptr                                            ? "deduction_absent"
                  : row->scope == DeductionScope::month && basis_points == 0 ? "deduction_month"
                                                                             : "deduction",
                  row->id,
                  {{"profile", row->profile},
                   {"label", row->label},
                   {"basis_points", std::to_string(basis_points)}},
                  {},
                  {}};
    // Nothing for both sides is said once.
    if (std::ranges::find(verdict.why, reason) == verdict.why.end() || row != nullptr)
        verdict.why.push_back(std::move(reason));
}

}  // namespace

void why_deducted(DayVerdict& verdict, const DayCase& day, const DayFindings& findings) {
    if (verdict.code == "TK")
        return why_deducted(verdict, day, DeductionKind::absent_day, nullptr, findings.basis_points);
    for (const auto& [kind, side] :
         {std::pair(DeductionKind::late, &findings.in), std::pair(DeductionKind::early, &findings.out)}) {
        if (is_against(side->finding)) why_deducted(verdict, day, kind, side, side->basis_points);
    }
}

}  // namespace hadir
