#include "core/day_plan.h"

#include <algorithm>
#include <chrono>

namespace hadir {
namespace {

constexpr int kMinutesADay = 1440;
constexpr int kSecondsADay = 86'400;
constexpr int kBeforeShift = 240, kAfterShift = 480;  // D7
constexpr int kWindowFrom = 360, kWindowTo = 1080;    // D6: 06:00 and 18:00
constexpr int kWindowBefore = 90, kWindowAfter = 120;

template <class Row, class Fits>
const Row* find_row(const std::vector<Row>& rows, LocalDay day, Fits fits) {
    const auto found =
        std::ranges::find_if(rows, [&](const Row& row) { return row.valid.holds(day) && fits(row); });
    return found == rows.end() ? nullptr : &*found;
}

std::chrono::year year_of(LocalDay day) {
    return std::chrono::year_month_day(day).year();
}

std::uint8_t weekday_bit(LocalDay day) {
    return static_cast<std::uint8_t>(1U << (std::chrono::weekday(day).iso_encoding() - 1));
}

DayPlan unknown(std::string sentence, std::string key, std::string value) {
    DayPlan plan;
    plan.why = {std::move(sentence), "", {{std::move(key), std::move(value)}}, {}, {}};
    return plan;
}

DayPlan free_day(DayKind kind, std::string sentence, const Rule& rule, const std::string& name) {
    DayPlan plan;
    plan.kind = kind;
    plan.why = {std::move(sentence), rule.id, {{"name", name}}, {}, {}};
    return plan;
}

DayPlan work_day(const Duty& duty, const Rule& rule, const std::string& name, const WorkHours& hours) {
    DayPlan plan;
    plan.kind = DayKind::work;
    plan.hours = hours;
    plan.why = {"schedule",
                rule.id,
                {{"plan", duty.plan},
                 {"name", name},
                 {"start", clock_text(hours.start)},
                 {"end", clock_text(hours.end)}},
                {},
                {}};
    return plan;
}

// The roster alone decides; no holiday cancels a shift (D8).
DayPlan rostered_plan(const Duty& duty, const PresenceRules& rules) {
    DayPlan plan;
    if (!duty.shift) {
        plan = unknown("unknown_roster", "plan", duty.plan);
    } else if (*duty.shift == "OFF") {
        plan = free_day(DayKind::off, "off", Rule{}, duty.plan);
    } else if (const auto* row = find_row(rules.shifts, duty.day, [&](const ShiftRow& shift) {
                   return shift.plan == duty.plan && shift.shift == *duty.shift;
               })) {
        plan = work_day(duty, *row, row->shift, row->hours);
    } else {
        plan = unknown("unknown_schedule", "plan", duty.plan + ' ' + *duty.shift);
    }
    plan.rostered = true;
    return plan;
}

bool year_has_holidays(const PresenceRules& rules, LocalDay day) {
    return std::ranges::any_of(rules.holidays, [&](const Holiday& holiday) {
        return holiday.kind == HolidayKind::national && year_of(holiday.day) == year_of(day);
    });
}

bool year_has_ramadan(const PresenceRules& rules, LocalDay day) {
    return std::ranges::any_of(rules.ramadan, [&](const RamadanPeriod& period) {
        return year_of(period.valid.first) == year_of(day) ||
               (period.valid.last && year_of(*period.valid.last) == year_of(day));
    });
}

// A national or regional holiday outweighs joint leave on the same day.
const Holiday* holiday_on(const PresenceRules& rules, LocalDay day) {
    const Holiday* found = nullptr;
    for (const Holiday& holiday : rules.holidays) {
        if (holiday.day == day && (found == nullptr || found->kind == HolidayKind::joint_leave))
            found = &holiday;
    }
    return found;
}

DayPlan weekly_plan(const Duty& duty, const PresenceRules& rules) {
    const std::string year = std::to_string(static_cast<int>(year_of(duty.day)));
    if (!year_has_holidays(rules, duty.day)) return unknown("unknown_holidays", "year", year);
    if (!year_has_ramadan(rules, duty.day)) return unknown("unknown_ramadan", "year", year);
    const bool ramadan =
        find_row(rules.ramadan, duty.day, [](const RamadanPeriod&) { return true; }) != nullptr;
    const auto* row = find_row(rules.schedules, duty.day, [&](const ScheduleRow& schedule) {
        return schedule.plan == duty.plan && schedule.ramadan == ramadan &&
               (schedule.weekdays & weekday_bit(duty.day)) != 0;
    });
    if (const Holiday* holiday = holiday_on(rules, duty.day)) {
        return holiday->kind == HolidayKind::joint_leave
                   ? free_day(DayKind::joint_leave, "joint_leave", *holiday, holiday->name)
                   : free_day(DayKind::holiday, "holiday", *holiday, holiday->name);
    }
    if (row == nullptr) return unknown("unknown_schedule", "plan", duty.plan);
    if (!row->hours) return free_day(DayKind::off, "off", *row, row->name);
    return work_day(duty, *row, row->name, *row->hours);
}

RecordRule record_rule(const Duty& duty, const PresenceRules& rules) {
    for (const std::string& plan : {duty.plan, std::string("*")}) {
        if (const auto* row = find_row(rules.record_rules, duty.day,
                                       [&](const RecordRule& rule) { return rule.plan == plan; }))
            return *row;
    }
    return {};
}

}  // namespace

DayPlan plan_of(const Duty& duty, const PresenceRules& rules) {
    if (duty.plan.empty()) return unknown("unknown_schedule", "plan", "-");
    const bool rostered =
        std::ranges::any_of(rules.shifts, [&](const ShiftRow& row) { return row.plan == duty.plan; });
    DayPlan plan = rostered ? rostered_plan(duty, rules) : weekly_plan(duty, rules);
    if (plan.kind == DayKind::work) plan.records = record_rule(duty, rules);
    return plan;
}

SecondSpan reach_of(const DayPlan& plan) {
    const WorkHours hours = plan.hours.value_or(WorkHours{});
    const SecondSpan shift{(hours.start - kBeforeShift) * 60, (hours.end + kAfterShift) * 60 - 1};
    if (plan.rostered) return shift;
    return {std::min(shift.first, 0), std::max(shift.last, kSecondsADay - 1)};
}

SecondSpan window_of(const WorkHours& hours) {
    return {std::min(kWindowFrom, hours.start - kWindowBefore) * 60,
            std::max(kWindowTo, hours.end + kWindowAfter) * 60};
}

std::string clock_text(int minute_of_day) {
    const int minute = minute_of_day % kMinutesADay;
    std::string text;
    for (const int part : {minute / 60, minute % 60}) {
        text += text.empty() ? "" : ":";
        text += static_cast<char>('0' + part / 10);
        text += static_cast<char>('0' + part % 10);
    }
    return minute_of_day < kMinutesADay ? text : text + "+1";
}

}  // namespace hadir
