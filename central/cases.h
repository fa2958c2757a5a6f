// What people do in a case of discipline: summons, examination, report, proposal, decision, delivery,
// objection. Each is a record in central's own ledger, by the rules of core/case_steps.h and
// core/authority.h. Nobody acts in a case against themselves, and nobody decides on a proposal of their own.
#pragma once

#include <cstdint>
#include <string>

#include "central/case_bench.h"
#include "core/result.h"

namespace hadir::central {

constexpr std::size_t kStatementCharsMin = 10;
constexpr std::size_t kStatementBytesMax = 3000;
constexpr std::size_t kStatementsMax = 30;  // of a person in one case

// Every wish names the newest entry that its officer has seen: CONFLICT, with who did what, where somebody
// was faster. NOT_FOUND for a case that is not there.
struct CaseMoveWish {
    std::string number;
    CaseState to = CaseState::dugaan;
    LocalDay day;
    std::string why;
    std::int64_t seen = 0;
};
// Any step but the decision. USAGE for a day that has not come, and as core/case_steps.h.
[[nodiscard]] Result<void> move_case(const Database& database, const CaseDesk& desk, const Officer& officer,
                                     const CaseMoveWish& wish);

struct SanctionWish {
    std::string number;
    std::string sanction;  // code
    std::string why;       // of a decision: the duty or prohibition that was breached
    std::int64_t seen = 0;
};
[[nodiscard]] bool may_be_proposed(CaseState state);
// Once the person was examined, or stayed away from both summonses. USAGE for a sanction of another regime.
[[nodiscard]] Result<void> propose_sanction(const Database& database, const CaseDesk& desk,
                                            const Officer& officer, const SanctionWish& wish);

enum class CaseView : std::uint8_t { all, of_subordinates };
// By a superior whose post may impose it on the person's, or by the governor's account. NOT_ALLOWED for who
// may not; to somebody who sees no cases and is no superior of the person there is none: NOT_FOUND.
[[nodiscard]] Result<void> decide_case(const Database& database, const CaseDesk& desk, const Officer& officer,
                                       const SanctionWish& wish, CaseView view);

enum class StatementKind : std::uint8_t { statement, objection };
struct StatementWish {
    std::string number;
    StatementKind kind = StatementKind::statement;
    std::string text;
};
// By the person of the case. CONFLICT when it is closed, or there is nothing to object to, or the time for it
// is over.
[[nodiscard]] Result<void> state_in_case(const Database& database, const CaseDesk& desk,
                                         const Officer& officer, const StatementWish& wish);

}  // namespace hadir::central
