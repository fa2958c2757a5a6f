// Papers: requests for leave, duty and corrections. Each step is a record in central's own ledger, never
// edited in place; the table is its projection. A paper that is asked for, decided on or withdrawn has the
// days it touches judged again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "central/decisions.h"
#include "central/opd_scope.h"
#include "central/paper_rows_repository.h"
#include "central/paper_rules.h"

namespace hadir::central {

constexpr int kPendingPapersMax = 50;  // of one person

struct PaperDesk {
    const OwnLedger& own;
    const PresenceRules& rules;
    PaperTerms terms;
    Zone zone = Zone::wib;

    [[nodiscard]] LocalDay today() const { return local_day(own.clock.wall(), zone); }
};

// Who asks: a person, and whose papers the account may enter besides.
struct Asker {
    Officer officer;
    std::optional<OpdScope> enters;
};
// For the person themself, by a superior of today, or by an officer; one of BKD may enter what came too late.
// USAGE; NOT_FOUND for a person that the asker has nothing to do with; CONFLICT for the same paper again and
// past kPendingPapersMax. The paper.
[[nodiscard]] Result<std::int64_t> ask_paper(const Database& database, const PaperDesk& desk,
                                             const Asker& asker, const PaperWish& wish);

struct PaperVerdict {
    std::int64_t paper = 0;
    bool approved = false;
    std::string why;  // at least kWhyCharsMin characters where it is not approved
};
// By whoever decides today (deciders_of). NOT_FOUND for others; NOT_ALLOWED for one's own, or before one's
// turn; CONFLICT, with who decided what, when somebody was faster.
[[nodiscard]] Result<void> decide_paper(const Database& database, const PaperDesk& desk,
                                        const Officer& officer, const PaperVerdict& verdict);

// By who asked. NOT_FOUND; CONFLICT once it is decided.
[[nodiscard]] Result<void> withdraw_paper(const Database& database, const PaperDesk& desk,
                                          const Officer& officer, std::int64_t paper);

[[nodiscard]] Asking asking_of(const PaperRow& row, Zone zone);

// The days that a record has changed something about.
struct TouchedDays {
    PersonId person;
    DaySpan days;
};
// Does what a record of central's own ledger says to the tables, if it is about a paper. Inside a
// transaction.
std::optional<TouchedDays> apply_paper(const Database& database, std::int64_t record, const wire::Line& line);
// None after `until`: those that have not begun are judged as they begin.
void queue_days(const Database& database, const TouchedDays& touched, LocalDay until);

}  // namespace hadir::central
