#include "central/assignments_repository.h"

#include <soci/soci.h>

#include "central/stored_days.h"
#include "central/table_fields.h"

namespace hadir::central {
namespace {

const char* name_of(AssignmentKind kind) {
    return kind == AssignmentKind::plan ? "plan" : "profile";
}

}  // namespace

std::vector<Assignment> AssignmentsRepository::all(AssignmentKind kind) {
    const std::string of_kind = name_of(kind);
    Assignment row;
    std::string person, first, last;
    soci::statement statement =
        (sql_.prepare << "SELECT person, opd, unit, office, first_day, COALESCE(last_day, ''), name "
                         "FROM assignments WHERE kind = :kind",
         soci::use(of_kind), soci::into(person), soci::into(row.scope.opd), soci::into(row.scope.unit),
         soci::into(row.scope.office), soci::into(first), soci::into(last), soci::into(row.name));
    statement.execute();
    std::vector<Assignment> rows;
    while (statement.fetch()) {
        row.scope.person = person.empty() ? std::nullopt : PersonId::parse_hex(person);
        row.days = stored_span(first, last);
        rows.push_back(row);
    }
    return rows;
}

void AssignmentsRepository::replace(AssignmentKind kind, const std::vector<Assignment>& rows) {
    const std::string of_kind = name_of(kind);
    sql_ << "DELETE FROM assignments WHERE kind = :kind", soci::use(of_kind);
    Assignment row;
    std::string person, first, last;
    soci::statement insert =
        (sql_.prepare
             << "INSERT INTO assignments (kind, person, opd, unit, office, first_day, last_day, name) "
                "VALUES (:kind, :person, :opd, :unit, :office, :first, NULLIF(:last, ''), :name)",
         soci::use(of_kind), soci::use(person), soci::use(row.scope.opd), soci::use(row.scope.unit),
         soci::use(row.scope.office), soci::use(first), soci::use(last), soci::use(row.name));
    for (const Assignment& wanted : rows) {
        row = wanted;
        person = wanted.scope.person ? wanted.scope.person->hex() : "";
        first = format_day(wanted.days.first);
        last = text_of(wanted.days.last);
        insert.execute(true);
    }
}

std::vector<RosterDay> AssignmentsRepository::rosters(LocalDay first, LocalDay last) {
    const std::string from = format_day(first), to = format_day(last);
    std::string person, day, shift;
    soci::statement statement =
        (sql_.prepare << "SELECT person, day, shift FROM rosters WHERE day BETWEEN :first AND :last",
         soci::use(from), soci::use(to), soci::into(person), soci::into(day), soci::into(shift));
    statement.execute();
    std::vector<RosterDay> rows;
    while (statement.fetch())
        rows.push_back(
            {PersonId::parse_hex(person).value_or(PersonId{}), stored_day(day).value_or(LocalDay{}), shift});
    return rows;
}

void AssignmentsRepository::put(const std::vector<RosterDay>& rows) {
    std::string person, day, shift;
    soci::statement remove = (sql_.prepare << "DELETE FROM rosters WHERE person = :person AND day = :day",
                              soci::use(person), soci::use(day));
    soci::statement insert =
        (sql_.prepare << "INSERT INTO rosters (person, day, shift) VALUES (:person, :day, :shift)",
         soci::use(person), soci::use(day), soci::use(shift));
    for (const RosterDay& row : rows) {
        person = row.person.hex();
        day = format_day(row.day);
        shift = row.shift;
        remove.execute(true);
        if (!shift.empty()) insert.execute(true);
    }
}

std::map<Office, Zone> AssignmentsRepository::offices() {
    std::string opd, office, zone;
    soci::statement statement = (sql_.prepare << "SELECT opd, office, zone FROM offices", soci::into(opd),
                                 soci::into(office), soci::into(zone));
    statement.execute();
    std::map<Office, Zone> offices;
    while (statement.fetch())
        offices.emplace(Office(opd, office), zone_from_iana(zone).value_or(Zone::wib));
    return offices;
}

void AssignmentsRepository::replace(const std::map<Office, Zone>& offices) {
    sql_ << "DELETE FROM offices";
    std::string opd, office, zone;
    soci::statement insert =
        (sql_.prepare << "INSERT INTO offices (opd, office, zone) VALUES (:opd, :office, :zone)",
         soci::use(opd), soci::use(office), soci::use(zone));
    for (const auto& [place, its_zone] : offices) {
        std::tie(opd, office) = place;
        zone = iana_name(its_zone);
        insert.execute(true);
    }
}

std::vector<ServingTerminal> AssignmentsRepository::terminals() {
    std::string opd, office, zone;
    long long id = 0, enrolled = 0, revoked = 0;
    soci::indicator is_revoked = soci::i_null;
    soci::statement statement = (sql_.prepare << "SELECT id, opd, office, zone, enrolled_ms, revoked_ms FROM "
                                                 "devices WHERE own = 0 ORDER BY id",
                                 soci::into(id), soci::into(opd), soci::into(office), soci::into(zone),
                                 soci::into(enrolled), soci::into(revoked, is_revoked));
    statement.execute();
    std::vector<ServingTerminal> terminals;
    while (statement.fetch()) {
        terminals.push_back({id, {opd, office}, zone_from_iana(zone).value_or(Zone::wib), {enrolled}, {}});
        if (is_revoked == soci::i_ok) terminals.back().revoked = UnixMs{revoked};
    }
    return terminals;
}

}  // namespace hadir::central
