#include "central/erasures_repository.h"

#include <soci/soci.h>

#include "wire/signed_file.h"

namespace hadir::central {

bool ErasuresRepository::add(const Erasure& erasure) {
    if (holds(erasure.person)) return false;
    const std::string person = erasure.person.hex();
    const long long at = erasure.at.value;
    sql_ << "INSERT INTO erasures (person, erased_ms) VALUES (:person, :at)", soci::use(person),
        soci::use(at);
    return true;
}

std::vector<Erasure> ErasuresRepository::all() {
    std::string person;
    long long at = 0;
    soci::statement select =
        (sql_.prepare << "SELECT person, erased_ms FROM erasures ORDER BY erased_ms, person",
         soci::into(person), soci::into(at));
    select.execute();
    std::vector<Erasure> erasures;
    while (select.fetch())
        erasures.push_back({PersonId::parse_hex(person).value_or(PersonId{}), {at}});
    return erasures;
}

bool ErasuresRepository::holds(const PersonId& person) {
    const std::string id = person.hex();
    int found = 0;
    sql_ << "SELECT COUNT(*) FROM erasures WHERE person = :person", soci::use(id), soci::into(found);
    return found != 0;
}

void ErasuresRepository::await_terminals(const Erasure& erasure) {
    const std::string person = erasure.person.hex();
    struct Held {
        long long device;
        long long version;
    };
    std::vector<Held> rows;
    long long device = 0, version = 0;
    {
        soci::statement select =
            (sql_.prepare << "SELECT d.id, MAX(f.version) FROM devices d JOIN signed_files f ON "
                             "f.kind = 'roster' AND f.dev = d.dev WHERE d.own = 0 GROUP BY d.id",
             soci::into(device), soci::into(version));
        select.execute();
        while (select.fetch())
            rows.push_back({device, version});
    }
    for (const Held& held : rows) {
        // No roster with the person can have this number, also none that a restored database has forgotten.
        const long long least = wire::next_version(held.version, erasure.at);
        sql_ << "INSERT INTO erasure_terminals (person, device, roster) VALUES (:person, :device, :roster) "
                "ON CONFLICT (person, device) DO NOTHING",
            soci::use(person), soci::use(held.device), soci::use(least);
    }
}

void ErasuresRepository::acknowledge(std::int64_t device, std::int64_t roster, UnixMs now) {
    const long long of = device, version = roster, at = now.value;
    sql_ << "UPDATE erasure_terminals SET done_ms = :at WHERE device = :device AND done_ms IS NULL AND "
            "roster <= :roster",
        soci::use(at), soci::use(of), soci::use(version);
}

std::vector<ErasureTerminal> ErasuresRepository::terminals() {
    std::string person, dev, kiosk, office;
    int revoked = 0;
    long long done = 0;
    soci::statement select =
        (sql_.prepare
             << "SELECT t.person, d.dev, d.kiosk, d.office, CASE WHEN d.revoked_ms IS NULL THEN 0 ELSE "
                "1 END, COALESCE(t.done_ms, 0) FROM erasure_terminals t JOIN devices d ON "
                "d.id = t.device ORDER BY t.person, COALESCE(t.done_ms, 0), d.dev",
         soci::into(person), soci::into(dev), soci::into(kiosk), soci::into(office), soci::into(revoked),
         soci::into(done));
    select.execute();
    std::vector<ErasureTerminal> terminals;
    while (select.fetch()) {
        terminals.push_back({PersonId::parse_hex(person).value_or(PersonId{}),
                             DeviceId::parse_hex(dev).value_or(DeviceId{}), kiosk, office, revoked != 0,
                             done != 0 ? std::optional(UnixMs{done}) : std::nullopt});
    }
    return terminals;
}

bool ErasuresRepository::is_unscrubbed() {
    int count = 0;
    sql_ << "SELECT COUNT(*) FROM erasures WHERE scrubbed_ms IS NULL", soci::into(count);
    return count != 0;
}

void ErasuresRepository::scrubbed(UnixMs now) {
    const long long at = now.value;
    sql_ << "UPDATE erasures SET scrubbed_ms = :at WHERE scrubbed_ms IS NULL", soci::use(at);
}

}  // namespace hadir::central
