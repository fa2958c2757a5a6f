#include "core/cuts.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "tests/core/ladders.h"

namespace hadir {
namespace {

using std::chrono::days;
using std::chrono::year;

constexpr const char* kEvent = "KEMENKEU-2013";
constexpr const char* kMonthly = "KEMENTAN-68-2012";
constexpr const char* kLongRun = "KEMENDIKDASMEN-14-2025";

// The rows that these tests ask for, as domain sources have them.
PresenceRules presence_rules() {
    PresenceRules rules;
    const auto add = [&](const char* profile, const char* label, DeductionKind kind, int from,
                         std::optional<int> to, int basis_points,
                         DeductionScope scope = DeductionScope::event) {
        Deduction row;
        row.id = std::string("deductions/") + profile + "/" + label;
        row.valid.first = day_of("2012-01-01");
        row.profile = profile;
        row.label = label;
        row.kind = kind;
        row.from = from;
        row.to = to;
        row.basis_points = basis_points;
        row.scope = scope;
        rules.deductions.push_back(row);
    };
    add(kEvent, "TL1", DeductionKind::late, 1, 31, 50);
    add(kEvent, "PSW2", DeductionKind::early, 31, 61, 100);
    add(kEvent, "ABSENT_DAY", DeductionKind::absent_day, 0, std::nullopt, 500);
    add(kMonthly, "TL1", DeductionKind::late, 1, 31, 50, DeductionScope::month);
    add(kMonthly, "TL2", DeductionKind::late, 31, 61, 100, DeductionScope::month);
    add(kMonthly, "TL4", DeductionKind::late, 91, std::nullopt, 200, DeductionScope::month);
    add(kMonthly, "PSW1", DeductionKind::early, 1, 31, 50, DeductionScope::month);
    add(kLongRun, "ABSENT_10", DeductionKind::absent_10, 0, std::nullopt, 10'000);
    add(kLongRun, "ABSENT_DAY", DeductionKind::absent_day, 0, std::nullopt, 250);
    const auto pay = [&](const char* leave, PayUnit unit, int from, std::optional<int> to, int percent) {
        LeavePay row;
        row.id = std::string("leave_pay/") + leave + (unit == PayUnit::day ? "/day/" : "/month/") +
                 std::to_string(from);
        row.valid.first = day_of("2012-01-01");
        row.profile = kMonthly;
        row.leave = leave;
        row.unit = unit;
        row.from = from;
        row.to = to;
        row.percent = percent;
        rules.leave_pay.push_back(row);
    };
    pay("CS", PayUnit::day, 1, 2, 100);
    pay("CS", PayUnit::day, 3, 14, 75);
    pay("CS", PayUnit::day, 15, 30, 50);
    pay("CS", PayUnit::month, 2, 2, 30);
    pay("CAP", PayUnit::month, 1, 1, 50);
    pay("CAP", PayUnit::month, 2, 2, 25);
    return rules;
}

DisciplineRules discipline_rules() {
    DisciplineRules rules;
    const auto add = [&](const char* profile, const char* sanction, int percent, int months) {
        SanctionCut row;
        row.id = std::string("sanction_cuts/") + profile + "/PP94/" + sanction;
        row.valid.first = day_of("2021-08-31");
        row.profile = profile;
        row.regime = "PP94";
        row.sanction = sanction;
        row.percent = percent;
        row.months = months;
        rules.sanction_cuts.push_back(row);
    };
    add("*", "S1", 25, 6);
    add("*", "S2", 25, 9);
    add(kMonthly, "S2", 40, 3);
    add("*", "B3", 100, 0);
    return rules;
}

// March 2024 from the 1st, weekends free: 21 working days, so that 100 percent of a day is not a whole
// number.
Month march(const char* profile) {
    Month month{year(2024) / 3, {}, {}, {}};
    for (LocalDay day = day_of("2024-03-01"); day <= day_of("2024-03-31"); day += days(1)) {
        DayVerdict verdict;
        verdict.day = day;
        const bool weekend = std::chrono::weekday(day).iso_encoding() > 5;
        verdict.kind = weekend ? DayKind::off : DayKind::work;
        verdict.code = weekend ? "OFF" : "TW";
        month.days.push_back({verdict, profile, std::nullopt});
    }
    return month;
}

DayVerdict& on(Month& month, int day) {
    return month.days.at(static_cast<std::size_t>(day - 1)).verdict;
}

void late(DayVerdict& day, int minutes, int basis_points, const char* rule) {
    day.in.finding = Finding::late;
    day.in.minutes = minutes;
    day.in.basis_points = basis_points;
    day.basis_points += basis_points;
    if (basis_points > 0) day.why.push_back({"late", rule, {}, {}, {}});
}

void on_leave(Month& month, const char* leave, int from, int to, const char* first) {
    for (int day = from; day <= to; ++day)
        month.days.at(static_cast<std::size_t>(day - 1)).leave = LeaveDay{leave, day_of(first)};
}

Cut cut(const Month& month) {
    return cut_of(month, presence_rules(), discipline_rules());
}

TEST(Cuts, OfAMonthWithoutFaultAreNone) {
    EXPECT_EQ(cut(march(kEvent)), Cut{});
}

TEST(Cuts, OfEventsNameTheirRowAndDay) {
    Month month = march(kEvent);
    late(on(month, 4), 12, 50, "deductions/KEMENKEU-2013/TL1");
    DayVerdict& early = on(month, 4);
    early.out.finding = Finding::early;
    early.out.minutes = 45;
    early.out.basis_points = 100;
    early.basis_points += 100;
    early.why.push_back({"early", "deductions/KEMENKEU-2013/PSW2", {}, {}, {}});
    on(month, 5).code = "TK";
    on(month, 5).basis_points = 500;
    on(month, 5).why.push_back({"absent", "deductions/KEMENKEU-2013/ABSENT_DAY", {}, {}, {}});
    const Cut found = cut(month);
    EXPECT_EQ(found.basis_points, 650);
    EXPECT_EQ(
        found.parts,
        (std::vector<CutPart>{
            {CutKind::late, 50, "deductions/KEMENKEU-2013/TL1", {day_of("2024-03-04")}, 12},
            {CutKind::early, 100, "deductions/KEMENKEU-2013/PSW2", {day_of("2024-03-04")}, 45},
            {CutKind::absent_day, 500, "deductions/KEMENKEU-2013/ABSENT_DAY", {day_of("2024-03-05")}, 0}}));
}

TEST(Cuts, TakeOneBandForTheMonthsSum) {
    Month month = march(kMonthly);
    late(on(month, 4), 20, 0, "");
    EXPECT_EQ(cut(month).basis_points, 50);
    late(on(month, 6), 11, 0, "");
    const Cut found = cut(month);
    EXPECT_EQ(found.parts, (std::vector<CutPart>{{CutKind::late_in_month,
                                                  100,
                                                  "deductions/KEMENTAN-68-2012/TL2",
                                                  {day_of("2024-03-04"), day_of("2024-03-06")},
                                                  31}}));
}

TEST(Cuts, AddUnrecordedEventsToTheMonthsSum) {
    Month month = march(kMonthly);
    late(on(month, 4), 20, 0, "");
    DayVerdict& day = on(month, 6);
    day.in.finding = Finding::unrecorded;
    day.in.basis_points = 200;
    day.basis_points = 200;
    day.why.push_back({"unrecorded_in", "deductions/KEMENTAN-68-2012/TL4", {}, {}, {}});
    EXPECT_EQ(cut(month).basis_points, 250);
}

TEST(Cuts, SumUpTheMinutesOfEachProfileByItself) {
    Month month = march(kMonthly);
    for (std::size_t i = 15; i < month.days.size(); ++i)
        month.days[i].profile = kEvent;
    late(on(month, 4), 20, 0, "");
    late(on(month, 18), 20, 50, "deductions/KEMENKEU-2013/TL1");
    const Cut found = cut(month);
    EXPECT_EQ(found.basis_points, 100);
    EXPECT_EQ(found.parts.at(0).kind, CutKind::late);
    EXPECT_EQ(found.parts.at(1).minutes, 20);
}

TEST(Cuts, WaitWhereADayIsNotKnown) {
    for (const char* profile : {kEvent, kMonthly}) {
        Month month = march(profile);
        late(on(month, 4), 20, 50, "deductions/KEMENKEU-2013/TL1");
        on(month, 4).code = "BD";  // the other side is unknown: nothing is deducted
        on(month, 4).basis_points = 0;
        EXPECT_EQ(cut(month), Cut{}) << profile;
    }
}

AbsenceRun run_from(const char* first, int length) {
    AbsenceRun run{"PP94", {}};
    for (LocalDay day = day_of(first); static_cast<int>(run.days.size()) < length; day += days(1)) {
        if (std::chrono::weekday(day).iso_encoding() <= 5) run.days.push_back(day);
    }
    return run;
}

TEST(Cuts, TakeTheMonthOfATenthDayInARow) {
    Month month = march(kLongRun);
    month.runs = {run_from("2024-03-04", 9)};
    EXPECT_EQ(cut(month).basis_points, 0);
    month.runs = {run_from("2024-02-20", 12)};  // the tenth day is 4 March
    const Cut found = cut(month);
    EXPECT_EQ(found.basis_points, 10'000);
    EXPECT_EQ(format_day(found.parts.at(0).days.back()), "2024-03-04");
    month.runs = {run_from("2024-03-20", 12)};  // 2 April
    EXPECT_EQ(cut(month).basis_points, 0);
}

TEST(Cuts, StopAtTheWholeAllowance) {
    Month month = march(kLongRun);
    month.runs = {run_from("2024-03-04", 10)};
    on(month, 4).code = "TK";
    on(month, 4).basis_points = 250;
    const Cut found = cut(month);
    EXPECT_EQ(found.basis_points, 10'000);
    EXPECT_EQ(found.parts.back(), (CutPart{CutKind::cap, -250, "", {}, 0}));
}

TEST(Cuts, PayTheNthDayOfASpellOfLeave) {
    Month month = march(kMonthly);
    on_leave(month, "CS", 1, 8, "2024-03-01");  // Friday, then from Monday the 4th to the 8th: days 1, 4 to 8
    const Cut found = cut(month);
    // Five working days at 25 percent of 1/21: 595,2 basis points.
    EXPECT_EQ(found.basis_points, 595);
    EXPECT_EQ(found.parts.at(0).rule, "leave_pay/CS/day/3");
    EXPECT_EQ(found.parts.at(0).days.size(), 5U);
}

TEST(Cuts, FloorLeaveOnceAMonth) {
    Month month = march(kMonthly);
    on_leave(month, "CS", 1, 31,
             "2024-02-20");  // 1 March is day 11, the 5th day 15, the 20th day 30 and month 2
    const Cut found = cut(month);
    // 2 days (1st, 4th) at 25, the 5th to the 20th 12 days at 50, the 21st to the 29th 7 at 70 percent:
    // 1140/21 a hundred times.
    EXPECT_EQ(found.basis_points, 5428);
    EXPECT_EQ(found.parts.size(), 3U);
}

TEST(Cuts, CountTheMonthsOfASpell) {
    Month month = march(kMonthly);
    on_leave(month, "CAP", 28, 29, "2024-02-29");  // the second month begins on 29 March
    EXPECT_EQ(cut(month).basis_points, (50 + 75) * 100 / 21);
}

TEST(Cuts, PayInFullWithoutATableAndNothingForUnpaidLeave) {
    Month month = march(kEvent);
    on_leave(month, "CS", 4, 8, "2024-03-04");
    EXPECT_EQ(cut(month).basis_points, 0);
    on_leave(month, "CLTN", 1, 31, "2024-03-01");
    EXPECT_EQ(cut(month).basis_points, 10'000);
    for (CutDay& day : month.days)
        day.profile.clear();
    EXPECT_EQ(cut(month).basis_points, 0);
}

TEST(Cuts, OfASanctionBeginWithTheNextMonth) {
    const auto in_march = [](const char* day, const char* sanction = "S1", const char* profile = kEvent) {
        Month month = march(profile);
        month.sanctions = {{"PP94", sanction, day_of(day), std::nullopt}};
        return cut(month).basis_points;
    };
    EXPECT_EQ(in_march("2024-03-01"), 0);
    EXPECT_EQ(in_march("2024-02-29"), 2500);
    EXPECT_EQ(in_march("2023-09-30"), 2500);  // the sixth month
    EXPECT_EQ(in_march("2023-08-31"), 0);
    EXPECT_EQ(in_march("2023-08-31", "S2"), 2500);
    EXPECT_EQ(in_march("2023-08-31", "S2", kMonthly), 0);  // the profile's own row: three months
    EXPECT_EQ(in_march("2024-02-29", "S2", kMonthly), 4000);
    EXPECT_EQ(in_march("2024-02-29", "R1"), 0);
    EXPECT_EQ(in_march("2024-02-29", "S1", ""), 0);
}

TEST(Cuts, OfSeveralSanctionsAreTheHighest) {
    Month month = march(kMonthly);
    month.sanctions = {{"PP94", "S1", day_of("2024-02-01"), std::nullopt},
                       {"PP94", "S2", day_of("2024-01-10"), std::nullopt}};
    const Cut found = cut(month);
    EXPECT_EQ(found.basis_points, 4000);
    EXPECT_EQ(found.parts.at(0).rule, "sanction_cuts/KEMENTAN-68-2012/PP94/S2");
    EXPECT_EQ(found.parts.at(0).days, std::vector{day_of("2024-01-10")});
}

TEST(Cuts, OfASanctionWithoutMonthsLastAsLongAsItDoes) {
    const auto until = [](std::optional<LocalDay> last) {
        Month month = march(kEvent);
        month.sanctions = {{"PP94", "B3", day_of("2023-02-10"), last}};
        return cut(month).basis_points;
    };
    EXPECT_EQ(until(std::nullopt), 10'000);
    EXPECT_EQ(until(day_of("2024-03-01")), 10'000);
    EXPECT_EQ(until(day_of("2024-02-29")), 0);
}

RC_GTEST_PROP(Cuts, PartsAddUp, ()) {
    Month month = march(*rc::gen::element(kEvent, kMonthly, kLongRun));
    for (CutDay& day : month.days) {
        if (day.verdict.kind != DayKind::work) continue;
        if (*rc::gen::arbitrary<bool>())
            late(day.verdict, *rc::gen::inRange(1, 200), *rc::gen::inRange(0, 900), "");
        if (*rc::gen::inRange(0, 3) == 0) {
            day.leave = LeaveDay{*rc::gen::element("CS", "CAP", "CLTN"),
                                 day_of(*rc::gen::element("2024-02-05", "2024-03-01"))};
        }
    }
    if (*rc::gen::arbitrary<bool>()) month.runs = {run_from("2024-03-04", 11)};
    if (*rc::gen::arbitrary<bool>()) month.sanctions = {{"PP94", "S2", day_of("2024-01-10"), std::nullopt}};
    const Cut found = cut(month);
    RC_ASSERT(found.basis_points >= 0);
    RC_ASSERT(found.basis_points <= kWholeAllowance);
    RC_ASSERT(found.basis_points ==
              std::accumulate(found.parts.begin(), found.parts.end(), 0,
                              [](int sum, const CutPart& part) { return sum + part.basis_points; }));
}

}  // namespace
}  // namespace hadir
