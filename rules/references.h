// What one table says of another: codes, plans, profiles and sanctions that must be there.
#pragma once

#include "core/discipline_rules.h"
#include "rules/sentences.h"
#include "rules/table.h"

namespace hadir::rules {

struct Tables {
    Table<ScheduleRow> schedules;
    Table<ShiftRow> shifts;
    Table<Holiday> holidays;
    Table<RamadanPeriod> ramadan;
    Table<RecordRule> record_rules;
    Table<DayBand> day_bands;
    Table<Deduction> deductions;
    Table<LeavePay> leave_pay;
    Table<PaperKind> paper_kinds;
    Table<Sanction> sanctions;
    Table<Threshold> thresholds;
    Table<Conversion> conversions;
    Table<Authority> authority;
    Table<CaseStep> case_steps;
    Table<SanctionCut> sanction_cuts;
    Table<Sentence> sentences;
};

void check_references(const Tables& tables, Faults& faults);

}  // namespace hadir::rules
