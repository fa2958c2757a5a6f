// The tables of what absence leads to.
#pragma once

#include "core/discipline_rules.h"
#include "rules/table.h"

namespace hadir::rules {

[[nodiscard]] Table<Sanction> read_sanctions(const Files& files, Faults& faults);
[[nodiscard]] Table<Threshold> read_thresholds(const Files& files, Faults& faults);
[[nodiscard]] Table<Conversion> read_conversions(const Files& files, Faults& faults);
[[nodiscard]] Table<Authority> read_authority(const Files& files, Faults& faults);
[[nodiscard]] Table<CaseStep> read_case_steps(const Files& files, Faults& faults);

}  // namespace hadir::rules
