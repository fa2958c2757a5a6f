// A verdict's reasons as sentences that an employee understands, in both languages (docs/why.md). Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/judge.h"
#include "rules/rule_book.h"

namespace hadir::central {

enum class Language : std::uint8_t { id, en };

struct WhyLine {
    std::string key;  // of sentences.csv
    std::string text_id;
    std::string text_en;
    std::string rule;                      // the row's id; empty: a decision that needs none
    std::string source;                    // of the row; empty: it is no longer in the book
    std::optional<Confidence> confidence;  // none: as source
    std::vector<std::int64_t> records;
    std::vector<std::int64_t> papers;
};

// What the reasons name by number, and the rules that are not in the book.
struct WhyNames {
    std::map<std::int64_t, std::string> terminals;
    std::vector<Holiday> holidays;  // that BKD has added
};

// In their order. A value or a sentence that the book does not know stays visible as it is.
[[nodiscard]] std::vector<WhyLine> explain(const std::vector<Reason>& why, LocalDay day,
                                           const rules::RuleBook& book, const WhyNames& names);

// Not read in the law and not decided by Hadir: officers are told that nobody has checked it.
[[nodiscard]] bool is_unverified(Confidence confidence);

[[nodiscard]] std::string percent_text(int basis_points, Language language);  // 150: "1,5 %", "1.5%"

}  // namespace hadir::central
