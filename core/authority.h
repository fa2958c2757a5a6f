// Who may impose a sanction. "One level below" and "two levels below" are rows already (authority.csv).
#pragma once

#include <optional>
#include <string>

#include "core/discipline_rules.h"
#include "core/result.h"

namespace hadir {

struct Imposition {
    std::string regime;
    std::string imposer;  // posts, as authority.csv names them
    std::string target;
    SanctionLevel level = SanctionLevel::ringan;
    LocalDay day;  // of the decision
};

// The id of the row that allows it; none: nothing does.
[[nodiscard]] std::optional<std::string> may_impose(const Imposition& imposition,
                                                    const DisciplineRules& rules);

// People by their opaque ids.
struct CaseDecision {
    std::string subject;
    std::string proposer;
    std::string decider;
    Imposition imposition;
};

// The id of the row that lets the decider decide. Refused: whoever proposed or is judged, and who may not
// impose it.
[[nodiscard]] Result<std::string> may_decide(const CaseDecision& decision, const DisciplineRules& rules);

}  // namespace hadir
