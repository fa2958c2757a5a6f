// Outages: times in which a terminal was silent and may have recorded nobody. Central proposes one for
// everybody whom the terminal serves; an officer approves or rejects it (D11, D12 of docs/rules.md). Each
// step is a record in central's own ledger.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "central/decisions.h"
#include "central/judging.h"
#include "central/opd_scope.h"
#include "central/outages_repository.h"

namespace hadir::central {

// What was silent for longer before the first look is proposed from here on.
constexpr std::chrono::days kOutageBack{14};

// For each terminal that has told nothing since before a window of work opened that is over by now: the time
// from what it told last, or from the outage before, to the end of that window. Once for each such time,
// however often it is called. How many.
[[nodiscard]] Result<std::size_t> propose_outages(const Database& database, const OwnLedger& own,
                                                  const JudgeBench& bench);

struct OutageVerdict {
    std::int64_t outage = 0;
    bool approved = false;
    std::string why;  // at least 10 characters
};
// NOT_FOUND, also outside the scope; CONFLICT, with who decided what, when somebody was faster; USAGE.
[[nodiscard]] Result<void> decide_outage(const Database& database, const OwnLedger& own,
                                         const Officer& officer, const OutageVerdict& verdict,
                                         const OpdScope& scope);

// With the decider's name and the reason. Inside Database::read.
[[nodiscard]] std::vector<OutageRow> outages_of(const Database& database, const OutageQuery& query);

// Whose days a record has changed something about.
struct TouchedOpd {
    std::string opd;
    DaySpan days;
};
// Does what a record of central's own ledger says to the table, if it is about an outage. Inside a
// transaction.
std::optional<TouchedOpd> apply_outage(const Database& database, std::int64_t record, const wire::Line& line);
void queue_opd(const Database& database, const TouchedOpd& touched);

}  // namespace hadir::central
