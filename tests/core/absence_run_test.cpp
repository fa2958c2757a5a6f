// Ten working days in a row, and what ends them (D20).
#include <gtest/gtest.h>

#include "core/discipline.h"
#include "tests/core/ladders.h"

namespace hadir {
namespace {

using std::chrono::days;

using AbsenceRuns = Ladder;

TEST_F(AbsenceRuns, TenDaysInARowStopTheSalaryFromTheNextMonth) {
    EXPECT_TRUE(steps_of(of(in_a_row(day_of("2024-03-11"), 9)).events, CountMode::consecutive).empty());
    for (const int length : {10, 11, 15}) {  // one case a run
        const auto found = of(in_a_row(day_of("2024-03-11"), length));
        EXPECT_EQ(steps_of(found.events, CountMode::consecutive), (Steps{{10, "B3"}}));
        EXPECT_EQ(found.runs.size(), 1U);
        EXPECT_EQ(found.runs.at(0).days.size(), static_cast<std::size_t>(length));
        const auto run = std::ranges::find(found.events, CountMode::consecutive, &ThresholdEvent::mode);
        EXPECT_EQ(format_day(run->day), "2024-03-22");
        EXPECT_EQ(format_day(*run->salary_stop), "2024-04-01");
        EXPECT_EQ(run->days.size(), 10U);
    }
}

TEST_F(AbsenceRuns, ATenthDayInDecemberStopsTheSalaryInJanuary) {
    const auto found = of(in_a_row(day_of("2024-12-16"), 10));
    EXPECT_EQ(format_day(*found.events.back().salary_stop), "2025-01-01");
}

TEST_F(AbsenceRuns, ARunGoesOnOverNewYear) {
    const auto found = of(in_a_row(day_of("2024-12-24"), 10));
    EXPECT_EQ(steps_of(found.events, CountMode::consecutive), (Steps{{10, "B3"}}));
    EXPECT_EQ(steps_of(found.events), (Steps{{3, "R1"}, {4, "R2"}, {3, "R1"}, {4, "R2"}}));  // 6 days, then 4
    EXPECT_EQ(format_day(found.events.back().day), "2025-01-06");
}

TEST_F(AbsenceRuns, AnyOtherWorkingDayEndsARun) {
    for (const int missing : {0, 450}) {  // a converted day is none of the ten
        auto span = in_a_row(day_of("2024-03-11"), 10);
        span[4] = present(span[4].day, missing);  // present, TH or BD
        const auto found = of(span);
        EXPECT_TRUE(steps_of(found.events, CountMode::consecutive).empty());
        ASSERT_EQ(found.runs.size(), 2U);
        EXPECT_EQ(found.runs[0].days.size(), 4U);
        EXPECT_EQ(found.runs[1].days.size(), 5U);
    }
}

TEST_F(AbsenceRuns, ADayThatNobodyKnowsEndsARun) {
    auto span = in_a_row(day_of("2024-03-11"), 10);
    span.erase(span.begin() + 5);  // a Saturday
    EXPECT_EQ(of(span).runs.size(), 2U);
}

TEST_F(AbsenceRuns, TwoRunsAreTwoCases) {
    auto span = in_a_row(day_of("2024-03-11"), 10);
    span.push_back(present(day_of("2024-03-23")));
    const auto more = in_a_row(day_of("2024-03-24"), 10);
    span.insert(span.end(), more.begin(), more.end());
    EXPECT_EQ(steps_of(of(span).events, CountMode::consecutive), (Steps{{10, "B3"}, {10, "B3"}}));
}

TEST_F(AbsenceRuns, DaysBeforePp94AreNoneOfTheTen) {
    const auto run = [&](int length) {
        return steps_of(of(in_a_row(day_of("2021-08-25"), length)).events, CountMode::consecutive);
    };
    EXPECT_TRUE(run(13).empty());  // 25, 26, 27 and 30 August are under PP53
    EXPECT_EQ(run(14), (Steps{{10, "B3"}}));
}

TEST_F(AbsenceRuns, ACaseOfARunIsKnownByItsDays) {
    const auto run_event = [&](const std::vector<DisciplineDay>& span) { return of(span).events.back(); };
    const auto basis = run_event(in_a_row(day_of("2024-03-11"), 10));
    const std::vector later{run_event(in_a_row(day_of("2024-03-12"), 10))};
    EXPECT_EQ(still_stands(basis, later), &later[0]);
    const std::vector other{run_event(in_a_row(day_of("2024-05-13"), 10))};
    EXPECT_EQ(still_stands(basis, other), nullptr);
}

}  // namespace
}  // namespace hadir
