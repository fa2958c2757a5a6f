// To which day each stamp belongs. Shifts that meet share stamps; one stamp goes to one day, where it helps
// (D7, D23).
#pragma once

#include <vector>

#include "core/day_findings.h"

namespace hadir {

// A day of the span: work days have a case; of the others only the stamps of their date are asked.
using DayShares = std::vector<std::vector<Seen>>;

// One list a case, in the order of the stamps' times. Cases are of consecutive days.
[[nodiscard]] DayShares share_stamps(const std::vector<DayCase>& days, const std::vector<Stamp>& stamps);

// The same read plainly, and not for the person: each stamp goes to the day and event that is nearest to the
// middle of its interval. What differs from the other was decided by that.
[[nodiscard]] DayShares share_plainly(const std::vector<DayCase>& days, const std::vector<Stamp>& stamps);

}  // namespace hadir
