// What is added up to absence: verdicts as the counters need them, and whose wait to be added up again. Use
// inside Database::read or ::transaction.
#pragma once

#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/judge.h"
#include "core/time.h"

namespace hadir::central {

struct QueuedPerson {
    PersonId person;
    LocalDay first;  // the earliest day that has changed
};

class AbsencesRepository {
public:
    explicit AbsencesRepository(const Database& database) : sql_(database.sql()) {}

    void add(const PersonId& person, LocalDay day);
    // Everybody with an absence or missing minutes since then, or with a case.
    void add_everybody(LocalDay since);
    std::vector<QueuedPerson> take(int limit);  // they are gone from the queue
    [[nodiscard]] bool is_empty();

    // By day: of each verdict its day, kind, code and missing minutes alone.
    std::vector<DayVerdict> days_of(const PersonId& person, LocalDay first);
    // The day on which a run of absence begins that reaches up to `day`; `day` itself where none does.
    LocalDay run_begin(const PersonId& person, LocalDay day);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
