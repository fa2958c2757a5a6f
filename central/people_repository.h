// People and their badges. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"

namespace hadir::central {

// A civil servant as the personnel system knows one. The NIP stays inside central.
struct PersonFacts {
    std::string nip;
    std::string name;
    std::string opd;
    std::string unit;
    std::string office;
    bool operator==(const PersonFacts&) const = default;
};

struct Person {
    PersonId person;
    PersonFacts facts;
    std::string number;  // nomor presensi: five digits
    bool active = true;
};

struct Badge {
    BadgeId badge;
    PersonId person;
    std::uint8_t key_id = 0;
    std::string expires;  // the last valid day
    bool revoked = false;
    bool operator==(const Badge&) const = default;
};

class PeopleRepository {
public:
    explicit PeopleRepository(const Database& database) : sql_(database.sql()) {}

    std::vector<Person> all();                           // also those who are gone; by NIP
    std::vector<Person> of_opd(const std::string& opd);  // active ones, by number
    std::optional<Person> find(const PersonId& person);
    std::optional<Person> find_number(const std::string& number);  // among the active
    void add(const Person& person);
    void update(const Person& person);
    // Only id and OPD stay; name and the rest are gone, NIP and number are the id, which is neither.
    void erase(const PersonId& person);

    void add_badge(const Badge& badge);
    std::optional<Badge> find_badge(const BadgeId& badge);
    bool revoke_badge(const BadgeId& badge, UnixMs now);  // false when there is no such badge
    void revoke_badges_of(const PersonId& person, UnixMs now);
    std::vector<Badge> badges_of_opd(const std::string& opd);  // good ones, newest end first
    std::vector<BadgeId> revoked_badges();                     // by id

private:
    soci::session& sql_;
};

}  // namespace hadir::central
