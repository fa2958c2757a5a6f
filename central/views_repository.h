// Who has looked at whose data. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/permissions.h"
#include "core/bytes.h"
#include "core/time.h"

namespace hadir::central {

struct ViewKey {
    PersonId person;  // who was looked at
    PersonId viewer;
    std::string role;  // of the viewer, then
    std::string kind;
    std::string day;
    std::string why;  // empty where no reason is asked for
};

struct ViewRow {
    std::int64_t id = 0;
    PersonId viewer;
    std::optional<std::string> name;  // of the viewer; none when nobody is known by that id
    std::string role, kind, day, why;
    UnixMs first, last;
    std::int64_t times = 0;
};

class ViewsRepository {
public:
    explicit ViewsRepository(const Database& database) : sql_(database.sql()) {}

    // Of these people, whom that viewer has not looked at so on that day.
    std::vector<PersonId> fresh(const ViewKey& key, const std::vector<PersonId>& people);
    void add(const ViewKey& key, UnixMs now);  // one more time
    // Newest first, before that row.
    std::vector<ViewRow> of_person(const PersonId& person, std::int64_t before, int limit);

    // What tells of looks at that person; as a viewer only the id stays, which names nobody.
    void erase_of(const PersonId& person);
    std::vector<std::string> reasons();
    void erase_reason(const std::string& why);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
