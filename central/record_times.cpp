#include "central/record_times.h"

#include <soci/soci.h>

#include <vector>

#include "central/judge_queue_repository.h"
#include "core/station.h"
#include "wire/line.h"

namespace hadir::central {
namespace {

struct Row {
    std::int64_t record = 0;
    UnixMs at;
    ClockReading clock;
    TimeMark mark;
    TimeInterval known;
};

// Of the branch, from `first` on, in the order of the ledger.
std::vector<Row> rows_from(soci::session& sql, const LedgerPlace& ledger, std::int64_t branch,
                           std::uint64_t first) {
    const long long device = ledger.device, inc = ledger.inc, of = branch;
    const auto seq = static_cast<long long>(first);
    long long record = 0, at = 0, up = 0, off = 0, unc = 0, received = 0, earliest = 0, latest = 0;
    soci::indicator has_off = soci::i_null, has_unc = soci::i_null;
    std::string boot, state;
    soci::statement select =
        (sql.prepare
             << "SELECT t.record, t.at_ms, t.boot, t.up_ms, t.clock_state, t.off_ms, t.unc_ms, "
                "r.received_ms, t.earliest_ms, t.latest_ms FROM records r JOIN record_times t ON "
                "t.record = r.id WHERE r.device = :device AND r.inc = :inc AND r.branch = :branch AND "
                "r.seq >= :seq ORDER BY r.seq",
         soci::use(device), soci::use(inc), soci::use(of), soci::use(seq), soci::into(record), soci::into(at),
         soci::into(boot), soci::into(up), soci::into(state), soci::into(off, has_off),
         soci::into(unc, has_unc), soci::into(received), soci::into(earliest), soci::into(latest));
    select.execute();
    std::vector<Row> rows;
    while (select.fetch()) {
        Row row;
        row.record = record;
        row.at = {at};
        row.clock.state = clock_state_from(state).value_or(ClockState::unset);
        if (has_off == soci::i_ok) row.clock.off_ms = off;
        if (has_unc == soci::i_ok) row.clock.unc_ms = unc;
        row.mark = {BootId::parse_hex(boot).value_or(BootId{}), std::chrono::milliseconds(up),
                    proved_by(row.at, row.clock), UnixMs{received}};
        row.known = {{earliest}, {latest}};
        rows.push_back(row);
    }
    return rows;
}

// The newest record before `first_seq` that proves its own time, else the branch's first.
std::uint64_t last_proof(soci::session& sql, const LedgerPlace& ledger, std::int64_t branch,
                         std::uint64_t first_seq) {
    const long long device = ledger.device, inc = ledger.inc, of = branch;
    const auto before = static_cast<long long>(first_seq);
    long long seq = 1;
    sql << "SELECT COALESCE(MAX(r.seq), 1) FROM records r JOIN record_times t ON t.record = r.id WHERE "
           "r.device = :device AND r.inc = :inc AND r.branch = :branch AND r.seq < :seq AND t.off_ms IS NOT "
           "NULL AND t.unc_ms IS NOT NULL",
        soci::use(device), soci::use(inc), soci::use(of), soci::use(before), soci::into(seq);
    return static_cast<std::uint64_t>(seq);
}

// Nothing of this terminal was made before it was enrolled, or before what stands in front of the branch.
UnixMs time_before(soci::session& sql, const LedgerPlace& ledger, std::uint64_t first) {
    const long long device = ledger.device, inc = ledger.inc;
    const auto seq = static_cast<long long>(first);
    long long enrolled = 0, earliest = 0;
    sql << "SELECT enrolled_ms FROM devices WHERE id = :device", soci::use(device), soci::into(enrolled);
    sql << "SELECT COALESCE(MAX(t.earliest_ms), 0) FROM records r JOIN record_times t ON t.record = r.id "
           "WHERE "
           "r.device = :device AND r.inc = :inc AND r.seq = :seq - 1",
        soci::use(device), soci::use(inc), soci::use(seq), soci::into(earliest);
    return {std::max(enrolled, earliest)};
}

void write(const Database& database, const Row& row, const TimeInterval& interval, Zone zone) {
    soci::session& sql = database.sql();
    // The day that it leaves, if it does; a record that has just come waits there already.
    if (row.known.earliest != UnixMs{}) JudgeQueueRepository(database).add_record(row.record);
    const long long record = row.record;
    const long long earliest = interval.earliest.value, latest = interval.latest.value;
    const UnixMs likely = likely_time(row.at, row.clock, interval);
    const long long at = likely.value;
    const std::string day = presence_day(likely, zone);
    sql << "UPDATE record_times SET earliest_ms = :earliest, latest_ms = :latest WHERE record = :record",
        soci::use(earliest), soci::use(latest), soci::use(record);
    sql << "UPDATE attendance SET at_ms = :at, day = :day, earliest_ms = :earliest, latest_ms = :latest "
           "WHERE "
           "record = :record",
        soci::use(at), soci::use(day), soci::use(earliest), soci::use(latest), soci::use(record);
    JudgeQueueRepository(database).add_record(row.record);
}

}  // namespace

std::string presence_day(UnixMs at, Zone zone) {
    StationPolicy policy;
    policy.zone = zone;
    return format_day(local_day(presence_day_start(at, policy), zone));
}

void note_time(const Database& database, std::int64_t record, std::string_view text, UnixMs received) {
    const auto line = wire::parse_line(text);
    if (!line) return;
    const long long id = record, at = line->head.at.value, up = line->head.up_ms, until = received.value;
    const std::string boot = line->head.boot.hex(), state = name_of(line->head.clock.state);
    long long off = line->head.clock.off_ms.value_or(0), unc = line->head.clock.unc_ms.value_or(0);
    soci::indicator has_off = line->head.clock.off_ms ? soci::i_ok : soci::i_null;
    soci::indicator has_unc = line->head.clock.unc_ms ? soci::i_ok : soci::i_null;
    database.sql()
        << "INSERT INTO record_times (record, at_ms, boot, up_ms, clock_state, off_ms, unc_ms, "
           "earliest_ms, latest_ms) VALUES (:record, :at, :boot, :up, :state, :off, :unc, 0, :until) "
           "ON CONFLICT (record) DO NOTHING",
        soci::use(id), soci::use(at), soci::use(boot), soci::use(up), soci::use(state),
        soci::use(off, has_off), soci::use(unc, has_unc), soci::use(until);
}

void forget_times(const Database& database) {
    database.sql() << "DELETE FROM record_times";
}

void settle_times(const Database& database, const LedgerPlace& ledger, std::int64_t branch,
                  std::uint64_t first_seq, Zone zone) {
    soci::session& sql = database.sql();
    const std::uint64_t first = last_proof(sql, ledger, branch, first_seq);
    const std::vector<Row> rows = rows_from(sql, ledger, branch, first);
    std::vector<TimeMark> marks;
    for (const Row& row : rows)
        marks.push_back(row.mark);
    const auto intervals = intervals_of(marks, time_before(sql, ledger, first));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (intervals[i] != rows[i].known) write(database, rows[i], intervals[i], zone);
    }
}

}  // namespace hadir::central
