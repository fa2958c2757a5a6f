#include "core/discipline.h"

#include <gtest/gtest.h>

#include "tests/core/ladders.h"

namespace hadir {
namespace {

using std::chrono::days;

// What each day adds: a step on the day on which a band is reached, and nothing on the others.
void walk(const DisciplineRules& rules, LocalDay first, const Steps& ladder) {
    Steps expected;
    for (int count = 1; count <= ladder.back().first + 3; ++count) {
        for (const auto& step : ladder) {
            if (step.first == count) expected.push_back(step);
        }
        const auto found = absences_of(apart(first, count), rules);
        EXPECT_EQ(steps_of(found.events), expected) << count << " days from " << format_day(first);
        EXPECT_EQ(found.counters.at(0).count(), count);
    }
}

TEST_F(Ladder, OfPp94IsReachedDayByDay) {
    walk(rules_, day_of("2024-01-02"),
         {{3, "R1"},
          {4, "R2"},
          {7, "R3"},
          {11, "S1"},
          {14, "S2"},
          {17, "S3"},
          {21, "B1"},
          {25, "B2"},
          {28, "B3"}});
}

TEST_F(Ladder, OfPp53IsReachedDayByDay) {
    walk(rules_, day_of("2019-01-02"),
         {{5, "R1"},
          {6, "R2"},
          {11, "R3"},
          {16, "S1"},
          {21, "S2"},
          {26, "S3"},
          {31, "B1"},
          {36, "B2"},
          {41, "B3"},
          {46, "B4B5"}});
}

// The worked example of PP 53: 5 days by March, 2 more by July, 5 more by November.
TEST_F(Ladder, EscalatesAsTheExampleOfTheLaw) {
    auto span = apart(day_of("2019-03-01"), 5);
    for (const auto& more : {apart(day_of("2019-07-01"), 2), apart(day_of("2019-11-01"), 5)})
        span.insert(span.end(), more.begin(), more.end());
    const auto events = of(span).events;
    EXPECT_EQ(steps_of(events), (Steps{{5, "R1"}, {6, "R2"}, {11, "R3"}}));
    EXPECT_EQ(format_day(events[0].day), "2019-03-09");
    EXPECT_EQ(format_day(events[1].day), "2019-07-01");
    EXPECT_EQ(format_day(events[2].day), "2019-11-07");
}

TEST_F(Ladder, AnEventShowsItsArithmetic) {
    const auto event = of(apart(day_of("2024-03-04"), 3)).events.at(0);
    EXPECT_EQ(event.threshold, "thresholds/PP94/year/3@2021-08-31");
    EXPECT_EQ(event.regime, "PP94");
    EXPECT_FALSE(event.salary_stop);
    ASSERT_EQ(event.days.size(), 3U);
    EXPECT_EQ(format_day(event.days[0].day), "2024-03-04");
    EXPECT_EQ(format_day(event.days[2].day), "2024-03-08");
    EXPECT_TRUE(event.days[2].conversion.empty());
}

TEST_F(Ladder, BeginsAnewAtNewYear) {
    auto span = apart(day_of("2024-12-28"), 2);
    const auto more = apart(day_of("2025-01-01"), 2);
    span.insert(span.end(), more.begin(), more.end());
    const auto found = of(span);
    EXPECT_TRUE(found.events.empty());
    ASSERT_EQ(found.counters.size(), 2U);
    EXPECT_EQ(found.counters[0].year, 2024);
    EXPECT_EQ(found.counters[0].count(), 2);
    EXPECT_EQ(found.counters[1].count(), 2);
}

TEST_F(Ladder, BeginsAnewWithTheNewRegime) {
    auto span = apart(day_of("2021-08-23"), 4);  // to 29 August, at work on the 30th
    EXPECT_TRUE(of(span).events.empty());
    const auto more = apart(day_of("2021-08-31"), 3);
    span.insert(span.end(), more.begin(), more.end());
    const auto found = of(span);
    EXPECT_EQ(steps_of(found.events), (Steps{{3, "R1"}}));
    ASSERT_EQ(found.counters.size(), 2U);
    EXPECT_EQ(found.counters[0].regime, "PP53");
    EXPECT_EQ(found.counters[0].count(), 4);
    EXPECT_EQ(found.counters[1].regime, "PP94");
    EXPECT_EQ(found.counters[1].count(), 3);
}

TEST_F(Ladder, NewerRowsReachNoBandTwice) {
    const LocalDay newer = day_of("2024-07-01");
    for (Threshold& row : rules_.thresholds) {
        if (row.regime == "PP94") row.valid.last = newer - days(1);
    }
    Threshold wider = rules_.thresholds[1];  // R2
    wider.id = "thresholds/PP94/year/2@2024-07-01";
    wider.valid = {newer, std::nullopt};
    wider.from = 2;
    rules_.thresholds.push_back(wider);
    auto span = apart(day_of("2024-06-10"), 4);
    const auto more = apart(newer, 2);
    span.insert(span.end(), more.begin(), more.end());
    EXPECT_EQ(steps_of(of(span).events), (Steps{{3, "R1"}, {4, "R2"}}));
}

class Converting : public Ladder, public testing::WithParamInterface<const char*> {};

TEST_P(Converting, IsADayFromFourHundredFiftyMinutesOn) {
    const LocalDay first = day_of(GetParam());
    const auto counter = [&](int last) {
        return of({present(first, 225), present(first + days(1), 224), present(first + days(2), last)})
            .counters.at(0);
    };
    EXPECT_EQ(counter(0).count(), 0);
    EXPECT_EQ(counter(0).remainder_minutes(), 449);
    EXPECT_EQ(counter(1).count(), 1);
    EXPECT_EQ(counter(1).remainder_minutes(), 0);
    EXPECT_EQ(counter(2).count(), 1);
    EXPECT_EQ(counter(2).remainder_minutes(), 1);
    EXPECT_EQ(counter(2).days.at(0).day, first + days(2));  // of the event that completes it
    EXPECT_EQ(counter(2).days.at(0).from,
              (std::vector<MissingMinutes>{{first, 225}, {first + days(1), 224}, {first + days(2), 1}}));
    EXPECT_EQ(counter(451).count(), 2);
    EXPECT_EQ(counter(450).remainder_minutes(), 449);
}

INSTANTIATE_TEST_SUITE_P(Regimes, Converting, testing::Values("2019-03-04", "2024-03-04"));

TEST_F(Ladder, ConvertedDaysCountForTheYear) {
    auto span = apart(day_of("2024-03-04"), 2);
    span.push_back(present(day_of("2024-05-06"), 400));
    EXPECT_TRUE(of(span).events.empty());
    span.push_back(present(day_of("2024-06-10"), 50));
    const auto found = of(span);
    EXPECT_EQ(steps_of(found.events), (Steps{{3, "R1"}}));
    EXPECT_EQ(format_day(found.events[0].day), "2024-06-10");
    EXPECT_EQ(found.events[0].days.back().conversion, "conversion/PP94@2021-08-31");
    EXPECT_EQ(found.counters[0].converted(), 1);
}

TEST_F(Ladder, MinutesLapseAtNewYearAndWithTheRegime) {
    for (const char* turn : {"2025-01-01", "2021-08-31"}) {
        const auto found = of({present(day_of(turn) - days(1), 449), present(day_of(turn), 449)});
        ASSERT_EQ(found.counters.size(), 2U) << turn;
        for (const AbsenceCounter& counter : found.counters) {
            EXPECT_EQ(counter.count(), 0);
            EXPECT_EQ(counter.remainder_minutes(), 449);
        }
    }
}

TEST_F(Ladder, MinutesOfFreeDaysAreNone) {
    EXPECT_TRUE(of({{day_of("2024-03-09"), PersonKind::pns, Presence::free, 500}}).counters.empty());
}

TEST_F(Ladder, OfPppkIsCountedWithoutACase) {
    auto span = in_a_row(day_of("2024-03-11"), 12);
    for (DisciplineDay& day : span)
        day.kind = PersonKind::pppk;
    span.push_back({day_of("2024-04-02"), PersonKind::pppk, Presence::other, 460});
    const auto found = of(span);
    EXPECT_TRUE(found.events.empty());
    EXPECT_EQ(found.counters.at(0).regime, "PPPK");
    EXPECT_EQ(found.counters[0].count(), 12);
    EXPECT_EQ(found.counters[0].remainder_minutes(), 460);  // no row says what they are
    EXPECT_EQ(found.runs.at(0).days.size(), 12U);
}

TEST_F(Ladder, OfPppkOpensCasesByARowOfTheirOwn) {
    Threshold row = rules_.thresholds.front();
    row.regime = "PPPK";
    row.id = "thresholds/PPPK/year/3@2021-08-31";
    rules_.thresholds.push_back(row);
    auto span = apart(day_of("2024-03-04"), 3);
    for (DisciplineDay& day : span)
        day.kind = PersonKind::pppk;
    EXPECT_EQ(of(span).events.at(0).threshold, row.id);
    EXPECT_EQ(regime_of(PersonKind::pns, day_of("2024-03-04"), rules_), "PP94");
}

TEST_F(Ladder, OfCpnsIsThatOfPp94Alone) {
    for (const auto& [first, steps] :
         {std::pair{"2024-03-04", Steps{{3, "R1"}, {4, "R2"}}}, std::pair{"2019-03-04", Steps{}}}) {
        auto span = apart(day_of(first), 6);
        for (DisciplineDay& day : span)
            day.kind = PersonKind::cpns;
        EXPECT_EQ(steps_of(of(span).events), steps) << first;
    }
}

TEST_F(Ladder, WhoBecomesPnsKeepsTheCount) {
    auto span = apart(day_of("2024-03-04"), 4);
    for (std::size_t i = 0; i < 4; ++i)
        span[i].kind = PersonKind::cpns;
    EXPECT_EQ(steps_of(of(span).events), (Steps{{3, "R1"}, {4, "R2"}}));
}

TEST_F(Ladder, ACaseStandsWhileItsBandIsReached) {
    auto span = apart(day_of("2024-03-04"), 4);
    const auto before = of(span).events;
    ASSERT_EQ(before.size(), 2U);
    span[0] = present(span[0].day);  // was a mistake
    const auto now = of(span).events;
    ASSERT_NE(still_stands(before[0], now), nullptr);  // R1, on a later day
    EXPECT_EQ(format_day(still_stands(before[0], now)->day), "2024-03-10");
    EXPECT_EQ(still_stands(before[1], now), nullptr);  // R2
    const auto next_year = of(apart(day_of("2025-03-04"), 4)).events;
    EXPECT_EQ(still_stands(before[1], next_year), nullptr);
}

TEST(DisciplineDay, IsTakenFromTheVerdict) {
    DayVerdict verdict;
    verdict.day = day_of("2024-03-04");
    const auto presence = [&](DayKind kind, const char* code) {
        verdict.kind = kind;
        verdict.code = code;
        return discipline_day(verdict, PersonKind::pns).presence;
    };
    EXPECT_EQ(presence(DayKind::work, "TK"), Presence::absent);
    for (const char* code : {"TW", "TH", "BD", "CT", "DL", "TL4"})
        EXPECT_EQ(presence(DayKind::work, code), Presence::other) << code;
    EXPECT_EQ(presence(DayKind::unknown, "BD"), Presence::other);
    EXPECT_EQ(presence(DayKind::off, "OFF"), Presence::free);
    EXPECT_EQ(presence(DayKind::holiday, "LN"), Presence::free);
    EXPECT_EQ(presence(DayKind::joint_leave, "CBer"), Presence::free);
    verdict.in.missing = 20;
    verdict.out.missing = 11;
    verdict.kind = DayKind::work;
    verdict.code = "TL1+PSW1";
    EXPECT_EQ(discipline_day(verdict, PersonKind::pppk).missing, 31);
    verdict.code = "BD";
    EXPECT_EQ(discipline_day(verdict, PersonKind::pppk).missing, 0);
}

TEST(PersonKind, IsNamedAsInTheStaffRegister) {
    for (const char* name : {"PNS", "CPNS", "PPPK"})
        EXPECT_STREQ(name_of(*person_kind_from(name)), name);
    EXPECT_FALSE(person_kind_from("pns"));
}

}  // namespace
}  // namespace hadir
