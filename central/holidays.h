// One-off and regional holidays, added at any time: a decision of BKD that has the day judged again.
#pragma once

#include <string>

#include "central/database.h"
#include "central/decisions.h"
#include "core/result.h"
#include "core/rules.h"
#include "wire/line.h"

namespace hadir::central {

struct NewHoliday {
    LocalDay day;
    HolidayKind kind = HolidayKind::regional;
    std::string name;
    std::string decree;  // what it rests on
    std::string why;
};
[[nodiscard]] const char* name_of(HolidayKind kind);
[[nodiscard]] std::optional<HolidayKind> holiday_kind_from(std::string_view name);

constexpr std::size_t kHolidayTextBytesMax = 128;

// USAGE for a name or decree that is empty or too long, CONFLICT for a day that BKD has added already.
[[nodiscard]] Result<void> add_holiday(const Database& database, const OwnLedger& own, const Officer& officer,
                                       const NewHoliday& holiday);
// For a database that has lost it: the same from the record.
void apply_holiday(const Database& database, const wire::Line& line);

}  // namespace hadir::central
