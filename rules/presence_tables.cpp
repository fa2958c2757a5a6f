#include "rules/presence_tables.h"

#include <fmt/format.h>

#include "rules/bands.h"

namespace hadir::rules {
namespace {

constexpr Range kLateAfterSeconds{0, 3'600};
constexpr Range kFlexMinutes{0, 240};
constexpr int kWeek = 7;

// "1-4" or "5" as bits, Monday being bit 0.
std::uint8_t weekdays(Row& row) {
    const std::string_view cell = row.cell("days");
    const auto is_day = [](char c) { return c >= '1' && c <= '7'; };
    const bool one = cell.size() == 1 && is_day(cell[0]);
    const bool span =
        cell.size() == 3 && is_day(cell[0]) && cell[1] == '-' && is_day(cell[2]) && cell[0] < cell[2];
    if (!one && !span) {
        row.fault_in("days", "is neither a weekday from 1 (Monday) to 7 nor a span like 1-4");
        return 0;
    }
    unsigned bits = 0;
    for (char day = cell.front(); day <= cell.back(); ++day)
        bits |= 1U << static_cast<unsigned>(day - '1');
    return static_cast<std::uint8_t>(bits);
}

std::string days_text(std::uint8_t bits) {
    std::string text;
    for (int day = 1; day <= kWeek; ++day) {
        if ((bits >> (day - 1) & 1) == 0) continue;
        text = text.empty() ? std::to_string(day) : text.substr(0, 1) + '-' + std::to_string(day);
    }
    return text;
}

ScheduleRow read_schedule(Row& row) {
    ScheduleRow schedule;
    schedule.plan = row.code("plan");
    schedule.name = row.code("name");
    schedule.ramadan = row.choice<bool>("ramadan", {{"yes", true}, {"no", false}});
    schedule.weekdays = weekdays(row);
    if (row.cell("start") != "off") {
        schedule.hours = row.hours(Row::Overnight::no);
    } else if (!row.empty("end") || !row.empty("break_from") || !row.empty("break_to")) {
        row.fault("a free day has no hours; leave end, break_from and break_to empty, or write the start");
    }
    return schedule;
}

std::vector<std::string> days_of(const ScheduleRow& row) {
    std::vector<std::string> days;
    for (int day = 1; day <= kWeek; ++day) {
        if ((row.weekdays >> (day - 1) & 1) != 0)
            days.push_back(
                fmt::format("{} on day {} {} Ramadan", row.plan, day, row.ramadan ? "in" : "outside"));
    }
    return days;
}

ShiftRow read_shift(Row& row) {
    ShiftRow shift;
    shift.plan = row.code("plan");
    shift.shift = row.code("shift");
    if (shift.shift == "OFF") row.fault("OFF is what a roster calls a free day; give the shift another name");
    shift.hours = row.hours(Row::Overnight::yes);
    return shift;
}

Holiday read_holiday(Row& row) {
    Holiday holiday;
    holiday.day = row.day("day");
    holiday.kind = row.choice<HolidayKind>("kind", {{"national", HolidayKind::national},
                                                    {"joint_leave", HolidayKind::joint_leave},
                                                    {"regional", HolidayKind::regional}});
    holiday.name = row.text("name");
    if (row.cell("valid_from") != row.cell("day") || row.cell("valid_to") != row.cell("day"))
        row.fault("valid_from and valid_to of a holiday are its day");
    return holiday;
}

std::string kind_of(const Holiday& holiday) {
    return holiday.kind == HolidayKind::national      ? "national"
           : holiday.kind == HolidayKind::joint_leave ? "joint_leave"
                                                      : "regional";
}

RamadanPeriod read_period(Row& row) {
    const int year = row.number("year", {1'300, 1'700});
    const auto first = parse_day(row.cell("valid_from"));
    const auto last = parse_day(row.cell("valid_to"));
    const auto days = first && last ? (*last - *first).count() + 1 : 0;
    if (first && days != 29 && days != 30)
        row.fault_in("valid_to", "is not the 29th or 30th day of the month of Ramadan");
    RamadanPeriod period;
    period.year = std::to_string(year);
    return period;
}

RecordPolicy policy(Row& row, std::string_view column) {
    return row.choice<RecordPolicy>(column, {{"first", RecordPolicy::first}, {"last", RecordPolicy::last}});
}

RecordRule read_record_rule(Row& row) {
    RecordRule rule;
    rule.plan = row.code_or_all("plan");
    rule.late_after_s = row.number("late_after_s", kLateAfterSeconds);
    rule.flex_min = row.number("flex_min", kFlexMinutes);
    rule.check_in = policy(row, "check_in");
    rule.check_out = policy(row, "check_out");
    rule.nonrecord_minutes = row.number("nonrecord_minutes", kMinutes);
    return rule;
}

DayBand read_day_band(Row& row) {
    DayBand band;
    const auto [side, level] = row.choice<std::pair<Side, int>>("code", {{"TL1", {Side::in, 1}},
                                                                         {"TL2", {Side::in, 2}},
                                                                         {"TL3", {Side::in, 3}},
                                                                         {"TL4", {Side::in, 4}},
                                                                         {"PSW1", {Side::out, 1}},
                                                                         {"PSW2", {Side::out, 2}},
                                                                         {"PSW3", {Side::out, 3}},
                                                                         {"PSW4", {Side::out, 4}}});
    band.side = side;
    band.level = level;
    band.from = row.number("from", kMinutes);
    band.to = row.open_number("to", kMinutes);
    if (band.to && *band.to <= band.from) row.fault_in("to", "is not after from");
    return band;
}

std::string code_of(const DayBand& band) {
    return (band.side == Side::in ? "TL" : "PSW") + std::to_string(band.level);
}

PaperKind read_paper_kind(Row& row) {
    PaperKind kind;
    kind.code = row.code("code");
    kind.print = row.empty("print") ? "" : row.code("print");
    kind.effect = row.choice<PaperEffect>("effect", {{"leave", PaperEffect::leave},
                                                     {"duty", PaperEffect::duty},
                                                     {"remote", PaperEffect::remote},
                                                     {"correction", PaperEffect::correction}});
    if (kind.print.empty() && kind.effect != PaperEffect::correction)
        row.fault("print is empty; write what the recap shows for such a day");
    kind.text_id = row.text("text_id");
    kind.text_en = row.text("text_en");
    kind.limit = row.cell("limit");
    return kind;
}

}  // namespace

Table<ScheduleRow> read_schedules(const Files& files, Faults& faults) {
    const auto keys = [](const ScheduleRow& row) {
        return fmt::format("{}/{}/{}", row.plan, row.name, days_text(row.weekdays));
    };
    return read_table<ScheduleRow>(
        {"schedules.csv",
         {"plan", "name", "ramadan", "days", "start", "end", "break_from", "break_to"},
         read_schedule,
         keys,
         days_of},
        files, faults);
}

Table<ShiftRow> read_shifts(const Files& files, Faults& faults) {
    const auto keys = [](const ShiftRow& row) { return row.plan + '/' + row.shift; };
    const auto things = [](const ShiftRow& row) {
        return std::vector{fmt::format("shift {} of {}", row.shift, row.plan)};
    };
    return read_table<ShiftRow>(
        {"shifts.csv", {"plan", "shift", "start", "end", "break_from", "break_to"}, read_shift, keys, things},
        files, faults);
}

Table<Holiday> read_holidays(const Files& files, Faults& faults) {
    // A day may be a national and a regional holiday at once, but of one kind only once.
    const auto things = [](const Holiday& row) {
        return std::vector{fmt::format("{} on {}", kind_of(row), format_day(row.day))};
    };
    return read_table<Holiday>({"holidays.csv", {"day", "kind", "name"}, read_holiday, kind_of, things},
                               files, faults);
}

Table<RamadanPeriod> read_ramadan(const Files& files, Faults& faults) {
    const auto keys = [](const RamadanPeriod& row) { return row.year; };
    const auto things = [](const RamadanPeriod&) { return std::vector{std::string("Ramadan")}; };
    return read_table<RamadanPeriod>({"ramadan.csv", {"year"}, read_period, keys, things}, files, faults);
}

Table<RecordRule> read_record_rules(const Files& files, Faults& faults) {
    const auto keys = [](const RecordRule& row) { return row.plan; };
    const auto things = [](const RecordRule& row) { return std::vector{"plan " + row.plan}; };
    return read_table<RecordRule>(
        {"record_rules.csv",
         {"plan", "late_after_s", "flex_min", "check_in", "check_out", "nonrecord_minutes"},
         read_record_rule,
         keys,
         things},
        files, faults);
}

Table<DayBand> read_day_bands(const Files& files, Faults& faults) {
    const auto things = [](const DayBand& row) { return std::vector{code_of(row)}; };
    auto table = read_table<DayBand>(
        {"day_bands.csv", {"code", "from", "to"}, read_day_band, code_of, things}, files, faults);
    if (faults.names("day_bands.csv")) return table;
    std::vector<Band> bands;
    for (const auto& [row, line] : table)
        bands.push_back({row.side == Side::in ? "TL" : "PSW", row.from, row.to, row.valid, line});
    check_bands("day_bands.csv", std::move(bands), {.start = BandRules::Start::at_one}, faults);
    return table;
}

Table<PaperKind> read_paper_kinds(const Files& files, Faults& faults) {
    const auto keys = [](const PaperKind& row) { return row.code; };
    const auto things = [](const PaperKind& row) { return std::vector{row.code}; };
    return read_table<PaperKind>({"paper_kinds.csv",
                                  {"code", "print", "effect", "text_id", "text_en", "limit"},
                                  read_paper_kind,
                                  keys,
                                  things},
                                 files, faults);
}

}  // namespace hadir::rules
