// Days that wait to be judged again. Use inside Database::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/rules.h"
#include "core/time.h"

namespace hadir::central {

struct QueuedDay {
    PersonId person;
    LocalDay day;
    std::string cause;
};

// What had a day judged again: `records`, `terminal`, `paper`, `outage`, `rules`, `people`, `day`. The first
// cause stays.
class JudgeQueueRepository {
public:
    explicit JudgeQueueRepository(const Database& database) : sql_(database.sql()) {}

    void add(const PersonId& person, LocalDay day, const std::string& cause);
    void add_record(std::int64_t record);                     // a check-in: its person and day
    void add_ledger(std::int64_t device, std::uint32_t inc);  // every check-in in it
    // Those whom the office's terminals serve, on days up to this one that nothing was found of yet.
    void add_unknown(const std::string& opd, const std::string& office, LocalDay until);
    void add_day(LocalDay day);  // everybody who is active and has no verdict of it, cause `day`
    // Everybody who has a verdict there as one of that OPD.
    void add_opd(const std::string& opd, const DaySpan& days, const std::string& cause);
    void add_judged(const DaySpan& days, const std::string& cause);  // everybody who has a verdict there

    // By these rules from now on; true where it is another book than before.
    bool open_book(const std::string& digest, UnixMs now);

    std::vector<QueuedDay> take(int limit);  // by person and day; they are gone from the queue
    [[nodiscard]] std::int64_t waiting();

private:
    soci::session& sql_;
};

}  // namespace hadir::central
