// Whether the verdicts that stand follow from the records alone.
#pragma once

#include <string>
#include <vector>

#include "central/database.h"
#include "central/judging.h"
#include "core/bytes.h"
#include "core/result.h"

namespace hadir::central {

struct ReplayedDay {
    PersonId person;
    LocalDay day;
    std::string stands;  // its code; "-": no verdict
    std::string replayed;
};

struct Replay {
    std::size_t days = 0;
    std::vector<ReplayedDay> differing;  // by person and day
};

// Copies the database to `copy`, which must not exist, makes every projection there again from the records,
// judges these days and compares. The database itself is only read.
[[nodiscard]] Result<Replay> replay(const std::string& database, const std::string& copy,
                                    const JudgeBench& bench, const DaySpan& days, UnixMs now);

}  // namespace hadir::central
