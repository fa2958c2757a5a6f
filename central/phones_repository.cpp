#include "central/phones_repository.h"

#include <soci/soci.h>

#include "central/blobs.h"

namespace hadir::central {
namespace {

constexpr const char* kPhoneFrom =
    "SELECT k.phone, k.person, k.pub, k.registered_ms, COALESCE(k.from_ms, -1), COALESCE(k.ended_ms, -1), "
    "CASE WHEN EXISTS (SELECT 1 FROM phones x WHERE x.browser = k.browser AND x.browser <> '' AND "
    "x.person <> k.person) THEN 1 ELSE 0 END FROM phones k ";

std::optional<UnixMs> moment(long long ms) {
    return ms < 0 ? std::nullopt : std::optional(UnixMs{ms});
}

// The columns of kPhoneFrom, bound once and read row by row.
struct PhoneColumns {
    std::string phone, person, pub;
    long long registered = 0, from = -1, ended = -1;
    int shared = 0;

    template <class Statement>
    void bind(Statement& statement) {
        statement.exchange(soci::into(phone));
        statement.exchange(soci::into(person));
        statement.exchange(soci::into(pub));
        statement.exchange(soci::into(registered));
        statement.exchange(soci::into(from));
        statement.exchange(soci::into(ended));
        statement.exchange(soci::into(shared));
    }
    [[nodiscard]] Phone row() const {
        return {PhoneKeyId::parse_hex(phone).value_or(PhoneKeyId{}),
                PersonId::parse_hex(person).value_or(PersonId{}),
                PublicKey::parse_hex(pub).value_or(PublicKey{}),
                {registered},
                moment(from),
                moment(ended),
                shared != 0};
    }
};

template <class... Uses>
std::vector<Phone> phones_where(soci::session& sql, const std::string& condition, Uses&... uses) {
    PhoneColumns columns;
    soci::statement statement(sql);
    columns.bind(statement);
    (statement.exchange(soci::use(uses)), ...);
    statement.alloc();
    statement.prepare(kPhoneFrom + condition);
    statement.define_and_bind();
    statement.execute();
    std::vector<Phone> phones;
    while (statement.fetch())
        phones.push_back(columns.row());
    return phones;
}

}  // namespace

void PhonesRepository::add(const Phone& phone, const std::string& browser) {
    const std::string id = phone.id.hex(), person = phone.person.hex(), pub = phone.key.hex();
    const long long registered = phone.registered.value;
    sql_ << "INSERT INTO phones (phone, person, pub, browser, registered_ms) "
            "VALUES (:phone, :person, :pub, :browser, :registered)",
        soci::use(id), soci::use(person), soci::use(pub), soci::use(browser), soci::use(registered);
}

std::optional<Phone> PhonesRepository::find(const PhoneKeyId& id) {
    std::string phone = id.hex();
    const auto found = phones_where(sql_, "WHERE k.phone = :phone", phone);
    return found.empty() ? std::nullopt : std::optional(found.front());
}

bool PhonesRepository::holds(const PublicKey& key) {
    std::string pub = key.hex();
    return !phones_where(sql_, "WHERE k.pub = :pub", pub).empty();
}

std::vector<Phone> PhonesRepository::of_person(const PersonId& person, int limit) {
    std::string id = person.hex();
    return phones_where(sql_, "WHERE k.person = :person ORDER BY k.registered_ms DESC, k.phone LIMIT :limit",
                        id, limit);
}

std::int64_t PhonesRepository::count_registered(const PersonId& person, UnixMs since) {
    const std::string id = person.hex();
    const long long from = since.value;
    long long count = 0;
    sql_ << "SELECT COUNT(*) FROM phones WHERE person = :person AND registered_ms > :since", soci::use(id),
        soci::use(from), soci::into(count);
    return count;
}

void PhonesRepository::set_from(const PhoneKeyId& id, UnixMs from) {
    const std::string phone = id.hex();
    const long long since = from.value;
    sql_ << "UPDATE phones SET from_ms = :since WHERE phone = :phone", soci::use(since), soci::use(phone);
}

bool PhonesRepository::end(const PhoneKeyId& id, UnixMs at) {
    const std::string phone = id.hex();
    const long long ended = at.value;
    int counted = 0;
    sql_ << "SELECT COUNT(*) FROM phones WHERE phone = :phone AND from_ms IS NOT NULL AND ended_ms IS NULL",
        soci::use(phone), soci::into(counted);
    sql_ << "UPDATE phones SET ended_ms = COALESCE(ended_ms, :ended), listed = 0 WHERE phone = :phone",
        soci::use(ended), soci::use(phone);
    return counted != 0;
}

bool PhonesRepository::waits_for(UnixMs now) {
    const long long at = now.value;
    long long count = 0;
    sql_ << "SELECT (SELECT COUNT(*) FROM phones k JOIN phone_claims c ON c.phone = k.phone "
            "WHERE k.from_ms IS NULL AND k.ended_ms IS NULL) + (SELECT COUNT(*) FROM phones "
            "WHERE listed = 0 AND from_ms <= :at AND ended_ms IS NULL)",
        soci::use(at), soci::into(count);
    return count > 0;
}

bool PhonesRepository::list_due(UnixMs now) {
    const long long at = now.value;
    long long due = 0;
    constexpr const char* kDue = "listed = 0 AND from_ms <= :at AND ended_ms IS NULL";
    sql_ << std::string("SELECT COUNT(*) FROM phones WHERE ") + kDue, soci::use(at), soci::into(due);
    if (due == 0) return false;
    sql_ << std::string("UPDATE phones SET listed = 1 WHERE ") + kDue, soci::use(at);
    return true;
}

std::vector<std::pair<PersonId, wire::RosterPhone>> PhonesRepository::listed_of_opd(const std::string& opd) {
    std::string name = opd;
    const auto phones = phones_where(
        sql_, "JOIN people p ON p.person = k.person WHERE p.opd = :opd AND k.listed = 1 ORDER BY k.phone",
        name);
    std::vector<std::pair<PersonId, wire::RosterPhone>> rows;
    for (const Phone& phone : phones)
        rows.push_back({phone.person, {phone.id, phone.key}});
    return rows;
}

std::vector<PhoneKeyId> PhonesRepository::revoked() {
    std::vector<PhoneKeyId> ids;
    for (const Phone& phone :
         phones_where(sql_, "WHERE k.ended_ms IS NOT NULL AND k.from_ms IS NOT NULL ORDER BY k.phone"))
        ids.push_back(phone.id);
    return ids;
}

void PhonesRepository::erase_of(const PersonId& person, UnixMs at) {
    const std::string id = person.hex();
    const long long ended = at.value;
    sql_ << "UPDATE phones SET browser = '', listed = 0, ended_ms = COALESCE(ended_ms, :ended) "
            "WHERE person = :person",
        soci::use(ended), soci::use(id);
}

void PhonesRepository::add_claim(const PhoneClaim& claim) {
    const long long record = claim.record, device = claim.ledger.device, inc = claim.ledger.inc,
                    branch = claim.branch;
    const auto of = static_cast<long long>(claim.of);
    const std::string phone = claim.phone.hex(), code = to_hex(claim.code);
    sql_ << "INSERT INTO phone_claims (record, device, inc, branch, of_seq, phone, code) "
            "VALUES (:record, :device, :inc, :branch, :of, :phone, :code) ON CONFLICT (record) DO NOTHING",
        soci::use(record), soci::use(device), soci::use(inc), soci::use(branch), soci::use(of),
        soci::use(phone), soci::use(code);
}

std::vector<OpenClaim> PhonesRepository::open_claims(int limit) {
    long long record = 0, device = 0, inc = 0, branch = 0, of = 0, seq = 0, earliest = 0, latest = 0;
    std::string phone, code, dev;
    std::vector<OpenClaim> claims;
    soci::statement statement =
        (sql_.prepare << "SELECT c.record, c.device, c.inc, c.branch, c.of_seq, c.phone, c.code, d.dev, "
                         "r.seq, t.earliest_ms, t.latest_ms FROM phone_claims c "
                         "JOIN phones k ON k.phone = c.phone AND k.from_ms IS NULL AND k.ended_ms IS NULL "
                         "JOIN records r ON r.id = c.record JOIN record_times t ON t.record = c.record "
                         "JOIN devices d ON d.id = c.device AND d.revoked_ms IS NULL "
                         "JOIN incarnations i ON i.device = c.device AND i.inc = c.inc AND i.revoked_ms IS "
                         "NULL ORDER BY c.record LIMIT :limit",
         soci::use(limit), soci::into(record), soci::into(device), soci::into(inc), soci::into(branch),
         soci::into(of), soci::into(phone), soci::into(code), soci::into(dev), soci::into(seq),
         soci::into(earliest), soci::into(latest));
    statement.execute();
    while (statement.fetch()) {
        const LedgerPlace ledger{device, static_cast<std::uint32_t>(inc)};
        claims.push_back(
            {{record, ledger, branch, static_cast<std::uint64_t>(of),
              PhoneKeyId::parse_hex(phone).value_or(PhoneKeyId{}), from_hex(code).value_or(Bytes{})},
             DeviceId::parse_hex(dev).value_or(DeviceId{}),
             "",
             static_cast<std::uint64_t>(seq),
             {earliest},
             {latest}});
    }
    for (OpenClaim& open : claims)
        open.line = line_at(open.claim.ledger, open.claim.branch, open.seq).value_or("");
    return claims;
}

std::optional<std::string> PhonesRepository::line_at(const LedgerPlace& ledger, std::int64_t branch,
                                                     std::uint64_t seq) {
    const long long device = ledger.device, inc = ledger.inc, on = branch;
    const auto place = static_cast<long long>(seq);
    soci::blob line(sql_);
    sql_ << "SELECT line FROM records WHERE device = :device AND inc = :inc AND branch = :on AND seq = :seq",
        soci::use(device), soci::use(inc), soci::use(on), soci::use(place), soci::into(line);
    return sql_.got_data() ? std::optional(text_in(line)) : std::nullopt;
}

void PhonesRepository::clear_claims() {
    sql_ << "DELETE FROM phone_claims";
}

}  // namespace hadir::central
