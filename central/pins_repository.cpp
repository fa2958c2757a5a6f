#include "central/pins_repository.h"

#include <soci/soci.h>

#include "central/blobs.h"

namespace hadir::central {

void PinsRepository::expect(std::int64_t record) {
    const long long id = record;
    sql_ << "INSERT INTO pin_queue (record) SELECT r.id FROM records r WHERE r.id = :id AND NOT EXISTS "
            "(SELECT 1 FROM pin_verdicts v WHERE v.hash = r.hash) ON CONFLICT (record) DO NOTHING",
        soci::use(id);
}

std::vector<SealedPin> PinsRepository::waiting(int limit) {
    long long record = 0, latest = 0;
    std::string value;
    soci::blob line(sql_), hash(sql_);
    soci::statement statement =
        (sql_.prepare << "SELECT q.record, r.line, r.hash, s.value, t.latest_ms FROM pin_queue q "
                         "JOIN records r ON r.id = q.record JOIN record_times t ON t.record = q.record "
                         "JOIN sides s ON s.record = q.record AND s.field = 'pin' AND s.value IS NOT NULL "
                         "ORDER BY q.record LIMIT :limit",
         soci::use(limit), soci::into(record), soci::into(line), soci::into(hash), soci::into(value),
         soci::into(latest));
    statement.execute();
    std::vector<SealedPin> found;
    while (statement.fetch())
        found.push_back({record, text_in(line), fixed_in<Hash>(hash), value, {latest}});
    return found;
}

void PinsRepository::settle(std::int64_t record) {
    const long long id = record;
    sql_ << "DELETE FROM pin_queue WHERE record = :id", soci::use(id);
}

void PinsRepository::add_verdict(const Hash& hash, const std::string& verdict) {
    soci::blob key(sql_);
    put(key, hash.bytes);
    sql_ << "INSERT INTO pin_verdicts (hash, verdict) VALUES (:hash, :verdict) ON CONFLICT (hash) DO NOTHING",
        soci::use(key), soci::use(verdict);
}

}  // namespace hadir::central
