// Papers of a case, ready to be printed, numbered and signed by people: summons, minutes of the examination,
// notice that the salary stops, draft of the decision. Indonesian, A4, as pages of HTML. Nothing here is
// signed by the system. Pure but for paper_facts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "central/case_json.h"
#include "central/case_terms.h"
#include "core/result.h"

namespace hadir::central {

enum class CasePaper : std::uint8_t { summons_1, summons_2, minutes, salary_stop, decision };
[[nodiscard]] std::optional<CasePaper> case_paper_from(std::string_view name);  // "panggilan-1" ...

// As letters name somebody; empty where nobody knows.
struct PaperPerson {
    std::string name;
    std::string nip;
    std::string title;
    std::string unit;
};

struct PaperFacts {
    std::vector<std::string> letterhead;  // its lines
    std::string number;                   // of the case
    PaperPerson person;
    PaperPerson superior;
    ThresholdEvent basis;
    std::string rule_source;  // of the threshold's row
    std::optional<LocalDay> examine_until;
    std::optional<std::string> sanction;  // that is proposed or decided, in words
    std::vector<std::string> statements;  // that the person has made in writing
};
// Inside Database::read.
[[nodiscard]] PaperFacts paper_facts(const StoredCase& stored, const CaseReader& reader,
                                     const CaseTerms& terms, const rules::RuleBook& book);

// NOT_FOUND for a notice that this case gives no cause for, or a decision that nobody has proposed.
[[nodiscard]] Result<std::string> case_paper(CasePaper kind, const PaperFacts& facts);
// The Content-Security-Policy that lets the page's own style through and nothing else.
[[nodiscard]] std::string case_paper_policy();

}  // namespace hadir::central
