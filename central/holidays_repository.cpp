#include "central/holidays_repository.h"

#include <soci/soci.h>

#include "central/holidays.h"

namespace hadir::central {
bool HolidaysRepository::add(const Holiday& holiday) {
    const std::string day = format_day(holiday.day), kind = name_of(holiday.kind);
    soci::statement insert =
        (sql_.prepare << "INSERT INTO added_holidays (day, kind, name, source) VALUES (:day, "
                         ":kind, :name, :source) ON CONFLICT (day) DO NOTHING",
         soci::use(day), soci::use(kind), soci::use(holiday.name), soci::use(holiday.source));
    insert.execute(true);
    return insert.get_affected_rows() > 0;
}

std::vector<Holiday> HolidaysRepository::all() {
    std::string day, kind, name, source;
    soci::statement statement =
        (sql_.prepare << "SELECT day, kind, name, source FROM added_holidays ORDER BY day", soci::into(day),
         soci::into(kind), soci::into(name), soci::into(source));
    statement.execute();
    std::vector<Holiday> holidays;
    while (statement.fetch()) {
        Holiday holiday;
        holiday.id = "holidays/added@" + day;
        holiday.day = parse_day(day).value_or(LocalDay{});
        holiday.valid = {holiday.day, holiday.day};
        holiday.source = source;
        holiday.confidence = Confidence::read;
        holiday.kind = holiday_kind_from(kind).value_or(HolidayKind::regional);
        holiday.name = name;
        holidays.push_back(std::move(holiday));
    }
    return holidays;
}

}  // namespace hadir::central
