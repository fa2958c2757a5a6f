// What the judge is told of a person, gathered from the repositories.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "central/database.h"
#include "central/duties.h"
#include "core/judge.h"
#include "rules/rule_book.h"

namespace hadir::central {

// The shipped rules and the holidays that BKD has added. Use inside Database::read or ::transaction.
[[nodiscard]] PresenceRules rules_of_now(const Database& database, const rules::RuleBook& book);

// Of these days, with the margin that a verdict may depend on. Use inside Database::read or ::transaction.
class JudgeInputs {
public:
    JudgeInputs(const Database& database, Zone province, const DaySpan& days);

    [[nodiscard]] PersonSpan of(const PersonId& person, std::vector<Stamp> stamps,
                                std::vector<Paper> papers) const;
    [[nodiscard]] const DutyBook& duties() const { return duties_; }
    [[nodiscard]] const DaySpan& days() const { return days_; }  // with the margin

private:
    DaySpan days_;
    DutyBook duties_;
    std::map<std::int64_t, UnixMs> reported_;
    std::map<std::int64_t, std::vector<Outage>> outages_;
};

}  // namespace hadir::central
