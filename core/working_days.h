// Deadlines that are counted in working days.
#pragma once

#include <functional>
#include <optional>

#include "core/time.h"

namespace hadir {

// Whether people work on that day, by the calendar that the deadline is counted on.
using WorkingDay = std::function<bool(LocalDay)>;

// The `count`-th working day after `day`, which itself does not count; none where the calendar has no such
// day within a year and a half, as when nobody has entered it.
[[nodiscard]] std::optional<LocalDay> working_day_after(LocalDay day, int count, const WorkingDay& works);

}  // namespace hadir
