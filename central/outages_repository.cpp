#include "central/outages_repository.h"

#include <soci/soci.h>

#include "central/papers_repository.h"

namespace hadir::central {
namespace {

constexpr const char* kSelect =
    "SELECT o.id, o.device, o.from_ms, o.to_ms, o.state, COALESCE(o.decided_ms, 0), "
    "COALESCE(o.decided_by, ''), COALESCE(o.decision, 0), d.dev, d.opd, d.office, d.kiosk, d.zone, "
    "(SELECT COUNT(*) FROM people p WHERE p.active = 1 AND p.opd = d.opd AND p.office = d.office), "
    "(SELECT COUNT(*) FROM attendance a WHERE a.device = o.device AND a.at_ms BETWEEN o.from_ms AND o.to_ms) "
    "FROM outages o JOIN devices d ON d.id = o.device WHERE (:all = 1 OR d.opd = :opd) AND ";

}  // namespace

void OutagesRepository::add(std::int64_t record, std::int64_t device, const TimeInterval& span) {
    const long long id = record, of = device, from = span.earliest.value, to = span.latest.value;
    sql_ << "INSERT INTO outages (id, device, from_ms, to_ms, state) VALUES (:id, :device, :from, :to, "
            "'pending') ON CONFLICT (device, from_ms) DO NOTHING",
        soci::use(id), soci::use(of), soci::use(from), soci::use(to);
}

bool OutagesRepository::end(const OutageEnd& end) {
    const long long id = end.outage, at = end.at.value, record = end.record;
    const std::string state = name_of(end.state), by = end.by.hex();
    soci::statement update =
        (sql_.prepare << "UPDATE outages SET state = :state, decided_ms = :at, decided_by = :by, decision = "
                         ":record WHERE id = :id AND state = 'pending'",
         soci::use(state), soci::use(at), soci::use(by), soci::use(record), soci::use(id));
    update.execute(true);
    return update.get_affected_rows() > 0;
}

void OutagesRepository::clear() {
    sql_ << "DELETE FROM outages";
}

std::vector<OutageRow> OutagesRepository::select(const std::string& where, const OpdScope& scope,
                                                 std::int64_t number) {
    const long long last = number;
    long long id = 0, device = 0, from = 0, to = 0, decided = 0, decision = 0, people = 0, checkins = 0;
    std::string state, by, dev, opd, office, kiosk, zone;
    soci::statement statement =
        (sql_.prepare << std::string(kSelect) + where, soci::use(scope.all_flag()), soci::use(scope.opd()),
         soci::use(last), soci::into(id), soci::into(device), soci::into(from), soci::into(to),
         soci::into(state), soci::into(decided), soci::into(by), soci::into(decision), soci::into(dev),
         soci::into(opd), soci::into(office), soci::into(kiosk), soci::into(zone), soci::into(people),
         soci::into(checkins));
    statement.execute();
    std::vector<OutageRow> rows;
    while (statement.fetch()) {
        OutageRow row;
        row.outage = {id, {{from}, {to}}, paper_state_from(state).value_or(PaperState::pending)};
        row.device = device;
        row.dev = DeviceId::parse_hex(dev).value_or(DeviceId{});
        row.place = {opd, office, kiosk, zone_from_iana(zone).value_or(Zone::wib)};
        row.people = people;
        row.checkins = checkins;
        if (row.outage.state != PaperState::pending) {
            row.decided = UnixMs{decided};
            row.decided_by = PersonId::parse_hex(by);
            row.decision = decision;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::optional<OutageRow> OutagesRepository::find(std::int64_t outage, const OpdScope& scope) {
    const auto rows = select("o.id = :id", scope, outage);
    return rows.empty() ? std::nullopt : std::optional(rows.front());
}

std::vector<OutageRow> OutagesRepository::all(const OutageQuery& query) {
    return select(query.pending ? "o.state = 'pending' ORDER BY o.from_ms, o.id LIMIT :limit"
                                : "o.state <> 'pending' ORDER BY o.decided_ms DESC, o.id LIMIT :limit",
                  query.scope, query.limit);
}

std::map<std::int64_t, UnixMs> OutagesRepository::covered() {
    long long device = 0, to = 0;
    soci::statement statement = (sql_.prepare << "SELECT device, MAX(to_ms) FROM outages GROUP BY device",
                                 soci::into(device), soci::into(to));
    statement.execute();
    std::map<std::int64_t, UnixMs> ends;
    while (statement.fetch())
        ends.emplace(device, UnixMs{to});
    return ends;
}

}  // namespace hadir::central
