#include "central/proofs_repository.h"

#include <soci/soci.h>

#include "wire/chain.h"

namespace hadir::central {
namespace {

template <class Fixed>
Fixed fixed_in(soci::blob& blob) {
    Fixed value;
    if (blob.get_len() == Fixed::kSize)
        blob.read(0, reinterpret_cast<char*>(value.bytes.data()), Fixed::kSize);
    return value;
}

// The officers' ids with spaces between.
std::vector<PersonId> people_in(std::string_view text) {
    std::vector<PersonId> people;
    constexpr std::size_t kHex = PersonId::kSize * 2;
    for (; text.size() >= kHex; text.remove_prefix(std::min(text.size(), kHex + 1))) {
        if (const auto person = PersonId::parse_hex(text.substr(0, kHex))) people.push_back(*person);
    }
    return people;
}

// Rows at one seq differ by branch, and a hole keeps the hash at its end; the chain itself tells which one
// this record follows.
std::optional<Hash> hash_before(soci::session& sql, long long device, const wire::LineId& id,
                                const std::string& line, const Hash& own, const PublicKey& key) {
    if (id.seq == 1) return wire::chain_genesis(id.dev, id.inc, key);
    const long long inc = id.inc;
    const auto seq = static_cast<long long>(id.seq - 1);
    soci::blob hash(sql);
    soci::statement statement =
        (sql.prepare << "SELECT hash FROM records WHERE device = :device AND inc = :inc AND seq = :seq "
                        "UNION ALL SELECT hash FROM holes WHERE device = :device2 AND inc = :inc2 "
                        "AND last_seq = :seq2",
         soci::use(device, "device"), soci::use(inc, "inc"), soci::use(seq, "seq"),
         soci::use(device, "device2"), soci::use(inc, "inc2"), soci::use(seq, "seq2"), soci::into(hash));
    statement.execute();
    while (statement.fetch()) {
        const Hash before = fixed_in<Hash>(hash);
        if (wire::chain_next(before, line) == own) return before;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> ProofsRepository::find(const wire::LineId& id) {
    const std::string dev = id.dev.hex();
    const long long inc = id.inc;
    const auto seq = static_cast<long long>(id.seq);
    long long record = 0;
    sql_ << "SELECT COALESCE(MIN(r.id), 0) FROM records r JOIN devices d ON d.id = r.device "
            "WHERE d.dev = :dev AND r.inc = :inc AND r.seq = :seq",
        soci::use(dev), soci::use(inc), soci::use(seq), soci::into(record);
    return record != 0 ? std::optional<std::int64_t>(record) : std::nullopt;
}

std::optional<ProvedRecord> ProofsRepository::record(std::int64_t id) {
    const long long record = id;
    long long device = 0, inc = 0, seq = 0, confirmed = 0;
    std::string dev, key, by;
    soci::blob line(sql_), hash(sql_), sig(sql_);
    sql_ << "SELECT r.device, d.dev, r.inc, r.seq, r.line, r.hash, r.sig, i.ledger_key, "
            "COALESCE(i.confirmed_ms, 0), COALESCE(i.confirmed_by, '') FROM records r "
            "JOIN devices d ON d.id = r.device JOIN incarnations i ON i.device = r.device AND i.inc = r.inc "
            "WHERE r.id = :id",
        soci::use(record), soci::into(device), soci::into(dev), soci::into(inc), soci::into(seq),
        soci::into(line), soci::into(hash), soci::into(sig), soci::into(key), soci::into(confirmed),
        soci::into(by);
    if (!sql_.got_data()) return std::nullopt;
    ProvedRecord proved;
    proved.line.line.resize(line.get_len());
    line.read(0, proved.line.line.data(), proved.line.line.size());
    proved.line.signature = fixed_in<Signature>(sig);
    proved.statement.dev = DeviceId::parse_hex(dev).value_or(DeviceId{});
    proved.statement.inc = static_cast<std::uint32_t>(inc);
    proved.statement.ledger_key = PublicKey::parse_hex(key).value_or(PublicKey{});
    if (confirmed != 0) {
        proved.statement.confirmed = UnixMs{confirmed};
        proved.statement.by = people_in(by);
    }
    const wire::LineId place{proved.statement.dev, proved.statement.inc, static_cast<std::uint64_t>(seq)};
    const auto before =
        hash_before(sql_, device, place, proved.line.line, fixed_in<Hash>(hash), proved.statement.ledger_key);
    if (!before) return std::nullopt;
    proved.prev = *before;
    return proved;
}

}  // namespace hadir::central
