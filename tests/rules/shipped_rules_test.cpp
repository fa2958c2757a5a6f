// config/rules as it is delivered: read without a fault, complete, and equal to what its sources add up to.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/rules/small_rules.h"

namespace hadir::rules {
namespace {

using std::chrono::days;

const Checked& checked() {
    static const Checked kChecked = check_rules(tests::shipped_files());
    return kChecked;
}
const PresenceRules& presence() {
    return checked().book.presence;
}
const DisciplineRules& discipline() {
    return checked().book.discipline;
}

LocalDay day_of(const char* text) {
    return *parse_day(text);
}

TEST(ShippedRules, AreWithoutFault) {
    for (const Fault& fault : checked().faults)
        ADD_FAILURE() << fault.text();
    for (const auto& [file, rows] : checked().rows)
        EXPECT_GT(rows, 0U) << file;
}

TEST(ShippedRules, RowsAreNamedByTheirKeysAndDate) {
    const auto friday = std::ranges::find_if(presence().schedules, [](const ScheduleRow& row) {
        return row.name == "BTN-REG" && row.weekdays == 1U << 4;
    });
    ASSERT_NE(friday, presence().schedules.end());
    EXPECT_EQ(friday->id, "schedules/BTN-5/BTN-REG/5@2019-01-01");
    EXPECT_EQ(presence().holidays.front().id, "holidays/national@2024-01-01");
    EXPECT_EQ(presence().deductions.front().id, "deductions/KEMENTAN-68-2012/late/1@2012-01-01");
}

// Net minutes of a week of a plan that holds on `day`.
int week_minutes(const std::string& plan, bool ramadan, const char* day) {
    int sum = 0;
    for (const ScheduleRow& row : presence().schedules) {
        if (row.plan != plan || row.ramadan != ramadan || !row.valid.holds(day_of(day)) || !row.hours)
            continue;
        const WorkHours& hours = *row.hours;
        sum += std::popcount(row.weekdays) * (hours.end - hours.start - (hours.break_to - hours.break_from));
    }
    return sum;
}

TEST(Schedules, WeeksAddUpToWhatTheSourcesSay) {
    EXPECT_EQ(week_minutes("REG5", false, "2024-05-01"), 37 * 60 + 30);
    EXPECT_EQ(week_minutes("REG5", true, "2024-03-13"), 32 * 60 + 30);
    EXPECT_EQ(week_minutes("BTN-5", false, "2019-10-01"), 37 * 60 + 30);
    EXPECT_EQ(week_minutes("BTN-5", true, "2019-05-06"), 33 * 60);
    EXPECT_EQ(week_minutes("BTN-5", true, "2025-03-03"), 32 * 60 + 30);
    EXPECT_EQ(week_minutes("BTN-5", true, "2026-02-19"), 35 * 60);
    EXPECT_EQ(week_minutes("BTN-6", true, "2025-03-03"), 32 * 60 + 30);
    EXPECT_EQ(week_minutes("BTN-6", false, "2025-05-01"), 0);  // nobody has read it (D10)
}

TEST(Schedules, EveryWeekdayOfAFiveDayPlanHasOneRow) {
    const auto weekdays = [](const std::string& plan, bool ramadan, const char* day) {
        unsigned all = 0;
        for (const ScheduleRow& row : presence().schedules) {
            if (row.plan == plan && row.ramadan == ramadan && row.valid.holds(day_of(day)))
                all += row.weekdays;
        }
        return all;
    };
    constexpr unsigned kAllWeek = 0x7f;
    for (const char* plan : {"REG5", "BTN-5", "FLEX5"}) {
        EXPECT_EQ(weekdays(plan, false, "2024-05-01"), kAllWeek) << plan;
        EXPECT_EQ(weekdays(plan, true, "2024-03-13"), kAllWeek) << plan;
    }
    EXPECT_EQ(weekdays("BTN-5", true, "2023-03-24"), 0U);  // Ramadan 1444 is not known
}

TEST(Schedules, WhatWasNotReadIsMarkedSo) {
    for (const ScheduleRow& row : presence().schedules) {
        if (row.source.contains("D5")) {
            EXPECT_EQ(row.confidence, Confidence::inferred) << row.id;
        }
        if (row.plan == "FLEX5") {
            EXPECT_EQ(row.confidence, Confidence::example) << row.id;
        }
    }
    for (const ShiftRow& row : presence().shifts)
        EXPECT_EQ(row.confidence, Confidence::example) << row.id;
}

struct Year {
    int year;
    int national;
    int joint_leave;
    int work_days;  // Monday to Friday, neither of both
};

TEST(Holidays, AreAsManyAsTheDecreesCount) {
    for (const Year& year : {Year{2024, 17, 10, 240}, Year{2025, 17, 11, 237}, Year{2026, 17, 8, 240}}) {
        int national = 0;
        int joint_leave = 0;
        std::set<LocalDay> free;
        for (const Holiday& holiday : presence().holidays) {
            const std::chrono::year_month_day date{holiday.day};
            if (static_cast<int>(date.year()) != year.year) continue;
            (holiday.kind == HolidayKind::national ? national : joint_leave) += 1;
            free.insert(holiday.day);
            if (holiday.kind == HolidayKind::joint_leave) {
                EXPECT_LE(std::chrono::weekday(holiday.day).iso_encoding(), 5U) << holiday.id;
            }
        }
        int work_days = 0;
        const LocalDay first{std::chrono::year(year.year) / 1 / 1};
        const LocalDay next{std::chrono::year(year.year + 1) / 1 / 1};
        for (LocalDay day = first; day < next; day += days(1))
            work_days += std::chrono::weekday(day).iso_encoding() <= 5 && !free.contains(day);
        EXPECT_EQ(national, year.national) << year.year;
        EXPECT_EQ(joint_leave, year.joint_leave) << year.year;
        EXPECT_EQ(work_days, year.work_days) << year.year;
    }
}

TEST(DayBands, HoldEveryMinuteOnce) {
    for (const Side side : {Side::in, Side::out}) {
        for (int minute = 1; minute <= 1'440; ++minute) {
            const auto holding = std::ranges::count_if(presence().day_bands, [&](const DayBand& band) {
                return band.side == side && band.from <= minute && (!band.to || minute < *band.to);
            });
            ASSERT_EQ(holding, 1) << minute;
        }
    }
}

TEST(Deductions, OnlyRiseWithTheMinutes) {
    const Deduction* before = nullptr;
    for (const Deduction& row : presence().deductions) {
        const bool minutes = row.kind == DeductionKind::late || row.kind == DeductionKind::early;
        if (minutes && before != nullptr && before->profile == row.profile && before->kind == row.kind) {
            EXPECT_GT(row.basis_points, before->basis_points) << row.id;
        }
        before = &row;
    }
}

TEST(Deductions, UnverifiedProfileIsMarkedSo) {
    for (const Deduction& row : presence().deductions) {
        if (row.profile == "KEMENDAGRI-900-4700-2020") {
            EXPECT_EQ(row.confidence, Confidence::memory) << row.id;
        }
    }
}

TEST(LeavePay, UnpaidLeaveIsUnpaidInEveryProfile) {
    std::set<std::string> profiles;
    std::set<std::string> unpaid;
    for (const Deduction& row : presence().deductions)
        profiles.insert(row.profile);
    for (const LeavePay& row : presence().leave_pay) {
        if (row.leave == "CLTN" && row.percent == 0) unpaid.insert(row.profile);
    }
    EXPECT_EQ(unpaid, profiles);
}

// The sanction codes for a number of days of absence.
std::string sanctions_for(const std::string& regime, CountMode mode, int count) {
    std::string all;
    for (const Threshold& row : discipline().thresholds) {
        if (row.regime != regime || row.mode != mode || count < row.from || (row.to && count > *row.to))
            continue;
        for (const std::string& code : row.sanctions)
            all += (all.empty() ? "" : " ") + code;
    }
    return all;
}

TEST(Thresholds, AreTheLaddersOfBothRegimes) {
    struct Rung {
        const char* regime;
        int from;
        int to;
        const char* sanctions;
    };
    const Rung rungs[] = {{"PP94", 1, 2, ""},      {"PP94", 3, 3, "R1"},   {"PP94", 4, 6, "R2"},
                          {"PP94", 7, 10, "R3"},   {"PP94", 11, 13, "S1"}, {"PP94", 14, 16, "S2"},
                          {"PP94", 17, 20, "S3"},  {"PP94", 21, 24, "B1"}, {"PP94", 25, 27, "B2"},
                          {"PP94", 28, 366, "B3"}, {"PP53", 1, 4, ""},     {"PP53", 5, 5, "R1"},
                          {"PP53", 6, 10, "R2"},   {"PP53", 11, 15, "R3"}, {"PP53", 16, 20, "S1"},
                          {"PP53", 21, 25, "S2"},  {"PP53", 26, 30, "S3"}, {"PP53", 31, 35, "B1"},
                          {"PP53", 36, 40, "B2"},  {"PP53", 41, 45, "B3"}, {"PP53", 46, 366, "B4 B5"}};
    for (const Rung& rung : rungs) {
        for (int count = rung.from; count <= rung.to; ++count)
            EXPECT_EQ(sanctions_for(rung.regime, CountMode::year, count), rung.sanctions)
                << rung.regime << count;
    }
    EXPECT_EQ(sanctions_for("PP94", CountMode::consecutive, 9), "");
    EXPECT_EQ(sanctions_for("PP94", CountMode::consecutive, 10), "B3");
    EXPECT_EQ(sanctions_for("PP53", CountMode::consecutive, 10), "");
}

// No day has two regimes, and none of them is without one.
TEST(Regimes, FollowEachOther) {
    for (const Threshold& row : discipline().thresholds) {
        EXPECT_EQ(row.valid.first, day_of(row.regime == "PP53" ? "2010-06-06" : "2021-08-31")) << row.id;
        EXPECT_EQ(row.valid.last, row.regime == "PP53" ? std::optional(day_of("2021-08-30")) : std::nullopt)
            << row.id;
    }
    ASSERT_EQ(discipline().conversions.size(), 2U);
    for (const Conversion& row : discipline().conversions) {
        EXPECT_EQ(row.minutes, 450);
        EXPECT_EQ(row.confidence, row.regime == "PP53" ? Confidence::read : Confidence::memory);
    }
}

std::string text_of(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(std::string(HADIR_SOURCE_DIR) + '/' + file).rdbuf();
    return text.str();
}

// Every [S25] and D17 that a row cites stands in docs/rules.md, so that nobody needs anything else.
TEST(Sources, AreAllNamedInTheRules) {
    const std::string document = text_of("docs/rules.md");
    const std::regex cited(R"(\[S\d+\]|\bD\d+\b)");
    std::set<std::string> citations;
    for (const auto& [name, text] : tests::shipped_files()) {
        for (auto at = std::sregex_iterator(text.begin(), text.end(), cited); at != std::sregex_iterator();
             ++at)
            citations.insert(at->str());
    }
    EXPECT_GT(citations.size(), 30U);
    for (const std::string& citation : citations) {
        const std::string entry = citation[0] == '[' ? "| S" + citation.substr(2, citation.size() - 3) + " |"
                                                     : "- **" + citation + "**";
        EXPECT_TRUE(document.contains(entry)) << citation;
    }
}

}  // namespace
}  // namespace hadir::rules
