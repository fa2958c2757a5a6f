// The rules of config/rules, read and checked (docs/rules.md). Pure but for read_rule_folder.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/bytes.h"
#include "core/discipline_rules.h"
#include "core/result.h"
#include "core/rules.h"
#include "rules/faults.h"
#include "rules/sentences.h"
#include "rules/table.h"

namespace hadir::rules {

struct RuleBook {
    PresenceRules presence;
    DisciplineRules discipline;
    std::vector<Sentence> sentences;
    Hash digest;  // over all files: which rules judged a day
};

// The book of the rows that could be read, and everything that is wrong; of use only without faults.
struct Checked {
    RuleBook book;
    std::vector<Fault> faults;
    std::vector<std::pair<std::string, std::size_t>> rows;  // of each file
};
[[nodiscard]] Checked check_rules(const Files& files);

// MALFORMED with the first fault, its file and line, and how many more there are.
[[nodiscard]] Result<RuleBook> read_rules(const Files& files);

// The *.csv of a folder; each other name among them is a fault for check_rules. NOT_FOUND, TOO_LARGE, STORAGE
// with the path.
[[nodiscard]] Result<Files> read_rule_folder(const std::filesystem::path& folder);

}  // namespace hadir::rules
