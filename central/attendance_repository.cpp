#include "central/attendance_repository.h"

#include <soci/soci.h>

#include "central/attendance_sql.h"

namespace hadir::central {
namespace {

// Any mark of the terminal's or of our own.
std::string is_marked() {
    return std::string("(a.marks <> '' OR (") + is_forked_sql() + ") OR " + phone_twice_sql() + " OR " +
           phone_shared_sql() + " OR " + phone_ended_sql() + ")";
}

const char* name_of(PhoneProof proof) {
    switch (proof) {
        case PhoneProof::terminal:
            return "terminal";
        case PhoneProof::central:
            return "central";
        case PhoneProof::none:
            break;
    }
    return "none";
}

// A badge's owner is whom central's own table names; the terminal's word counts where it names nobody.
std::string arrival_from() {
    return std::string(
               "SELECT a.record, COALESCE(p.person, a.person, ''), COALESCE(p.name, ''), CASE WHEN "
               "p.name <> '' THEN p.number ELSE '' END, "  // an erased person has neither
               "COALESCE(p.opd, d.opd), d.office, a.at_ms, COALESCE(a.earliest_ms, a.at_ms), "
               "COALESCE(a.latest_ms, a.at_ms), d.zone, a.dir, a.marks, d.dev, d.kiosk, a.inc, "
               "a.seq, "
               "r.received_ms, CASE WHEN i.confirmed_ms IS NULL THEN 1 ELSE 0 END, CASE WHEN ") +
           is_forked_sql() + " THEN 1 ELSE 0 END, CASE WHEN " + phone_twice_sql() +
           " THEN 1 ELSE 0 END, CASE WHEN " + phone_shared_sql() + " THEN 1 ELSE 0 END, CASE WHEN " +
           phone_ended_sql() + " THEN 1 ELSE 0 END, CASE WHEN " + pin_wrong_sql() +
           " THEN 1 ELSE 0 END, COALESCE(l.code, ''), "
           "COALESCE((SELECT MIN(e.sha256) FROM evidence e WHERE e.record = a.record), ''), "
           "CASE WHEN s.hash IS NULL THEN 0 ELSE 1 END, COALESCE(v.verdict, '') "
           "FROM attendance a "
           "JOIN records r ON r.id = a.record JOIN devices d ON d.id = a.device "
           "JOIN incarnations i ON i.device = a.device AND i.inc = a.inc "
           "LEFT JOIN badges b ON b.badge = a.badge "
           "LEFT JOIN people p ON p.person = COALESCE(b.person, a.person) "
           "LEFT JOIN log_leaves l ON l.record = a.record "
           "LEFT JOIN samples s ON s.hash = r.hash LEFT JOIN reviews v ON v.hash = r.hash ";
}

std::string joined(const std::vector<std::string>& marks) {
    std::string text;
    for (const std::string& mark : marks)
        text += (text.empty() ? "" : " ") + mark;
    return text;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> marks;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find(' ', from), text.size());
        marks.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return marks;
}

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

// The columns of arrival_from, bound once and read row by row.
struct ArrivalColumns {
    long long id = 0, at = 0, earliest = 0, latest = 0, inc = 0, seq = 0, received = 0, unconfirmed = 0,
              forked = 0, twice = 0, shared = 0, ended = 0, pin_wrong = 0, drawn = 0;
    std::string person, name, number, opd, office, zone, dir, marks, dev, kiosk, code, photo, verdict;

    template <class Statement>
    void bind(Statement& statement) {
        statement.exchange(soci::into(id));
        statement.exchange(soci::into(person));
        statement.exchange(soci::into(name));
        statement.exchange(soci::into(number));
        statement.exchange(soci::into(opd));
        statement.exchange(soci::into(office));
        statement.exchange(soci::into(at));
        statement.exchange(soci::into(earliest));
        statement.exchange(soci::into(latest));
        statement.exchange(soci::into(zone));
        statement.exchange(soci::into(dir));
        statement.exchange(soci::into(marks));
        statement.exchange(soci::into(dev));
        statement.exchange(soci::into(kiosk));
        statement.exchange(soci::into(inc));
        statement.exchange(soci::into(seq));
        statement.exchange(soci::into(received));
        statement.exchange(soci::into(unconfirmed));
        statement.exchange(soci::into(forked));
        statement.exchange(soci::into(twice));
        statement.exchange(soci::into(shared));
        statement.exchange(soci::into(ended));
        statement.exchange(soci::into(pin_wrong));
        statement.exchange(soci::into(code));
        statement.exchange(soci::into(photo));
        statement.exchange(soci::into(drawn));
        statement.exchange(soci::into(verdict));
    }

    [[nodiscard]] Arrival row() const {
        Arrival arrival;
        arrival.id = id;
        arrival.person = PersonId::parse_hex(person);
        arrival.name = unless_empty(name);
        arrival.number = unless_empty(number);
        arrival.opd = opd;
        arrival.office = office;
        arrival.at = {at};
        arrival.known = {{earliest}, {latest}};
        arrival.zone = zone;
        arrival.dir = dir;
        arrival.marks = split(marks);
        if (forked != 0) arrival.marks.emplace_back("fork");
        if (twice != 0) arrival.marks.emplace_back("phone_twice");
        if (shared != 0) arrival.marks.emplace_back("phone_shared");
        if (ended != 0) arrival.marks.emplace_back("phone_ended");
        if (pin_wrong != 0) arrival.marks.emplace_back("pin_wrong");
        arrival.confirmed = unconfirmed == 0;
        arrival.dev = DeviceId::parse_hex(dev).value_or(DeviceId{});
        arrival.kiosk = kiosk;
        arrival.inc = static_cast<std::uint32_t>(inc);
        arrival.seq = static_cast<std::uint64_t>(seq);
        arrival.received = {received};
        arrival.proof_code = unless_empty(code);
        arrival.photo = Hash::parse_hex(photo);
        arrival.drawn = drawn != 0;
        arrival.verdict = unless_empty(verdict);
        return arrival;
    }
};

// What is bound already is asked for.
std::vector<Arrival> rows_of(soci::statement& statement, const std::string& query,
                             const ArrivalColumns& columns) {
    statement.alloc();
    statement.prepare(query);
    statement.define_and_bind();
    statement.execute();
    std::vector<Arrival> rows;
    while (statement.fetch())
        rows.push_back(columns.row());
    return rows;
}

}  // namespace

std::vector<PersonId> people_in(const std::vector<Arrival>& arrivals) {
    std::vector<PersonId> people;
    for (const Arrival& arrival : arrivals) {
        if (arrival.person) people.push_back(*arrival.person);
    }
    return people;
}

void AttendanceRepository::add(const AttendanceRow& row) {
    const long long record = row.record;
    const long long device = row.ledger.device;
    const long long inc = row.ledger.inc;
    const long long branch = row.branch;
    const auto seq = static_cast<long long>(row.seq);
    const std::string badge = row.badge ? row.badge->hex() : "";
    const std::string person = row.person ? row.person->hex() : "";
    soci::indicator has_person = row.person ? soci::i_ok : soci::i_null;
    const long long at = row.at.value;
    const std::string marks = joined(row.marks);
    const std::string phone = row.phone ? row.phone->hex() : "";
    soci::indicator has_phone = row.phone ? soci::i_ok : soci::i_null;
    const long long step = row.step.value_or(0);
    soci::indicator has_step = row.step ? soci::i_ok : soci::i_null;
    const std::string proof = row.proof ? name_of(*row.proof) : "";
    soci::indicator has_proof = row.proof ? soci::i_ok : soci::i_null;
    sql_
        << "INSERT INTO attendance (record, device, inc, branch, seq, badge, person, at_ms, day, dir, marks, "
           "phone, step, phone_proof) VALUES (:record, :device, :inc, :branch, :seq, :badge, :person, :at, "
           ":day, :dir, :marks, :phone, :step, :proof) ON CONFLICT (record) DO NOTHING",
        soci::use(record), soci::use(device), soci::use(inc), soci::use(branch), soci::use(seq),
        soci::use(badge), soci::use(person, has_person), soci::use(at), soci::use(row.day),
        soci::use(row.dir), soci::use(marks), soci::use(phone, has_phone), soci::use(step, has_step),
        soci::use(proof, has_proof);
}

void AttendanceRepository::set_direction(const LedgerPlace& ledger, std::int64_t branch, std::uint64_t seq,
                                         const std::string& dir) {
    const long long device = ledger.device;
    const long long inc = ledger.inc;
    const long long on = branch;
    const auto place = static_cast<long long>(seq);
    sql_ << "UPDATE attendance SET dir = :dir, chosen = 1 WHERE device = :device AND inc = :inc AND branch = "
            ":on AND "
            "seq = :seq",
        soci::use(dir), soci::use(device), soci::use(inc), soci::use(on), soci::use(place);
}

void AttendanceRepository::clear() {
    sql_ << "DELETE FROM attendance";
}

std::vector<Arrival> AttendanceRepository::arrivals(const std::string& day, const OpdScope& scope,
                                                    const std::optional<ArrivalCursor>& before, int limit) {
    ArrivalColumns columns;
    const long long at = before ? before->at_ms : std::numeric_limits<long long>::max();
    const long long id = before ? before->id : std::numeric_limits<long long>::max();
    const std::string query =
        arrival_from() + "WHERE " + counts_sql() +
        " AND a.day = :day AND (a.at_ms < :at OR (a.at_ms = :at2 AND a.record < :id)) "
        "AND (:all = 1 OR COALESCE(p.opd, d.opd) = :opd) ORDER BY a.at_ms DESC, a.record DESC LIMIT :limit";
    soci::statement statement(sql_);
    columns.bind(statement);
    statement.exchange(soci::use(day));
    statement.exchange(soci::use(at));
    statement.exchange(soci::use(at));
    statement.exchange(soci::use(id));
    statement.exchange(soci::use(scope.all_flag()));
    statement.exchange(soci::use(scope.opd()));
    statement.exchange(soci::use(limit));
    return rows_of(statement, query, columns);
}

std::vector<std::int64_t> AttendanceRepository::marked_with(std::int64_t record) {
    const long long id = record;
    long long found = 0;
    soci::statement statement =
        (sql_.prepare << std::string("SELECT a.record FROM attendance me JOIN attendance a ON "
                                     "a.phone = me.phone AND a.step = me.step WHERE me.record = :id AND (") +
                             phone_twice_sql() + " OR " + phone_shared_sql() + " OR " + phone_ended_sql() +
                             ")",
         soci::use(id), soci::into(found));
    statement.execute();
    std::vector<std::int64_t> records;
    while (statement.fetch())
        records.push_back(found);
    return records;
}

std::optional<Arrival> AttendanceRepository::arrival(std::int64_t record, const OpdScope& scope) {
    ArrivalColumns columns;
    const long long id = record;
    soci::statement statement(sql_);
    columns.bind(statement);
    statement.exchange(soci::use(id));
    statement.exchange(soci::use(scope.all_flag()));
    statement.exchange(soci::use(scope.opd()));
    const auto rows = rows_of(statement,
                              arrival_from() + "WHERE a.record = :id AND " + counts_sql() +
                                  " AND (:all = 1 OR COALESCE(p.opd, d.opd) = :opd)",
                              columns);
    return rows.empty() ? std::nullopt : std::optional(rows.front());
}

std::vector<Arrival> AttendanceRepository::to_review(const ReviewQuery& wanted, int limit) {
    ArrivalColumns columns;
    const long long until = wanted.until.value;
    const long long at = wanted.after.at_ms;
    const long long id = wanted.after.id;
    const std::string query =
        arrival_from() + "WHERE a.record IN (SELECT q.record FROM review_queue q) AND v.hash IS NULL AND " +
        counts_sql() +
        " AND a.at_ms <= :until AND (a.at_ms > :at OR (a.at_ms = :at2 AND a.record > :id)) "
        "AND (:all = 1 OR COALESCE(p.opd, d.opd) = :opd) ORDER BY a.at_ms, a.record LIMIT :limit";
    soci::statement statement(sql_);
    columns.bind(statement);
    statement.exchange(soci::use(until));
    statement.exchange(soci::use(at));
    statement.exchange(soci::use(at));
    statement.exchange(soci::use(id));
    statement.exchange(soci::use(wanted.scope.all_flag()));
    statement.exchange(soci::use(wanted.scope.opd()));
    statement.exchange(soci::use(limit));
    return rows_of(statement, query, columns);
}

std::vector<OpdDay> AttendanceRepository::by_opd(const std::string& day, const OpdScope& scope) {
    std::map<std::string, OpdDay> table;
    std::string opd;
    long long first = 0, second = 0;
    {
        soci::statement people =
            (sql_.prepare << "SELECT opd, COUNT(*) FROM people WHERE active = 1 AND "
                             "(:all = 1 OR opd = :opd) GROUP BY opd",
             soci::use(scope.all_flag()), soci::use(scope.opd()), soci::into(opd), soci::into(first));
        people.execute();
        while (people.fetch())
            table[opd].people = first;
    }
    long long third = 0;
    soci::statement day_of =
        (sql_.prepare << std::string("SELECT COALESCE(p.opd, d.opd) AS of_opd, COUNT(DISTINCT p.person), "
                                     "COUNT(DISTINCT CASE WHEN ") +
                             is_marked() +
                             " THEN p.person END), SUM(p.person IS NULL) FROM attendance a JOIN devices d ON "
                             "d.id = a.device JOIN incarnations i ON i.device = a.device AND i.inc = a.inc "
                             "LEFT JOIN badges b ON b.badge = a.badge "
                             "LEFT JOIN people p ON p.person = COALESCE(b.person, a.person) "
                             "WHERE a.day = :day AND (:all = 1 OR COALESCE(p.opd, d.opd) = :opd) AND " +
                             counts_sql() + " GROUP BY of_opd",
         soci::use(day), soci::use(scope.all_flag()), soci::use(scope.opd()), soci::into(opd),
         soci::into(first), soci::into(second), soci::into(third));
    day_of.execute();
    while (day_of.fetch()) {
        table[opd].arrived = first;
        table[opd].marked = second;
        table[opd].unknown = third;
    }
    std::vector<OpdDay> rows;
    for (auto& [name, row] : table) {
        row.opd = name;
        rows.push_back(row);
    }
    return rows;
}

}  // namespace hadir::central
