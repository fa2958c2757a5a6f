#include "central/people_repository.h"

#include <soci/soci.h>

namespace hadir::central {
namespace {

// The columns of a person, bound once and read row by row.
struct PersonColumns {
    std::string person, nip, name, opd, unit, office, number;
    int active = 0;

    [[nodiscard]] Person row() const {
        return {PersonId::parse_hex(person).value_or(PersonId{}),
                {nip, name, opd, unit, office},
                number,
                active != 0};
    }
};

constexpr const char* kPersonFrom =
    "SELECT person, nip, name, opd, unit, office, number, active FROM people ";

}  // namespace

std::vector<Person> PeopleRepository::all() {
    PersonColumns c;
    soci::statement statement =
        (sql_.prepare << std::string(kPersonFrom) + "ORDER BY nip", soci::into(c.person), soci::into(c.nip),
         soci::into(c.name), soci::into(c.opd), soci::into(c.unit), soci::into(c.office),
         soci::into(c.number), soci::into(c.active));
    statement.execute();
    std::vector<Person> people;
    while (statement.fetch())
        people.push_back(c.row());
    return people;
}

std::vector<Person> PeopleRepository::of_opd(const std::string& opd) {
    PersonColumns c;
    soci::statement statement =
        (sql_.prepare << std::string(kPersonFrom) + "WHERE opd = :opd AND active = 1 ORDER BY number",
         soci::use(opd), soci::into(c.person), soci::into(c.nip), soci::into(c.name), soci::into(c.opd),
         soci::into(c.unit), soci::into(c.office), soci::into(c.number), soci::into(c.active));
    statement.execute();
    std::vector<Person> people;
    while (statement.fetch())
        people.push_back(c.row());
    return people;
}

std::optional<Person> PeopleRepository::find(const PersonId& person) {
    const std::string id = person.hex();
    PersonColumns c;
    sql_ << std::string(kPersonFrom) + "WHERE person = :person", soci::use(id), soci::into(c.person),
        soci::into(c.nip), soci::into(c.name), soci::into(c.opd), soci::into(c.unit), soci::into(c.office),
        soci::into(c.number), soci::into(c.active);
    if (!sql_.got_data()) return std::nullopt;
    return c.row();
}

std::optional<Person> PeopleRepository::find_number(const std::string& number) {
    PersonColumns c;
    sql_ << std::string(kPersonFrom) + "WHERE number = :number AND active = 1", soci::use(number),
        soci::into(c.person), soci::into(c.nip), soci::into(c.name), soci::into(c.opd), soci::into(c.unit),
        soci::into(c.office), soci::into(c.number), soci::into(c.active);
    if (!sql_.got_data()) return std::nullopt;
    return c.row();
}

void PeopleRepository::add(const Person& person) {
    const std::string id = person.person.hex();
    const int active = person.active ? 1 : 0;
    sql_ << "INSERT INTO people (person, nip, name, opd, unit, office, number, active) "
            "VALUES (:person, :nip, :name, :opd, :unit, :office, :number, :active)",
        soci::use(id), soci::use(person.facts.nip), soci::use(person.facts.name), soci::use(person.facts.opd),
        soci::use(person.facts.unit), soci::use(person.facts.office), soci::use(person.number),
        soci::use(active);
}

void PeopleRepository::update(const Person& person) {
    const std::string id = person.person.hex();
    const int active = person.active ? 1 : 0;
    sql_ << "UPDATE people SET name = :name, opd = :opd, unit = :unit, office = :office, active = :active "
            "WHERE person = :person",
        soci::use(person.facts.name), soci::use(person.facts.opd), soci::use(person.facts.unit),
        soci::use(person.facts.office), soci::use(active), soci::use(id);
}

void PeopleRepository::erase(const PersonId& person) {
    const std::string id = person.hex();
    sql_ << "UPDATE people SET nip = person, number = person, name = '', unit = '', office = '', active = 0 "
            "WHERE person = :person",
        soci::use(id);
}

void PeopleRepository::add_badge(const Badge& badge) {
    const std::string id = badge.badge.hex();
    const std::string person = badge.person.hex();
    const int key_id = badge.key_id;
    sql_ << "INSERT INTO badges (badge, person, key_id, expires) VALUES (:badge, :person, :key, :expires)",
        soci::use(id), soci::use(person), soci::use(key_id), soci::use(badge.expires);
}

std::optional<Badge> PeopleRepository::find_badge(const BadgeId& badge) {
    const std::string id = badge.hex();
    std::string person, expires;
    int key_id = 0;
    long long revoked = 0;
    sql_ << "SELECT person, key_id, expires, COALESCE(revoked_ms, 0) FROM badges WHERE badge = :badge",
        soci::use(id), soci::into(person), soci::into(key_id), soci::into(expires), soci::into(revoked);
    if (!sql_.got_data()) return std::nullopt;
    return Badge{badge, PersonId::parse_hex(person).value_or(PersonId{}), static_cast<std::uint8_t>(key_id),
                 expires, revoked != 0};
}

bool PeopleRepository::revoke_badge(const BadgeId& badge, UnixMs now) {
    const std::string id = badge.hex();
    const long long at = now.value;
    sql_ << "UPDATE badges SET revoked_ms = COALESCE(revoked_ms, :at) WHERE badge = :badge", soci::use(at),
        soci::use(id);
    return find_badge(badge).has_value();
}

void PeopleRepository::revoke_badges_of(const PersonId& person, UnixMs now) {
    const std::string id = person.hex();
    const long long at = now.value;
    sql_ << "UPDATE badges SET revoked_ms = COALESCE(revoked_ms, :at) WHERE person = :person", soci::use(at),
        soci::use(id);
}

std::vector<Badge> PeopleRepository::badges_of_opd(const std::string& opd) {
    std::string badge, person, expires;
    int key_id = 0;
    soci::statement statement =
        (sql_.prepare
             << "SELECT b.badge, b.person, b.key_id, b.expires FROM badges b JOIN people p "
                "ON p.person = b.person WHERE p.opd = :opd AND p.active = 1 AND b.revoked_ms IS NULL "
                "ORDER BY b.expires DESC, b.badge",
         soci::use(opd), soci::into(badge), soci::into(person), soci::into(key_id), soci::into(expires));
    statement.execute();
    std::vector<Badge> badges;
    while (statement.fetch()) {
        badges.push_back({BadgeId::parse_hex(badge).value_or(BadgeId{}),
                          PersonId::parse_hex(person).value_or(PersonId{}), static_cast<std::uint8_t>(key_id),
                          expires, false});
    }
    return badges;
}

std::vector<BadgeId> PeopleRepository::revoked_badges() {
    std::string badge;
    soci::statement statement =
        (sql_.prepare << "SELECT badge FROM badges WHERE revoked_ms IS NOT NULL ORDER BY badge",
         soci::into(badge));
    statement.execute();
    std::vector<BadgeId> badges;
    while (statement.fetch())
        badges.push_back(BadgeId::parse_hex(badge).value_or(BadgeId{}));
    return badges;
}

}  // namespace hadir::central
