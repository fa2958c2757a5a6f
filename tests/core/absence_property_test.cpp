#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <random>

#include "core/discipline.h"
#include "tests/core/ladders.h"

namespace hadir {
namespace {

using std::chrono::days;

// Consecutive days around both turns: New Year and the change of regime.
std::vector<DisciplineDay> any_span() {
    const LocalDay first = day_of(*rc::gen::element("2021-07-20", "2024-11-20"));
    std::vector<DisciplineDay> span;
    const int length = *rc::gen::inRange(1, 90);
    for (int i = 0; i < length; ++i) {
        const auto presence = *rc::gen::weightedElement<Presence>(
            {{6, Presence::absent}, {2, Presence::free}, {2, Presence::other}});
        const int missing = presence == Presence::other ? *rc::gen::inRange(0, 451) : 0;
        span.push_back({first + days(i), PersonKind::pns, presence, missing});
    }
    return span;
}

void parts_add_up(const std::vector<DisciplineDay>& span, const Absences& found) {
    std::map<std::string, int> minutes;
    int absences = 0;
    for (const DisciplineDay& day : span) {
        minutes[day.day < day_of("2021-08-31") ? "PP53" : "PP94"] += day.missing;
        absences += day.presence == Presence::absent ? 1 : 0;
    }
    for (const AbsenceCounter& counter : found.counters) {
        absences -= counter.count() - counter.converted();
        minutes[counter.regime] -= counter.remainder_minutes() + 450 * counter.converted();
        for (const CountedDay& day : counter.days) {
            int sum = 0;
            for (const MissingMinutes& part : day.from)
                sum += part.minutes;
            RC_ASSERT(sum == (day.conversion.empty() ? 0 : 450));
        }
    }
    RC_ASSERT(absences == 0);
    for (const auto& [regime, left] : minutes)
        RC_ASSERT(left == 0);
    std::size_t in_runs = 0;
    for (const AbsenceRun& run : found.runs)
        in_runs += run.days.size();
    RC_ASSERT(in_runs ==
              static_cast<std::size_t>(std::ranges::count(span, Presence::absent, &DisciplineDay::presence)));
    for (const ThresholdEvent& event : found.events)
        RC_ASSERT(event.days.size() == static_cast<std::size_t>(event.count) &&
                  event.days.back().day == event.day);
}

RC_GTEST_PROP(Absence, PartsAddUp, ()) {
    const auto span = any_span();
    parts_add_up(span, absences_of(span, shipped_rules()));
}

RC_GTEST_PROP(Absence, IsTheSameInAnyOrder, ()) {
    auto span = any_span();
    const auto found = absences_of(span, shipped_rules());
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    std::ranges::shuffle(span, std::minstd_rand(seed));
    RC_ASSERT(absences_of(span, shipped_rules()) == found);
}

std::map<std::pair<int, std::string>, int> counts_of(const Absences& found) {
    std::map<std::pair<int, std::string>, int> counts;
    for (const AbsenceCounter& counter : found.counters)
        counts[{counter.year, counter.regime}] = counter.count();
    return counts;
}

std::size_t longest_run(const Absences& found) {
    std::size_t longest = 0;
    for (const AbsenceRun& run : found.runs)
        longest = std::max(longest, run.days.size());
    return longest;
}

RC_GTEST_PROP(Absence, OneMoreDayLowersNoCount, ()) {
    auto span = any_span();
    const auto before = absences_of(span, shipped_rules());
    auto& chosen = span[*rc::gen::inRange<std::size_t>(0, span.size())];
    chosen.presence = Presence::absent;
    chosen.missing = 0;
    const auto after = absences_of(span, shipped_rules());
    auto counts = counts_of(after);
    for (const auto& [key, count] : counts_of(before))
        RC_ASSERT(counts[key] >= count);
    RC_ASSERT(longest_run(after) >= longest_run(before));
    RC_ASSERT(steps_of(after.events).size() >= steps_of(before.events).size());
}

}  // namespace
}  // namespace hadir
