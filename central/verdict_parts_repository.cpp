// Which part of an OPD's figures a person's day is.
#include <soci/soci.h>

#include <algorithm>
#include <array>

#include "central/verdicts_repository.h"

namespace hadir::central {
namespace {

constexpr std::array<const char*, 8> kParts = {"on_time", "late",    "duty",    "leave",
                                               "absent",  "pending", "unknown", "free"};

}  // namespace

const char* name_of(DayPart part) {
    return kParts[static_cast<std::size_t>(part)];
}

std::optional<DayPart> day_part_from(std::string_view name) {
    const auto* found = std::ranges::find(kParts, name);
    if (found == kParts.end()) return std::nullopt;
    return static_cast<DayPart>(found - kParts.begin());
}

const char* day_part_sql() {
    return "CASE WHEN v.kind IN ('off', 'holiday', 'joint_leave') THEN 7 WHEN v.code = 'TK' THEN 4 "
           "WHEN v.code = 'TH' THEN 5 WHEN v.paper IN ('duty', 'remote') THEN 2 WHEN v.paper = 'leave' THEN "
           "3 "
           "WHEN v.code IN ('TW', 'HD') OR (v.code = 'BD' AND v.so_far IN ('on_time', 'excused')) THEN 0 "
           "WHEN v.code <> 'BD' OR v.so_far IN ('late', 'unrecorded') THEN 1 ELSE 6 END";
}

std::vector<OpdFigures> VerdictsRepository::by_opd(const std::string& day, const OpdScope& scope) {
    OpdFigures row;
    long long people = 0, on_time = 0, late = 0, duty = 0, leave = 0, absent = 0, pending = 0, unknown = 0,
              free = 0;
    std::string sql = "SELECT opd, COUNT(*)";
    for (std::size_t part = 0; part < kParts.size(); ++part)
        sql += ", SUM(part = " + std::to_string(part) + ")";
    sql +=
        std::string(" FROM (SELECT opd, ") + day_part_sql() +
        " AS part FROM verdicts v WHERE day = :day AND (:all = 1 OR opd = :opd)) GROUP BY opd ORDER BY opd";
    soci::statement statement =
        (sql_.prepare << sql, soci::use(day), soci::use(scope.all_flag()), soci::use(scope.opd()),
         soci::into(row.opd), soci::into(people), soci::into(on_time), soci::into(late), soci::into(duty),
         soci::into(leave), soci::into(absent), soci::into(pending), soci::into(unknown), soci::into(free));
    statement.execute();
    std::vector<OpdFigures> rows;
    while (statement.fetch())
        rows.push_back({row.opd, people, on_time, late, duty, leave, absent, pending, unknown, free});
    return rows;
}

}  // namespace hadir::central
