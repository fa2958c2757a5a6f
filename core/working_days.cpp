#include "core/working_days.h"

namespace hadir {
namespace {

constexpr std::chrono::days kSearched{550};

}  // namespace

std::optional<LocalDay> working_day_after(LocalDay day, int count, const WorkingDay& works) {
    const LocalDay last = day + kSearched;
    while (count > 0) {
        day += std::chrono::days(1);
        if (day > last) return std::nullopt;
        if (works(day)) --count;
    }
    return day;
}

}  // namespace hadir
