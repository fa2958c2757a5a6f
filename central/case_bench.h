// What cases are judged by: the rules, posts and calendars of one moment.
#pragma once

#include <optional>
#include <string>

#include "central/case_terms.h"
#include "central/cases_repository.h"
#include "central/decisions.h"
#include "central/duties.h"
#include "core/case_steps.h"
#include "core/working_days.h"
#include "rules/rule_book.h"

namespace hadir::central {

// The book outlives it.
struct CaseDesk {
    const OwnLedger& own;
    const rules::RuleBook& book;
    CaseTerms terms;
    Zone zone = Zone::wib;

    [[nodiscard]] LocalDay today() const { return local_day(own.clock.wall(), zone); }
};

class CaseBench {
public:
    // Inside Database::read or ::transaction.
    CaseBench(const Database& database, const rules::RuleBook& book, const CaseTerms& terms, Zone zone,
              LocalDay today);

    [[nodiscard]] const DisciplineRules& rules() const { return rules_; }
    [[nodiscard]] const PostBook& posts() const { return duties_.posts(); }
    [[nodiscard]] LocalDay today() const { return today_; }
    // The person's working days; where nobody has said which these are, Monday to Friday without holidays, so
    // that a deadline is never lost. The bench outlives it.
    [[nodiscard]] WorkingDay calendar_of(const PersonId& person) const;
    [[nodiscard]] std::vector<DueStep> due(const StoredCase& stored) const;
    // The last day on which the person may object; none: not now.
    [[nodiscard]] std::optional<LocalDay> objection_until(const StoredCase& stored) const;
    // Whose word counts as an imposer's of authority.csv: the governor, or the post of a superior. None: no
    // superior of the person's.
    [[nodiscard]] std::optional<std::string> imposer_of(const Officer& officer, const PersonId& person) const;
    // The superior who has to act on it today.
    [[nodiscard]] std::optional<Superior> superior_of(const PersonId& person) const;
    [[nodiscard]] const Sanction* sanction(const std::string& regime, const std::string& code) const;

private:
    DutyBook duties_;
    PresenceRules presence_;
    DisciplineRules rules_;
    std::string governor_;
    LocalDay today_;
};

}  // namespace hadir::central
