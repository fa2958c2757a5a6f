#include "core/authority.h"

#include <algorithm>

namespace hadir {

std::optional<std::string> may_impose(const Imposition& imposition, const DisciplineRules& rules) {
    for (const Authority& row : rules.authority) {
        if (row.regime == imposition.regime && row.imposer == imposition.imposer &&
            row.target == imposition.target && row.valid.holds(imposition.day) &&
            std::ranges::find(row.levels, imposition.level) != row.levels.end()) {
            return row.id;
        }
    }
    return std::nullopt;
}

Result<std::string> may_decide(const CaseDecision& decision, const DisciplineRules& rules) {
    if (decision.decider == decision.subject) {
        return fail(ErrorCode::not_allowed, "nobody decides a case against themselves; name another decider");
    }
    if (decision.decider == decision.proposer) {
        return fail(ErrorCode::not_allowed,
                    "whoever proposed the sanction does not decide on it; name another decider");
    }
    const auto row = may_impose(decision.imposition, rules);
    if (!row) {
        const Imposition& asked = decision.imposition;
        return fail(ErrorCode::not_allowed, "no row of authority.csv lets " + asked.imposer +
                                                " impose that level on " + asked.target + " under " +
                                                asked.regime + " on " + format_day(asked.day) +
                                                "; pass the case to who may, or have BKD enter the row");
    }
    return *row;
}

}  // namespace hadir
