#include "central/absences_repository.h"

#include <soci/soci.h>

#include "central/verdicts_repository.h"

namespace hadir::central {

void AbsencesRepository::add(const PersonId& person, LocalDay day) {
    const std::string id = person.hex(), of = format_day(day);
    sql_ << "INSERT INTO case_queue (person, first_day) VALUES (:person, :day) ON CONFLICT (person) DO "
            "UPDATE SET "
            "first_day = MIN(first_day, excluded.first_day)",
        soci::use(id), soci::use(of);
}

void AbsencesRepository::add_everybody(LocalDay since) {
    const std::string first = format_day(since);
    sql_ << "INSERT INTO case_queue (person, first_day) SELECT person, :first FROM (SELECT person FROM "
            "verdicts WHERE "
            "day >= :since AND (code = 'TK' OR in_missing + out_missing > 0) UNION SELECT person FROM cases) "
            "WHERE 1 "
            "ON CONFLICT (person) DO UPDATE SET first_day = MIN(first_day, excluded.first_day)",
        soci::use(first), soci::use(first);
}

std::vector<QueuedPerson> AbsencesRepository::take(int limit) {
    std::string person, first;
    std::vector<QueuedPerson> taken;
    soci::statement select =
        (sql_.prepare << "SELECT person, first_day FROM case_queue ORDER BY person LIMIT :limit",
         soci::use(limit), soci::into(person), soci::into(first));
    select.execute();
    while (select.fetch()) {
        const auto id = PersonId::parse_hex(person);
        const auto day = parse_day(first);
        if (id && day) taken.push_back({*id, *day});
    }
    sql_ << "DELETE FROM case_queue WHERE person IN (SELECT person FROM case_queue ORDER BY person LIMIT "
            ":limit)",
        soci::use(limit);
    return taken;
}

bool AbsencesRepository::is_empty() {
    int waiting = 0;
    sql_ << "SELECT EXISTS (SELECT 1 FROM case_queue)", soci::into(waiting);
    return waiting == 0;
}

std::vector<DayVerdict> AbsencesRepository::days_of(const PersonId& person, LocalDay first) {
    const std::string id = person.hex(), since = format_day(first);
    std::string day, kind, code;
    int in = 0, out = 0;
    soci::statement select =
        (sql_.prepare
             << "SELECT day, kind, code, in_missing, out_missing FROM verdicts WHERE person = :person AND "
                "day >= :first ORDER BY day",
         soci::use(id), soci::use(since), soci::into(day), soci::into(kind), soci::into(code), soci::into(in),
         soci::into(out));
    select.execute();
    std::vector<DayVerdict> days;
    while (select.fetch()) {
        DayVerdict verdict;
        verdict.day = parse_day(day).value_or(LocalDay{});
        verdict.kind = day_kind_from(kind);
        verdict.code = code;
        verdict.in.missing = in;
        verdict.out.missing = out;
        days.push_back(std::move(verdict));
    }
    return days;
}

LocalDay AbsencesRepository::run_begin(const PersonId& person, LocalDay day) {
    const std::string id = person.hex(), of = format_day(day);
    std::string last;
    // Free days are passed over (D20); whatever else is no absence ends the run.
    sql_ << "SELECT COALESCE(MAX(day), '') FROM verdicts WHERE person = :person AND day < :day AND code <> "
            "'TK' AND "
            "kind NOT IN ('off', 'holiday', 'joint_leave')",
        soci::use(id), soci::use(of), soci::into(last);
    if (const auto ended = parse_day(last)) return *ended + std::chrono::days(1);
    std::string first;
    sql_ << "SELECT COALESCE(MIN(day), '') FROM verdicts WHERE person = :person AND day < :day",
        soci::use(id), soci::use(of), soci::into(first);
    return parse_day(first).value_or(day);
}

}  // namespace hadir::central
