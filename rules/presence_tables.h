// The tables of which presence is judged.
#pragma once

#include "rules/table.h"

namespace hadir::rules {

[[nodiscard]] Table<ScheduleRow> read_schedules(const Files& files, Faults& faults);
[[nodiscard]] Table<ShiftRow> read_shifts(const Files& files, Faults& faults);
[[nodiscard]] Table<Holiday> read_holidays(const Files& files, Faults& faults);
[[nodiscard]] Table<RamadanPeriod> read_ramadan(const Files& files, Faults& faults);
[[nodiscard]] Table<RecordRule> read_record_rules(const Files& files, Faults& faults);
[[nodiscard]] Table<DayBand> read_day_bands(const Files& files, Faults& faults);
[[nodiscard]] Table<PaperKind> read_paper_kinds(const Files& files, Faults& faults);

}  // namespace hadir::rules
