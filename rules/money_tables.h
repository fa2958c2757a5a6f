// The tables of what presence, leave and sanctions take off the allowance.
#pragma once

#include "core/discipline_rules.h"
#include "rules/table.h"

namespace hadir::rules {

[[nodiscard]] Table<Deduction> read_deductions(const Files& files, Faults& faults);
[[nodiscard]] Table<LeavePay> read_leave_pay(const Files& files, Faults& faults);
[[nodiscard]] Table<SanctionCut> read_sanction_cuts(const Files& files, Faults& faults);

}  // namespace hadir::rules
