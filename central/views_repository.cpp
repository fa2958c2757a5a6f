#include "central/views_repository.h"

#include <soci/soci.h>

namespace hadir::central {

std::vector<PersonId> ViewsRepository::fresh(const ViewKey& key, const std::vector<PersonId>& people) {
    const std::string viewer = key.viewer.hex();
    std::string person;
    long long count = 0;
    soci::statement statement =
        (sql_.prepare << "SELECT COUNT(*) FROM person_views WHERE person = :person AND day = :day AND "
                         "viewer = :viewer AND role = :role AND kind = :kind AND why = :why",
         soci::use(person), soci::use(key.day), soci::use(viewer), soci::use(key.role), soci::use(key.kind),
         soci::use(key.why), soci::into(count));
    std::vector<PersonId> found;
    for (const PersonId& one : people) {
        person = one.hex();
        statement.execute(true);
        if (count == 0) found.push_back(one);
    }
    return found;
}

void ViewsRepository::add(const ViewKey& key, UnixMs now) {
    const std::string person = key.person.hex();
    const std::string viewer = key.viewer.hex();
    const long long at = now.value;
    sql_ << "INSERT INTO person_views (person, viewer, role, kind, day, why, first_ms, last_ms, times) "
            "VALUES (:person, :viewer, :role, :kind, :day, :why, :at, :at2, 1) "
            "ON CONFLICT (person, day, viewer, role, kind, why) DO UPDATE SET last_ms = excluded.last_ms, "
            "times = person_views.times + 1",
        soci::use(person), soci::use(viewer), soci::use(key.role), soci::use(key.kind), soci::use(key.day),
        soci::use(key.why), soci::use(at), soci::use(at);
}

std::vector<ViewRow> ViewsRepository::of_person(const PersonId& person, std::int64_t before, int limit) {
    const std::string whose = person.hex();
    const long long end = before;
    long long id = 0, first = 0, last = 0, times = 0;
    std::string viewer, name, role, kind, day, why;
    soci::statement statement =
        (sql_.prepare
             << "SELECT v.id, v.viewer, COALESCE(p.name, ''), v.role, v.kind, v.day, v.why, v.first_ms, "
                "v.last_ms, v.times FROM person_views v LEFT JOIN people p ON p.person = v.viewer "
                "WHERE v.person = :person AND v.id < :before ORDER BY v.id DESC LIMIT :limit",
         soci::use(whose), soci::use(end), soci::use(limit), soci::into(id), soci::into(viewer),
         soci::into(name), soci::into(role), soci::into(kind), soci::into(day), soci::into(why),
         soci::into(first), soci::into(last), soci::into(times));
    statement.execute();
    std::vector<ViewRow> rows;
    while (statement.fetch())
        rows.push_back({id,
                        PersonId::parse_hex(viewer).value_or(PersonId{}),
                        name.empty() ? std::nullopt : std::optional(name),
                        role,
                        kind,
                        day,
                        why,
                        {first},
                        {last},
                        times});
    return rows;
}

void ViewsRepository::erase_of(const PersonId& person) {
    const std::string id = person.hex();
    sql_ << "DELETE FROM person_views WHERE person = :person", soci::use(id);
}

std::vector<std::string> ViewsRepository::reasons() {
    std::string why;
    soci::statement statement =
        (sql_.prepare << "SELECT DISTINCT why FROM person_views WHERE why <> ''", soci::into(why));
    statement.execute();
    std::vector<std::string> found;
    while (statement.fetch())
        found.push_back(why);
    return found;
}

void ViewsRepository::erase_reason(const std::string& why) {
    // Where the same look without a reason is there already, the two would be one row.
    sql_ << "DELETE FROM person_views WHERE why = :why AND EXISTS (SELECT 1 FROM person_views t WHERE "
            "t.person = person_views.person AND t.day = person_views.day AND t.viewer = person_views.viewer "
            "AND t.role = person_views.role AND t.kind = person_views.kind AND t.why = '')",
        soci::use(why);
    sql_ << "UPDATE person_views SET why = '' WHERE why = :why", soci::use(why);
}

}  // namespace hadir::central
