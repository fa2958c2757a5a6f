#include "central/judge_queue_repository.h"

#include <soci/soci.h>

namespace hadir::central {
namespace {

constexpr const char* kInto = "INSERT INTO judge_queue (person, day, cause) ";
// SQLite wants a WHERE between a SELECT and ON CONFLICT.
constexpr const char* kOnce = " ON CONFLICT (person, day) DO NOTHING";

}  // namespace

void JudgeQueueRepository::add(const PersonId& person, LocalDay day, const std::string& cause) {
    const std::string id = person.hex(), of = format_day(day);
    sql_ << std::string(kInto) + "VALUES (:person, :day, :cause)" + kOnce, soci::use(id), soci::use(of),
        soci::use(cause);
}

void JudgeQueueRepository::add_record(std::int64_t record) {
    const long long id = record;
    sql_ << std::string(kInto) +
                "SELECT COALESCE(b.person, a.person), a.day, 'records' FROM attendance a LEFT JOIN badges b "
                "ON "
                "b.badge = a.badge WHERE a.record = :record AND COALESCE(b.person, a.person) IS NOT NULL" +
                kOnce,
        soci::use(id);
}

void JudgeQueueRepository::add_ledger(std::int64_t device, std::uint32_t inc) {
    const long long id = device, number = inc;
    sql_ << std::string(kInto) +
                "SELECT DISTINCT COALESCE(b.person, a.person), a.day, 'records' FROM attendance a LEFT JOIN "
                "badges b "
                "ON b.badge = a.badge WHERE a.device = :device AND a.inc = :inc AND COALESCE(b.person, "
                "a.person) IS "
                "NOT NULL" +
                kOnce,
        soci::use(id), soci::use(number);
}

void JudgeQueueRepository::add_unknown(const std::string& opd, const std::string& office, LocalDay until) {
    const std::string last = format_day(until);
    sql_ << std::string(kInto) +
                "SELECT person, day, 'terminal' FROM verdicts WHERE opd = :opd AND office = :office AND code "
                "= 'BD' AND "
                "day <= :last" +
                kOnce,
        soci::use(opd), soci::use(office), soci::use(last);
}

void JudgeQueueRepository::add_day(LocalDay day) {
    const std::string of = format_day(day);
    sql_ << std::string(kInto) +
                "SELECT p.person, :day, 'day' FROM people p WHERE p.active = 1 AND NOT EXISTS (SELECT 1 FROM "
                "verdicts v WHERE v.person = p.person AND v.day = :day2)" +
                kOnce,
        soci::use(of), soci::use(of);
}

void JudgeQueueRepository::add_opd(const std::string& opd, const DaySpan& days, const std::string& cause) {
    const std::string first = format_day(days.first), last = format_day(days.last.value_or(days.first));
    sql_ << std::string(kInto) +
                "SELECT person, day, :cause FROM verdicts WHERE day BETWEEN :first AND :last AND opd = :opd" +
                kOnce,
        soci::use(cause), soci::use(first), soci::use(last), soci::use(opd);
}

void JudgeQueueRepository::add_judged(const DaySpan& days, const std::string& cause) {
    const std::string first = format_day(days.first),
                      last = days.last ? format_day(*days.last) : "9999-12-31";
    sql_ << std::string(kInto) +
                "SELECT person, day, :cause FROM verdicts WHERE day BETWEEN :first AND :last" + kOnce,
        soci::use(cause), soci::use(first), soci::use(last);
}

bool JudgeQueueRepository::open_book(const std::string& digest, UnixMs now) {
    std::string newest;
    sql_ << "SELECT COALESCE((SELECT digest FROM rule_books ORDER BY from_ms DESC LIMIT 1), '')",
        soci::into(newest);
    if (newest == digest) return false;
    const long long at = now.value;
    sql_ << "INSERT INTO rule_books (digest, from_ms) VALUES (:digest, :at) ON CONFLICT (digest) DO UPDATE "
            "SET "
            "from_ms = :at2",
        soci::use(digest), soci::use(at), soci::use(at);
    return true;
}

std::vector<QueuedDay> JudgeQueueRepository::take(int limit) {
    std::string person, day, cause;
    soci::statement statement =
        (sql_.prepare << "SELECT person, day, cause FROM judge_queue ORDER BY person, day LIMIT :limit",
         soci::use(limit), soci::into(person), soci::into(day), soci::into(cause));
    statement.execute();
    std::vector<QueuedDay> days;
    while (statement.fetch())
        days.push_back(
            {PersonId::parse_hex(person).value_or(PersonId{}), parse_day(day).value_or(LocalDay{}), cause});
    for (const QueuedDay& one : days) {
        const std::string id = one.person.hex(), of = format_day(one.day);
        sql_ << "DELETE FROM judge_queue WHERE person = :person AND day = :day", soci::use(id), soci::use(of);
    }
    return days;
}

std::int64_t JudgeQueueRepository::waiting() {
    long long count = 0;
    sql_ << "SELECT COUNT(*) FROM judge_queue", soci::into(count);
    return count;
}

}  // namespace hadir::central
