#include "central/evidence_repository.h"

#include <soci/soci.h>

namespace hadir::central {

namespace {

constexpr const char* kOfErased =
    " FROM evidence e LEFT JOIN phone_claims c ON c.record = e.record "
    "JOIN attendance a ON a.record = e.record OR (a.device = c.device AND a.inc = c.inc AND a.seq = "
    "c.of_seq) "
    "LEFT JOIN badges b ON b.badge = a.badge "
    "JOIN erasures x ON x.person = COALESCE(b.person, a.person) WHERE 1 = 1";

}  // namespace

void EvidenceRepository::add(std::int64_t record, std::int64_t device, const Hash& sha256) {
    const long long record_id = record;
    const long long device_id = device;
    const std::string digest = sha256.hex();
    sql_ << "INSERT INTO evidence (record, device, sha256) VALUES (:record, :device, :sha256) "
            "ON CONFLICT (record, sha256) DO NOTHING",
        soci::use(record_id), soci::use(device_id), soci::use(digest);
}

void EvidenceRepository::clear() {
    sql_ << "DELETE FROM evidence";
}

bool EvidenceRepository::is_named(std::int64_t device, const Hash& sha256) {
    const long long device_id = device;
    const std::string digest = sha256.hex();
    long long count = 0;
    sql_ << "SELECT COUNT(*) FROM evidence WHERE sha256 = :sha256 AND device = :device", soci::use(digest),
        soci::use(device_id), soci::into(count);
    return count > 0;
}

std::optional<wire::LineId> EvidenceRepository::find(const Hash& sha256, const OpdScope& scope) {
    const std::string digest = sha256.hex();
    std::string dev;
    long long inc = 0, seq = 0;
    sql_ << "SELECT d.dev, r.inc, r.seq FROM evidence e JOIN records r ON r.id = e.record "
            "JOIN devices d ON d.id = e.device WHERE e.sha256 = :sha256 AND (:all = 1 OR NOT EXISTS ("
            "SELECT 1 FROM evidence x JOIN devices y ON y.id = x.device "
            "LEFT JOIN attendance a ON a.record = x.record LEFT JOIN badges b ON b.badge = a.badge "
            "LEFT JOIN people p ON p.person = COALESCE(b.person, a.person) "
            "WHERE x.sha256 = :sha256_2 AND COALESCE(p.opd, y.opd) <> :opd)) ORDER BY e.record LIMIT 1",
        soci::use(digest), soci::use(scope.all_flag()), soci::use(digest), soci::use(scope.opd()),
        soci::into(dev), soci::into(inc), soci::into(seq);
    const auto id = DeviceId::parse_hex(dev);
    if (!sql_.got_data() || !id) return std::nullopt;
    return wire::LineId{*id, static_cast<std::uint32_t>(inc), static_cast<std::uint64_t>(seq)};
}

std::vector<PersonId> EvidenceRepository::people_on(const Hash& sha256) {
    const std::string digest = sha256.hex();
    std::string person;
    soci::statement statement =
        (sql_.prepare << "SELECT DISTINCT COALESCE(b.person, a.person, '') FROM evidence e "
                         "JOIN attendance a ON a.record = e.record LEFT JOIN badges b ON b.badge = a.badge "
                         "WHERE e.sha256 = :sha256",
         soci::use(digest), soci::into(person));
    statement.execute();
    std::vector<PersonId> people;
    while (statement.fetch()) {
        if (const auto known = PersonId::parse_hex(person)) people.push_back(*known);
    }
    return people;
}

bool EvidenceRepository::is_of_erased(const Hash& sha256) {
    const std::string digest = sha256.hex();
    long long count = 0;
    sql_ << std::string("SELECT COUNT(*)") + kOfErased + " AND e.sha256 = :sha256", soci::use(digest),
        soci::into(count);
    return count > 0;
}

std::vector<Hash> EvidenceRepository::of_erased() {
    std::string digest;
    soci::statement statement =
        (sql_.prepare << std::string("SELECT DISTINCT e.sha256") + kOfErased, soci::into(digest));
    statement.execute();
    std::vector<Hash> found;
    while (statement.fetch()) {
        if (const auto sha256 = Hash::parse_hex(digest)) found.push_back(*sha256);
    }
    return found;
}

}  // namespace hadir::central
