#include "central/devices_repository.h"

#include <soci/soci.h>

#include <limits>

#include "central/branches_repository.h"

namespace hadir::central {
namespace {

Zone stored_zone(const std::string& name) {
    return zone_from_iana(name).value_or(Zone::wib);
}

// What central holds is counted in the newest incarnation that is not revoked: older ones are closed books.
constexpr const char* kTerminalFrom =
    "SELECT d.id, d.dev, d.opd, d.office, d.kiosk, d.zone, COALESCE(d.last_contact_ms, 0), d.seq_terminal, "
    "COALESCE(d.clock_state, ''), d.certificate_until_ms, COALESCE(d.revoked_ms, 0), "
    "(SELECT COALESCE(MAX(r.seq), 0) FROM records r WHERE r.device = d.id AND r.branch = 0 "
    "AND r.inc = i.inc), COALESCE(i.confirmed_ms, 0), "
    "(SELECT COUNT(*) FROM (SELECT b.inc FROM branches b WHERE b.device = d.id AND b.revoked_ms IS NULL "
    "GROUP BY b.inc HAVING COUNT(*) > 1) f), "
    "(SELECT COALESCE(MAX(s.version), 0) FROM signed_files s WHERE s.kind = 'roster' AND s.dev = d.dev) "
    "FROM devices d JOIN incarnations i ON i.device = d.id "
    "AND i.inc = (SELECT COALESCE(MAX(CASE WHEN revoked_ms IS NULL THEN inc END), MAX(inc)) "
    "FROM incarnations WHERE device = d.id) ";

// The columns of kTerminalFrom, bound once and read row by row.
struct TerminalColumns {
    std::string dev, opd, office, kiosk, zone, clock;
    long long id = 0, contact = 0, there = 0, until = 0, revoked = 0, here = 0, confirmed = 0, forks = 0,
              roster = 0;

    void bind(soci::statement& statement) {
        statement.exchange(soci::into(id));
        for (std::string* text : {&dev, &opd, &office, &kiosk, &zone})
            statement.exchange(soci::into(*text));
        statement.exchange(soci::into(contact));
        statement.exchange(soci::into(there));
        statement.exchange(soci::into(clock));
        for (long long* number : {&until, &revoked, &here, &confirmed, &forks, &roster})
            statement.exchange(soci::into(*number));
    }

    [[nodiscard]] TerminalRow row() const {
        TerminalRow row;
        row.dev = DeviceId::parse_hex(dev).value_or(DeviceId{});
        row.place = {opd, office, kiosk, stored_zone(zone)};
        if (contact != 0) row.last_contact = UnixMs{contact};
        row.seq_central = static_cast<std::uint64_t>(here);
        row.seq_terminal = static_cast<std::uint64_t>(there);
        if (!clock.empty()) row.clock = clock;
        row.certificate_until = {until};
        row.revoked = revoked != 0;
        row.confirmed = confirmed != 0;
        row.forked = forks != 0;
        if (roster != 0) row.roster = roster;
        return row;
    }
};

}  // namespace

std::optional<Device> DevicesRepository::find(const DeviceId& dev) {
    Device device;
    device.dev = dev;
    const std::string name = dev.hex();
    std::string zone, enrolled_by;
    long long id = 0, until = 0, revoked = 0, generation = 0;
    sql_ << "SELECT id, opd, office, kiosk, zone, certificate_until_ms, COALESCE(revoked_ms, 0), "
            "COALESCE(enrolled_by, ''), certificate_generation FROM devices WHERE dev = :dev",
        soci::use(name), soci::into(id), soci::into(device.place.opd), soci::into(device.place.office),
        soci::into(device.place.kiosk), soci::into(zone), soci::into(until), soci::into(revoked),
        soci::into(enrolled_by), soci::into(generation);
    if (!sql_.got_data()) return std::nullopt;
    device.id = id;
    device.place.zone = stored_zone(zone);
    device.certificate_until = {until};
    device.revoked = revoked != 0;
    device.enrolled_by = PersonId::parse_hex(enrolled_by);
    device.certificate_generation = generation;
    return device;
}

std::int64_t DevicesRepository::add(const DeviceId& dev, const Place& place, UnixMs now,
                                    UnixMs certificate_until, const std::optional<PersonId>& enrolled_by) {
    const std::string name = dev.hex();
    const std::string zone = iana_name(place.zone);
    const long long at = now.value;
    const long long until = certificate_until.value;
    const std::string officer = enrolled_by ? enrolled_by->hex() : "";
    soci::indicator known = enrolled_by ? soci::i_ok : soci::i_null;
    sql_ << "INSERT INTO devices (dev, opd, office, kiosk, zone, enrolled_ms, certificate_until_ms, "
            "enrolled_by) VALUES (:dev, :opd, :office, :kiosk, :zone, :at, :until, :by)",
        soci::use(name), soci::use(place.opd), soci::use(place.office), soci::use(place.kiosk),
        soci::use(zone), soci::use(at), soci::use(until), soci::use(officer, known);
    long long id = 0;
    sql_ << "SELECT id FROM devices WHERE dev = :dev", soci::use(name), soci::into(id);
    return id;
}

std::int64_t DevicesRepository::add_own(const DeviceId& dev, UnixMs now) {
    const auto id = add(dev, {"", "", "", Zone::wib}, now, now);
    const long long row = id;
    sql_ << "UPDATE devices SET own = 1 WHERE id = :id", soci::use(row);
    return id;
}

void DevicesRepository::set_certificate_until(std::int64_t device, UnixMs until) {
    const long long id = device;
    const long long at = until.value;
    sql_ << "UPDATE devices SET certificate_until_ms = :until WHERE id = :id", soci::use(at), soci::use(id);
}

bool DevicesRepository::revoke(const DeviceId& dev, UnixMs now) {
    const std::string name = dev.hex();
    const long long at = now.value;
    sql_ << "UPDATE devices SET revoked_ms = COALESCE(revoked_ms, :at) WHERE dev = :dev", soci::use(at),
        soci::use(name);
    return find(dev).has_value();
}

void DevicesRepository::touch(std::int64_t device, const Contact& contact) {
    const long long id = device;
    const long long at = contact.at.value;
    const auto seq = static_cast<long long>(contact.seq_terminal);
    const std::string clock = contact.clock ? name_of(*contact.clock) : "";
    soci::indicator clock_given = contact.clock ? soci::i_ok : soci::i_null;
    sql_ << "UPDATE devices SET last_contact_ms = :at, "
            "seq_terminal = CASE WHEN seq_terminal < :seq THEN :seq2 ELSE seq_terminal END, "
            "clock_state = COALESCE(:clock, clock_state) WHERE id = :id",
        soci::use(at), soci::use(seq), soci::use(seq), soci::use(clock, clock_given), soci::use(id);
}

std::optional<DeviceId> DevicesRepository::dev_of(std::int64_t device) {
    const long long id = device;
    std::string dev;
    sql_ << "SELECT dev FROM devices WHERE id = :id", soci::use(id), soci::into(dev);
    return sql_.got_data() ? DeviceId::parse_hex(dev) : std::nullopt;
}

std::vector<std::int64_t> DevicesRepository::own() {
    long long id = 0;
    soci::statement statement =
        (sql_.prepare << "SELECT id FROM devices WHERE own = 1 ORDER BY id", soci::into(id));
    statement.execute();
    std::vector<std::int64_t> rows;
    while (statement.fetch())
        rows.push_back(id);
    return rows;
}

void DevicesRepository::set_reported(std::int64_t device, UnixMs until) {
    const long long id = device, at = until.value;
    sql_ << "UPDATE devices SET reported_ms = MAX(COALESCE(reported_ms, 0), :at) WHERE id = :id",
        soci::use(at), soci::use(id);
}

std::map<std::int64_t, UnixMs> DevicesRepository::reported() {
    long long id = 0, at = 0;
    soci::statement statement =
        (sql_.prepare << "SELECT id, reported_ms FROM devices WHERE reported_ms IS NOT NULL", soci::into(id),
         soci::into(at));
    statement.execute();
    std::map<std::int64_t, UnixMs> reported;
    while (statement.fetch())
        reported.emplace(id, UnixMs{at});
    return reported;
}

std::vector<ReportedTerminal> DevicesRepository::reported_since_judged(std::chrono::milliseconds step) {
    const long long more = step.count();
    long long id = 0, at = 0;
    std::string opd, office, kiosk, zone;
    soci::statement statement =
        (sql_.prepare
             << "SELECT id, opd, office, kiosk, zone, reported_ms FROM devices WHERE own = 0 AND reported_ms "
                ">= COALESCE(judged_ms, 0) + :step",
         soci::use(more), soci::into(id), soci::into(opd), soci::into(office), soci::into(kiosk),
         soci::into(zone), soci::into(at));
    statement.execute();
    std::vector<ReportedTerminal> terminals;
    while (statement.fetch())
        terminals.push_back({id, {opd, office, kiosk, zone_from_iana(zone).value_or(Zone::wib)}, {at}});
    return terminals;
}

void DevicesRepository::set_judged(std::int64_t device, UnixMs reported) {
    const long long id = device, at = reported.value;
    sql_ << "UPDATE devices SET judged_ms = :at WHERE id = :id", soci::use(at), soci::use(id);
}

void DevicesRepository::add_incarnation(std::int64_t device, std::uint32_t inc, const PublicKey& key,
                                        UnixMs now, const std::optional<ClaimedPast>& past) {
    const long long id = device;
    const long long number = inc;
    const long long at = now.value;
    const std::string text = key.hex();
    const long long prev_inc = past ? past->inc : 0;
    const long long prev_seq = past ? static_cast<long long>(past->seq) : 0;
    const std::string prev_head = past ? past->head.hex() : "";
    soci::indicator claimed = past ? soci::i_ok : soci::i_null;
    sql_ << "INSERT INTO incarnations (device, inc, ledger_key, opened_ms, prev_inc, prev_seq, prev_head) "
            "VALUES (:device, :inc, :key, :at, :prev_inc, :prev_seq, :prev_head)",
        soci::use(id), soci::use(number), soci::use(text), soci::use(at), soci::use(prev_inc, claimed),
        soci::use(prev_seq, claimed), soci::use(prev_head, claimed);
    // How far the terminal is said to be counts from here.
    if (past) sql_ << "UPDATE devices SET seq_terminal = 0 WHERE id = :id", soci::use(id);
}

std::vector<Incarnation> DevicesRepository::incarnations(std::int64_t device) {
    const long long id = device;
    long long inc = 0, opened = 0, confirmed = 0, revoked = 0, prev_inc = 0, prev_seq = 0;
    std::string key, by, prev_head;
    soci::statement statement =
        (sql_.prepare << "SELECT inc, ledger_key, opened_ms, COALESCE(confirmed_ms, 0), "
                         "COALESCE(confirmed_by, ''), COALESCE(revoked_ms, 0), COALESCE(prev_inc, 0), "
                         "COALESCE(prev_seq, 0), COALESCE(prev_head, '') FROM incarnations "
                         "WHERE device = :device ORDER BY inc",
         soci::use(id), soci::into(inc), soci::into(key), soci::into(opened), soci::into(confirmed),
         soci::into(by), soci::into(revoked), soci::into(prev_inc), soci::into(prev_seq),
         soci::into(prev_head));
    statement.execute();
    std::vector<Incarnation> found;
    while (statement.fetch()) {
        Incarnation row;
        row.inc = static_cast<std::uint32_t>(inc);
        row.ledger_key = PublicKey::parse_hex(key).value_or(PublicKey{});
        row.opened = {opened};
        if (confirmed != 0) row.confirmed = UnixMs{confirmed};
        for (std::size_t at = 0; at + PersonId::kSize * 2 <= by.size(); at += PersonId::kSize * 2 + 1) {
            if (const auto person = PersonId::parse_hex(by.substr(at, PersonId::kSize * 2)))
                row.by.push_back(*person);
        }
        if (revoked != 0) row.revoked = UnixMs{revoked};
        if (prev_inc != 0)
            row.past = ClaimedPast{static_cast<std::uint32_t>(prev_inc), static_cast<std::uint64_t>(prev_seq),
                                   Hash::parse_hex(prev_head).value_or(Hash{})};
        found.push_back(row);
    }
    return found;
}

std::optional<Incarnation> DevicesRepository::incarnation(std::int64_t device, std::uint32_t inc) {
    for (const Incarnation& row : incarnations(device)) {
        if (row.inc == inc) return row;
    }
    return std::nullopt;
}

std::optional<Incarnation> DevicesRepository::newest_confirmed(std::int64_t device) {
    std::optional<Incarnation> newest;
    for (const Incarnation& row : incarnations(device)) {
        if (row.confirmed && !row.revoked) newest = row;
    }
    return newest;
}

bool DevicesRepository::confirmed_after(std::int64_t device, std::uint32_t inc) {
    const auto newest = newest_confirmed(device);
    return newest && newest->inc > inc;
}

void DevicesRepository::confirm(std::int64_t device, std::uint32_t inc, const std::vector<PersonId>& by,
                                UnixMs now) {
    const long long id = device;
    const long long number = inc;
    const long long at = now.value;
    std::string officers;
    for (const PersonId& person : by)
        officers += (officers.empty() ? "" : " ") + person.hex();
    sql_ << "UPDATE incarnations SET confirmed_ms = :at, confirmed_by = :by WHERE device = :device AND "
            "inc = :inc",
        soci::use(at), soci::use(officers), soci::use(id), soci::use(number);
    sql_ << "UPDATE devices SET certificate_generation = certificate_generation + 1 WHERE id = :id",
        soci::use(id);
}

void DevicesRepository::revoke_incarnation(std::int64_t device, std::uint32_t inc, UnixMs now) {
    const long long id = device;
    const long long number = inc;
    const long long at = now.value;
    sql_ << "UPDATE incarnations SET revoked_ms = COALESCE(revoked_ms, :at) WHERE device = :device AND "
            "inc = :inc",
        soci::use(at), soci::use(id), soci::use(number);
}

std::uint32_t DevicesRepository::newest_inc(std::int64_t device) {
    const long long id = device;
    long long inc = 0;
    sql_ << "SELECT COALESCE(MAX(inc), 0) FROM incarnations WHERE device = :device", soci::use(id),
        soci::into(inc);
    return static_cast<std::uint32_t>(inc);
}

std::vector<wire::RevokedLedger> DevicesRepository::revoked_ledgers() {
    std::string dev;
    long long inc = 0, since = 0;
    soci::statement statement =
        (sql_.prepare << "SELECT d.dev, i.inc, CASE WHEN d.revoked_ms IS NULL OR i.revoked_ms < d.revoked_ms "
                         "THEN i.revoked_ms ELSE d.revoked_ms END FROM devices d JOIN incarnations i ON "
                         "i.device = d.id WHERE d.revoked_ms IS NOT NULL OR i.revoked_ms IS NOT NULL "
                         "ORDER BY d.dev, i.inc",
         soci::into(dev), soci::into(inc), soci::into(since));
    statement.execute();
    std::vector<wire::RevokedLedger> rows;
    while (statement.fetch())
        rows.push_back(
            {DeviceId::parse_hex(dev).value_or(DeviceId{}), static_cast<std::uint32_t>(inc), UnixMs{since}});
    return rows;
}

std::optional<LedgerOwner> DevicesRepository::owner_of(const PublicKey& key) {
    const std::string text = key.hex();
    long long device = 0, inc = 0;
    sql_ << "SELECT device, inc FROM incarnations WHERE ledger_key = :key", soci::use(text),
        soci::into(device), soci::into(inc);
    if (!sql_.got_data()) return std::nullopt;
    return LedgerOwner{device, static_cast<std::uint32_t>(inc)};
}

void DevicesRepository::add_ledgers(std::int64_t device, TerminalRow& row) {
    row.incarnations = incarnations(device);
    BranchesRepository branches(database_);
    for (const Incarnation& incarnation : row.incarnations) {
        auto tree = branches.all({device, incarnation.inc});
        if (tree.size() > 1) row.forks.push_back({incarnation.inc, std::move(tree)});
    }
}

void DevicesRepository::raise(std::int64_t device, const std::string& code, std::uint32_t inc,
                              std::uint64_t seq, UnixMs now) {
    const long long id = device;
    const long long number = inc;
    const auto place = static_cast<long long>(seq);
    const long long at = now.value;
    sql_ << "INSERT INTO alarms (device, code, inc, seq, at_ms) VALUES (:device, :code, :inc, :seq, :at) "
            "ON CONFLICT (device, code, inc, seq) DO NOTHING",
        soci::use(id), soci::use(code), soci::use(number), soci::use(place), soci::use(at);
}

std::vector<TerminalRow> DevicesRepository::terminals(const std::string& after_dev, int limit,
                                                      const OpdScope& scope) {
    TerminalColumns columns;
    soci::statement statement(sql_);
    columns.bind(statement);
    statement.exchange(soci::use(after_dev));
    statement.exchange(soci::use(scope.all_flag()));
    statement.exchange(soci::use(scope.opd()));
    statement.exchange(soci::use(limit));
    statement.alloc();
    statement.prepare(std::string(kTerminalFrom) +
                      "WHERE d.own = 0 AND d.dev > :after AND (:all = 1 OR d.opd = :opd) "
                      "ORDER BY d.dev LIMIT :limit");
    statement.define_and_bind();
    statement.execute();
    std::vector<TerminalRow> rows;
    std::vector<std::int64_t> ids;
    while (statement.fetch()) {
        rows.push_back(columns.row());
        ids.push_back(columns.id);
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        add_ledgers(ids[i], rows[i]);
    return rows;
}

std::optional<TerminalRow> DevicesRepository::terminal(const DeviceId& dev) {
    TerminalColumns columns;
    const std::string name = dev.hex();
    soci::statement statement(sql_);
    columns.bind(statement);
    statement.exchange(soci::use(name));
    statement.alloc();
    statement.prepare(std::string(kTerminalFrom) + "WHERE d.own = 0 AND d.dev = :dev");
    statement.define_and_bind();
    statement.execute();
    if (!statement.fetch()) return std::nullopt;
    TerminalRow row = columns.row();
    add_ledgers(columns.id, row);
    return row;
}

std::int64_t DevicesRepository::count(const OpdScope& scope) {
    return count_reporting({std::numeric_limits<std::int64_t>::min()}, scope);
}

std::int64_t DevicesRepository::count_reporting(UnixMs since, const OpdScope& scope) {
    const long long from = since.value;
    long long number = 0;
    sql_ << "SELECT COUNT(*) FROM devices WHERE own = 0 AND revoked_ms IS NULL AND "
            "COALESCE(last_contact_ms, 0) >= :since AND (:all = 1 OR opd = :opd)",
        soci::use(from), soci::use(scope.all_flag()), soci::use(scope.opd()), soci::into(number);
    return number;
}

std::vector<SilentTerminal> DevicesRepository::silent(UnixMs since, const OpdScope& scope) {
    const long long from = since.value;
    std::string opd, office, kiosk;
    long long contact = 0;
    soci::statement statement =
        (sql_.prepare
             << "SELECT opd, office, kiosk, COALESCE(last_contact_ms, -1) FROM devices WHERE own = 0 "
                "AND revoked_ms IS NULL AND COALESCE(last_contact_ms, 0) < :since AND "
                "(:all = 1 OR opd = :opd) ORDER BY opd, kiosk",
         soci::use(from), soci::use(scope.all_flag()), soci::use(scope.opd()), soci::into(opd),
         soci::into(office), soci::into(kiosk), soci::into(contact));
    statement.execute();
    std::vector<SilentTerminal> rows;
    while (statement.fetch())
        rows.push_back({{opd, office, kiosk}, contact < 0 ? std::nullopt : std::optional(UnixMs{contact})});
    return rows;
}

}  // namespace hadir::central
