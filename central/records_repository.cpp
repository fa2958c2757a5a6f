#include "central/records_repository.h"

#include <soci/soci.h>

#include "central/blobs.h"

namespace hadir::central {
std::optional<StoredHead> RecordsRepository::head(const LedgerPlace& ledger, std::int64_t branch) {
    const long long device = ledger.device;
    const long long inc = ledger.inc;
    const long long on = branch;
    long long seq = 0;
    soci::blob hash(sql_);
    sql_ << "SELECT seq, hash FROM records WHERE device = :device AND inc = :inc AND branch = :on "
            "ORDER BY seq DESC LIMIT 1",
        soci::use(device), soci::use(inc), soci::use(on), soci::into(seq), soci::into(hash);
    if (!sql_.got_data()) return std::nullopt;
    return StoredHead{static_cast<std::uint64_t>(seq), fixed_in<Hash>(hash)};
}

std::vector<StoredHash> RecordsRepository::hashes(const LedgerPlace& ledger, std::int64_t branch,
                                                  std::uint64_t from, std::size_t count) {
    const long long device = ledger.device;
    const long long inc = ledger.inc;
    const long long on = branch;
    const auto first = static_cast<long long>(from);
    const long long end = first + static_cast<long long>(count);
    long long seq = 0;
    soci::blob hash(sql_);
    soci::statement statement =
        (sql_.prepare << "SELECT seq, hash FROM records WHERE device = :device AND inc = :inc AND "
                         "branch = :on AND seq >= :first AND seq < :end ORDER BY seq",
         soci::use(device), soci::use(inc), soci::use(on), soci::use(first), soci::use(end), soci::into(seq),
         soci::into(hash));
    statement.execute();
    std::vector<StoredHash> found;
    while (statement.fetch())
        found.push_back({branch, static_cast<std::uint64_t>(seq), fixed_in<Hash>(hash)});
    return found;
}

std::vector<std::int64_t> RecordsRepository::add(const LedgerPlace& ledger, std::span<const NewRecord> rows,
                                                 UnixMs received) {
    std::vector<std::int64_t> ids;
    if (rows.empty()) return ids;
    // Ids rise without gaps in the order of commits; writers come one at a time.
    long long id = 0;
    sql_ << "SELECT COALESCE(MAX(id), 0) FROM records", soci::into(id);
    const long long device = ledger.device;
    const long long inc = ledger.inc;
    const long long at = received.value;
    long long branch = 0, seq = 0;
    soci::blob line(sql_), hash(sql_), sig(sql_);
    std::string reason;
    soci::indicator has_reason = soci::i_null;
    soci::statement insert =
        (sql_.prepare
             << "INSERT INTO records (id, device, inc, branch, seq, line, hash, sig, received_ms, "
                "quarantine) VALUES (:id, :device, :inc, :branch, :seq, :line, :hash, :sig, :at, :reason)",
         soci::use(id), soci::use(device), soci::use(inc), soci::use(branch), soci::use(seq), soci::use(line),
         soci::use(hash), soci::use(sig), soci::use(at), soci::use(reason, has_reason));
    for (const NewRecord& row : rows) {
        ++id;
        branch = row.branch;
        seq = static_cast<long long>(row.seq);
        put(line, as_bytes(row.line->line));
        put(hash, row.hash.bytes);
        put(sig, row.line->signature.bytes);
        reason = row.quarantine.value_or("");
        has_reason = row.quarantine ? soci::i_ok : soci::i_null;
        insert.execute(true);
        ids.push_back(id);
    }
    return ids;
}

std::vector<StoredRecord> RecordsRepository::page(std::int64_t device, std::int64_t after_id, int limit) {
    const long long of = device;
    const long long after = after_id;
    long long id = 0, inc = 0, branch = 0, seq = 0, received = 0;
    soci::blob line(sql_), hash(sql_), sig(sql_);
    soci::statement statement =
        (sql_.prepare << "SELECT id, inc, branch, seq, line, hash, sig, received_ms FROM records WHERE id > "
                         ":after AND "
                         "(:device = 0 OR device = :device2) ORDER BY id LIMIT :limit",
         soci::use(after), soci::use(of), soci::use(of), soci::use(limit), soci::into(id), soci::into(inc),
         soci::into(branch), soci::into(seq), soci::into(line), soci::into(hash), soci::into(sig),
         soci::into(received));
    statement.execute();
    std::vector<StoredRecord> rows;
    while (statement.fetch()) {
        rows.push_back({id,
                        static_cast<std::uint32_t>(inc),
                        branch,
                        static_cast<std::uint64_t>(seq),
                        {text_in(line), fixed_in<Signature>(sig)},
                        fixed_in<Hash>(hash),
                        {received}});
    }
    return rows;
}

std::vector<StoredRecord> RecordsRepository::from(const LedgerPlace& ledger, std::uint64_t seq, int limit) {
    const long long device = ledger.device, inc = ledger.inc;
    const auto first = static_cast<long long>(seq);
    long long id = 0, at = 0, received = 0;
    soci::blob line(sql_), hash(sql_), sig(sql_);
    soci::statement select =
        (sql_.prepare
             << "SELECT id, seq, line, hash, sig, received_ms FROM records WHERE device = :device AND "
                "inc = :inc AND branch = 0 AND seq >= :seq ORDER BY seq LIMIT :limit",
         soci::use(device), soci::use(inc), soci::use(first), soci::use(limit), soci::into(id),
         soci::into(at), soci::into(line), soci::into(hash), soci::into(sig), soci::into(received));
    select.execute();
    std::vector<StoredRecord> rows;
    while (select.fetch()) {
        rows.push_back({id,
                        ledger.inc,
                        0,
                        static_cast<std::uint64_t>(at),
                        {text_in(line), fixed_in<Signature>(sig)},
                        fixed_in<Hash>(hash),
                        {received}});
    }
    return rows;
}

std::int64_t RecordsRepository::count() {
    long long number = 0;
    sql_ << "SELECT COUNT(*) FROM records", soci::into(number);
    return number;
}

std::string RecordsRepository::line(std::int64_t id) {
    const long long row = id;
    soci::blob line(sql_);
    sql_ << "SELECT line FROM records WHERE id = :id", soci::use(row), soci::into(line);
    return sql_.got_data() ? text_in(line) : "";
}

std::optional<wire::LineId> RecordsRepository::place(std::int64_t id) {
    const long long row = id;
    std::string dev;
    long long inc = 0, seq = 0;
    sql_ << "SELECT d.dev, r.inc, r.seq FROM records r JOIN devices d ON d.id = r.device WHERE r.id = :id",
        soci::use(row), soci::into(dev), soci::into(inc), soci::into(seq);
    if (!sql_.got_data()) return std::nullopt;
    return wire::LineId{DeviceId::parse_hex(dev).value_or(DeviceId{}), static_cast<std::uint32_t>(inc),
                        static_cast<std::uint64_t>(seq)};
}

std::optional<std::int64_t> RecordsRepository::find(const wire::LineId& place) {
    const std::string dev = place.dev.hex();
    const long long inc = place.inc;
    const auto seq = static_cast<long long>(place.seq);
    long long id = 0;
    sql_ << "SELECT r.id FROM records r JOIN devices d ON d.id = r.device WHERE d.dev = :dev AND r.inc = "
            ":inc AND r.branch = 0 AND r.seq = :seq",
        soci::use(dev), soci::use(inc), soci::use(seq), soci::into(id);
    return sql_.got_data() ? std::optional<std::int64_t>(id) : std::nullopt;
}

}  // namespace hadir::central
