#include "central/devices_repository.h"

#include <soci/soci.h>

namespace hadir::central {
namespace {

Zone stored_zone(const std::string& name) {
    return zone_from_iana(name).value_or(Zone::wib);
}

// What central holds is counted in the newest incarnation: older ones are closed books.
constexpr const char* kTerminalFrom =
    "SELECT d.dev, d.opd, d.office, d.kiosk, d.zone, COALESCE(d.last_contact_ms, 0), d.seq_terminal, "
    "COALESCE(d.clock_state, ''), d.certificate_until_ms, COALESCE(d.revoked_ms, 0), "
    "(SELECT COALESCE(MAX(r.seq), 0) FROM records r WHERE r.device = d.id AND r.branch = 0 "
    "AND r.inc = i.inc), COALESCE(i.confirmed_ms, 0), "
    "(SELECT COUNT(*) FROM alarms a WHERE a.device = d.id AND a.code = 'FORK'), "
    "(SELECT COALESCE(MAX(s.version), 0) FROM signed_files s WHERE s.kind = 'roster' AND s.dev = d.dev) "
    "FROM devices d JOIN incarnations i ON i.device = d.id "
    "AND i.inc = (SELECT MAX(inc) FROM incarnations WHERE device = d.id) ";

// The columns of kTerminalFrom, bound once and read row by row.
struct TerminalColumns {
    std::string dev, opd, office, kiosk, zone, clock;
    long long contact = 0, there = 0, until = 0, revoked = 0, here = 0, confirmed = 0, forks = 0, roster = 0;

    void bind(soci::statement& statement) {
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
    std::string zone;
    long long id = 0, until = 0, revoked = 0;
    sql_ << "SELECT id, opd, office, kiosk, zone, certificate_until_ms, COALESCE(revoked_ms, 0) FROM devices "
            "WHERE dev = :dev",
        soci::use(name), soci::into(id), soci::into(device.place.opd), soci::into(device.place.office),
        soci::into(device.place.kiosk), soci::into(zone), soci::into(until), soci::into(revoked);
    if (!sql_.got_data()) return std::nullopt;
    device.id = id;
    device.place.zone = stored_zone(zone);
    device.certificate_until = {until};
    device.revoked = revoked != 0;
    return device;
}

std::int64_t DevicesRepository::add(const DeviceId& dev, const Place& place, UnixMs now,
                                    UnixMs certificate_until) {
    const std::string name = dev.hex();
    const std::string zone = iana_name(place.zone);
    const long long at = now.value;
    const long long until = certificate_until.value;
    sql_ << "INSERT INTO devices (dev, opd, office, kiosk, zone, enrolled_ms, certificate_until_ms) "
            "VALUES (:dev, :opd, :office, :kiosk, :zone, :at, :until)",
        soci::use(name), soci::use(place.opd), soci::use(place.office), soci::use(place.kiosk),
        soci::use(zone), soci::use(at), soci::use(until);
    long long id = 0;
    sql_ << "SELECT id FROM devices WHERE dev = :dev", soci::use(name), soci::into(id);
    return id;
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

void DevicesRepository::add_incarnation(std::int64_t device, std::uint32_t inc, const PublicKey& key,
                                        UnixMs now) {
    const long long id = device;
    const long long number = inc;
    const long long at = now.value;
    const std::string text = key.hex();
    sql_ << "INSERT INTO incarnations (device, inc, ledger_key, opened_ms) VALUES (:device, :inc, :key, :at)",
        soci::use(id), soci::use(number), soci::use(text), soci::use(at);
}

std::optional<Incarnation> DevicesRepository::incarnation(std::int64_t device, std::uint32_t inc) {
    const long long id = device;
    const long long number = inc;
    std::string key;
    long long confirmed = 0;
    sql_ << "SELECT ledger_key, COALESCE(confirmed_ms, 0) FROM incarnations WHERE device = :device AND inc = "
            ":inc",
        soci::use(id), soci::use(number), soci::into(key), soci::into(confirmed);
    if (!sql_.got_data()) return std::nullopt;
    return Incarnation{inc, PublicKey::parse_hex(key).value_or(PublicKey{}), confirmed != 0};
}

std::uint32_t DevicesRepository::newest_inc(std::int64_t device) {
    const long long id = device;
    long long inc = 0;
    sql_ << "SELECT COALESCE(MAX(inc), 0) FROM incarnations WHERE device = :device", soci::use(id),
        soci::into(inc);
    return static_cast<std::uint32_t>(inc);
}

bool DevicesRepository::has_ledger_key(const PublicKey& key) {
    const std::string text = key.hex();
    long long count = 0;
    sql_ << "SELECT COUNT(*) FROM incarnations WHERE ledger_key = :key", soci::use(text), soci::into(count);
    return count != 0;
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

std::vector<TerminalRow> DevicesRepository::terminals(const std::string& after_dev, int limit) {
    TerminalColumns columns;
    soci::statement statement(sql_);
    columns.bind(statement);
    statement.exchange(soci::use(after_dev));
    statement.exchange(soci::use(limit));
    statement.alloc();
    statement.prepare(std::string(kTerminalFrom) + "WHERE d.dev > :after ORDER BY d.dev LIMIT :limit");
    statement.define_and_bind();
    statement.execute();
    std::vector<TerminalRow> rows;
    while (statement.fetch())
        rows.push_back(columns.row());
    return rows;
}

std::optional<TerminalRow> DevicesRepository::terminal(const DeviceId& dev) {
    TerminalColumns columns;
    const std::string name = dev.hex();
    soci::statement statement(sql_);
    columns.bind(statement);
    statement.exchange(soci::use(name));
    statement.alloc();
    statement.prepare(std::string(kTerminalFrom) + "WHERE d.dev = :dev");
    statement.define_and_bind();
    statement.execute();
    if (!statement.fetch()) return std::nullopt;
    return columns.row();
}

std::int64_t DevicesRepository::count() {
    long long number = 0;
    sql_ << "SELECT COUNT(*) FROM devices WHERE revoked_ms IS NULL", soci::into(number);
    return number;
}

std::int64_t DevicesRepository::count_reporting(UnixMs since) {
    const long long from = since.value;
    long long number = 0;
    sql_ << "SELECT COUNT(*) FROM devices WHERE revoked_ms IS NULL AND last_contact_ms >= :since",
        soci::use(from), soci::into(number);
    return number;
}

}  // namespace hadir::central
