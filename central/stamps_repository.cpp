#include "central/stamps_repository.h"

#include <soci/soci.h>

#include "central/attendance_sql.h"

namespace hadir::central {
namespace {

// A badge's owner is whom central's own table names; the terminal's word counts where it names nobody. What
// an officer found doubtful does not count (D34), nor a PIN that was wrong; one that nobody could open waits
// for an officer.
std::string stamps_sql(const std::string& where) {
    return "SELECT COALESCE(b.person, a.person) AS who, a.record, COALESCE(a.earliest_ms, a.at_ms), "
           "COALESCE(a.latest_ms, a.at_ms), d.zone, CASE WHEN a.chosen = 1 THEN a.dir ELSE '' END, "
           "CASE WHEN (' ' || a.marks || ' ') LIKE '% pin %' AND COALESCE(w.verdict, '') <> 'right' AND "
           "COALESCE(v.verdict, '') <> 'fine' THEN 1 ELSE 0 END "
           "FROM attendance a JOIN records r ON r.id = a.record JOIN devices d ON d.id = a.device "
           "JOIN incarnations i ON i.device = a.device AND i.inc = a.inc "
           "LEFT JOIN badges b ON b.badge = a.badge LEFT JOIN pin_verdicts w ON w.hash = r.hash "
           "LEFT JOIN reviews v ON v.hash = r.hash WHERE " +
           counts_sql() +
           " AND COALESCE(w.verdict, '') <> 'wrong' AND COALESCE(v.verdict, '') <> 'doubtful' AND " + where;
}

struct StampColumns {
    std::string person, zone, dir;
    long long record = 0, earliest = 0, latest = 0;
    int pending = 0;

    template <class Statement>
    void bind(Statement& statement) {
        statement.exchange(soci::into(person));
        statement.exchange(soci::into(record));
        statement.exchange(soci::into(earliest));
        statement.exchange(soci::into(latest));
        statement.exchange(soci::into(zone));
        statement.exchange(soci::into(dir));
        statement.exchange(soci::into(pending));
    }
    [[nodiscard]] Stamp row() const {
        Stamp stamp;
        stamp.id = record;
        stamp.known = {{earliest}, {latest}};
        stamp.zone = zone_from_iana(zone).value_or(Zone::wib);
        if (dir == "in") stamp.chosen = Side::in;
        if (dir == "out") stamp.chosen = Side::out;
        if (pending != 0) stamp.standing = Stamp::Standing::pending;
        return stamp;
    }
};

template <class Each>
void run(soci::statement& statement, const std::string& query, Each each) {
    statement.alloc();
    statement.prepare(query);
    statement.define_and_bind();
    statement.execute();
    while (statement.fetch())
        each();
}

}  // namespace

std::vector<Stamp> StampsRepository::of_person(const PersonId& person, const DaySpan& days) {
    const std::string id = person.hex(), first = format_day(days.first),
                      last = format_day(days.last.value_or(days.first));
    StampColumns columns;
    soci::statement statement(sql_);
    columns.bind(statement);
    for (const std::string* value : {&id, &first, &last, &id, &first, &last})
        statement.exchange(soci::use(*value));
    std::vector<Stamp> stamps;
    run(statement,
        stamps_sql(
            "a.record IN (SELECT x.record FROM badges y JOIN attendance x ON x.badge = y.badge WHERE "
            "y.person "
            "= :badged AND x.day BETWEEN :first AND :last UNION SELECT x.record FROM attendance x WHERE "
            "x.person = :named AND x.day BETWEEN :first2 AND :last2 AND NOT EXISTS (SELECT 1 FROM badges y "
            "WHERE y.badge = x.badge)) ORDER BY a.record"),
        [&] { stamps.push_back(columns.row()); });
    return stamps;
}

void StampsRepository::of_all(const DaySpan& days,
                              const std::function<void(const PersonId&, const Stamp&)>& each) {
    const std::string first = format_day(days.first), last = format_day(days.last.value_or(days.first));
    StampColumns columns;
    soci::statement statement(sql_);
    columns.bind(statement);
    statement.exchange(soci::use(first));
    statement.exchange(soci::use(last));
    run(statement,
        stamps_sql("a.day BETWEEN :first AND :last AND COALESCE(b.person, a.person) IS NOT NULL ORDER BY "
                   "who, a.record"),
        [&] {
            if (const auto person = PersonId::parse_hex(columns.person)) each(*person, columns.row());
        });
}

}  // namespace hadir::central
