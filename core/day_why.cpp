#include "core/day_why.h"

#include <algorithm>
#include <array>

namespace hadir {
namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

std::string zone_text(Zone zone) {
    constexpr std::array<const char*, 3> kNames = {"WIB", "WITA", "WIT"};
    return kNames[static_cast<std::size_t>(zone)];
}

std::string time_text(int second_of_day) {
    constexpr int kSecondsADay = 86'400;
    const int second = ((second_of_day % kSecondsADay) + kSecondsADay) % kSecondsADay;
    const int rest = second % 60;
    std::string text = clock_text(second / 60) + ':';
    text += static_cast<char>('0' + rest / 10);
    text += static_cast<char>('0' + rest % 10);
    return text;
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
        case Finding::excused:
            return side == Side::in ? "excused_in" : "excused_out";
        case Finding::none:
        case Finding::unknown:
            break;
    }
    return nullptr;
}

void why_side(DayVerdict& verdict, const DayCase& day, Side side, const DayFindings& findings,
              const std::vector<Seen>& stamps) {
    const SideVerdict& found = side == Side::in ? findings.in : findings.out;
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
    reason.values.emplace_back("minutes", std::to_string(found.minutes));
    reason.values.emplace_back("level", std::to_string(found.level));
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

void why_deducted(DayVerdict& verdict, const DayCase& day, const DayFindings& findings) {
    const auto add = [&](DeductionKind kind, std::optional<int> minutes, int basis_points,
                         const char* sentence) {
        const Deduction* row = deduction_for(day, kind, minutes);
        Values values{{"profile", day.duty->profile}, {"basis_points", std::to_string(basis_points)}};
        if (row != nullptr)
            verdict.why.push_back({sentence, row->id, std::move(values), {}, {}});
        else if (!day.duty->profile.empty())
            verdict.why.push_back({"no_deduction_row", "", std::move(values), {}, {}});
    };
    if (verdict.code == "TK")
        return add(DeductionKind::absent_day, std::nullopt, findings.basis_points, "deduction_absent");
    for (const auto& [kind, side] :
         {std::pair(DeductionKind::late, &findings.in), std::pair(DeductionKind::early, &findings.out)}) {
        if (!is_against(side->finding)) continue;
        add(kind, side->finding == Finding::unrecorded ? std::nullopt : std::optional(side->minutes),
            side->basis_points, "deduction");
    }
}

}  // namespace hadir
