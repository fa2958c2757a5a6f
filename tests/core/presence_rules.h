// Rows as in config/rules, few enough to be read beside a test.
#pragma once

#include "core/judge.h"
#include "core/rules.h"

namespace hadir {

inline LocalDay day_of(const char* text) {
    return *parse_day(text);
}

template <class Row>
Row row_of(std::string id, Row row) {
    row.id = std::move(id);
    row.valid = {day_of("2019-01-01"), std::nullopt};
    return row;
}

inline ScheduleRow weekdays(std::uint8_t bits, std::optional<WorkHours> hours) {
    ScheduleRow row;
    row.plan = row.name = "FIVE";
    row.weekdays = bits;
    row.hours = hours;
    return row_of("schedules/FIVE/" + std::to_string(bits), row);
}

inline Holiday holiday(const char* day, HolidayKind kind, const char* name) {
    Holiday row;
    row.day = day_of(day);
    row.kind = kind;
    row.name = name;
    return row_of(std::string("holidays/") + day, row);
}

inline ShiftRow shift(const char* name, int start, int end) {
    ShiftRow row;
    row.plan = "SHIFTS";
    row.shift = name;
    row.hours = {start, end, 0, 0};
    return row_of(std::string("shifts/") + name, row);
}

inline DayBand band(Side side, int level, int from, std::optional<int> to) {
    DayBand row;
    row.side = side;
    row.level = level;
    row.from = from;
    row.to = to;
    return row_of("day_bands/" + std::to_string(level), row);
}

inline Deduction deduction(DeductionKind kind, int from, std::optional<int> to, int basis_points) {
    Deduction row;
    row.profile = "P";
    row.kind = kind;
    row.from = from;
    row.to = to;
    row.basis_points = basis_points;
    return row_of("deductions/P/" + std::to_string(basis_points), row);
}

inline PaperKind paper_kind(const char* code, PaperEffect effect) {
    PaperKind row;
    row.code = row.print = code;
    row.effect = effect;
    return row_of(std::string("paper_kinds/") + code, row);
}

// Five days 07:30 to 16:00, Friday to 16:30; shifts round the clock; bands of 30 minutes; 3 % for a day of
// absence.
inline PresenceRules presence_rules() {
    PresenceRules rules;
    rules.schedules = {weekdays(0b0001111, WorkHours{450, 960, 720, 780}),
                       weekdays(0b0010000, WorkHours{450, 990, 690, 780}), weekdays(0b1100000, std::nullopt)};
    rules.shifts = {shift("PAGI", 420, 840), shift("SIANG", 840, 1260), shift("MALAM", 1260, 1860)};
    rules.holidays = {holiday("2026-01-01", HolidayKind::national, "Tahun Baru"),
                      holiday("2026-05-15", HolidayKind::joint_leave, "Cuti bersama")};
    RamadanPeriod ramadan;
    ramadan.year = "1447";
    rules.ramadan = {row_of("ramadan/1447", ramadan)};
    rules.ramadan.front().valid = {day_of("2026-02-19"), day_of("2026-03-20")};
    RecordRule records;
    records.plan = "*";
    rules.record_rules = {row_of("record_rules/*", records)};
    for (const auto& [side, kind] :
         {std::pair(Side::in, DeductionKind::late), std::pair(Side::out, DeductionKind::early)}) {
        rules.day_bands.push_back(band(side, 1, 1, 31));
        rules.day_bands.push_back(band(side, 2, 31, 61));
        rules.day_bands.push_back(band(side, 3, 61, 91));
        rules.day_bands.push_back(band(side, 4, 91, std::nullopt));
        rules.deductions.push_back(deduction(kind, 1, 31, 50));
        rules.deductions.push_back(deduction(kind, 31, 61, 100));
        rules.deductions.push_back(deduction(kind, 61, 91, 125));
        rules.deductions.push_back(deduction(kind, 91, std::nullopt, 150));
    }
    rules.deductions.push_back(deduction(DeductionKind::absent_day, 0, std::nullopt, 300));
    rules.paper_kinds = {paper_kind("CT", PaperEffect::leave), paper_kind("DL", PaperEffect::duty),
                         paper_kind("WFA", PaperEffect::remote),
                         paper_kind("KOREKSI", PaperEffect::correction)};
    return rules;
}

// On the local clock of a zone: "2026-11-24", "07:30:59".
inline UnixMs local(const char* day, const char* time, Zone zone = Zone::wib) {
    const auto at = parse_at(std::string(day) + 'T' + time + ".000Z");
    return *at + -std::chrono::milliseconds(offset_of(zone));
}

}  // namespace hadir
