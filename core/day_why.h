// The sentences of a verdict: which rule and which stamp led to it, in the order in which one would say it.
#pragma once

#include <vector>

#include "core/day_findings.h"
#include "core/judge.h"

namespace hadir {

// Marks a day that has stamps outside its window, and tells of another zone; `stamps` are those that count
// (D6, D21).
void why_stamps(DayVerdict& verdict, const DayCase& day, const std::vector<Seen>& stamps);
// What was found on each side.
void why_sides(DayVerdict& verdict, const DayCase& day, const DayFindings& findings,
               const std::vector<Seen>& stamps);
// Marks a day of which a side that is known has another band when its stamps are read plainly (D23).
void why_interval(DayVerdict& verdict, const DayFindings& plainly);
// What the verdict takes from the allowance, and by which rows (D17, D35).
void why_deducted(DayVerdict& verdict, const DayCase& day, const DayFindings& findings);

}  // namespace hadir
