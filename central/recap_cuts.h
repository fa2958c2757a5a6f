// A person's month as core/cuts.h asks for it: which leave each day is of, since when, and what absence
// reaches into the month. Use inside Database::read or ::transaction.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "central/cases_repository.h"
#include "central/database.h"
#include "central/posts.h"
#include "central/recaps_repository.h"
#include "core/cuts.h"
#include "rules/rule_book.h"

namespace hadir::central {

[[nodiscard]] DaySpan days_of(std::chrono::year_month month);

// Everything outlives it.
class CutBench {
public:
    CutBench(const Database& database, const rules::RuleBook& book, const PostBook& posts,
             std::chrono::year_month month);

    // Of the whole month, wherever the person worked in it.
    [[nodiscard]] Cut cut_of(const PersonId& person, std::span<const RecapDay> days) const;

private:
    [[nodiscard]] std::vector<AbsenceRun> runs_of(const PersonId& person,
                                                  std::span<const RecapDay> days) const;

    const Database& database_;
    const rules::RuleBook& book_;
    const PostBook& posts_;
    std::chrono::year_month month_;
    std::map<PersonId, std::vector<SanctionInForce>> sanctions_;
};

// The sanction that the case has brought into force and that still stands.
[[nodiscard]] std::optional<SanctionInForce> sanction_of(const StoredCase& known);

// The leave that the verdict of the day names among these papers; adjacent papers of one leave are one spell.
[[nodiscard]] std::optional<LeaveDay> leave_of(const DayVerdict& verdict, std::span<const Paper> papers);

}  // namespace hadir::central
