// Rules of discipline as dated rows (docs/rules.md): what absence leads to under PP 53/2010 and PP 94/2021,
// who may impose it, and by which steps. A row is chosen by the day of the event.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/rules.h"

namespace hadir {

enum class SanctionLevel : std::uint8_t { ringan, sedang, berat };
[[nodiscard]] const char* name_of(SanctionLevel level);
[[nodiscard]] std::optional<SanctionLevel> level_from(std::string_view name);

// sanctions.csv. `regime` is PP53, PP94.
struct Sanction : Rule {
    std::string regime;
    std::string code;  // R1 ... B5
    SanctionLevel level = SanctionLevel::ringan;
    std::string text_id;
    std::string text_en;
};

enum class CountMode : std::uint8_t { year, consecutive };

// thresholds.csv: so many days of absence, both ends included.
struct Threshold : Rule {
    std::string regime;
    CountMode mode = CountMode::year;
    int from = 1;
    std::optional<int> to;
    std::vector<std::string> sanctions;  // codes; more than one where the law leaves a choice
    std::string article;
};

// conversion.csv: minutes of lateness and early leaving that are a day of absence.
struct Conversion : Rule {
    std::string regime;
    int minutes = 450;
};

// authority.csv: posts are JPT_MADYA, JPT_PRATAMA, ADMINISTRATOR, PENGAWAS, PELAKSANA, AHLI_UTAMA, AHLI,
// KETERAMPILAN; imposers these and GUBERNUR, PRESIDEN.
struct Authority : Rule {
    std::string regime;
    std::string imposer;
    std::string target;
    std::vector<SanctionLevel> levels;
};

// case_steps.csv. A deadline counts working days from another step; none: no deadline is known.
struct CaseStep : Rule {
    std::string regime;
    int step = 0;
    std::string state;  // DUGAAN, PANGGILAN_1 ...
    std::string actor;
    std::optional<int> deadline_days;
    std::string deadline_from;  // a state
    std::string text_id;
    std::string text_en;
};

// sanction_cuts.csv: percent of the allowance, from the month after the sanction is in force (D19).
struct SanctionCut : Rule {
    std::string profile;  // "*": every profile
    std::string regime;
    std::string sanction;
    int percent = 0;
    int months = 0;  // 0: while an appeal runs, which nobody reckons yet
};

struct DisciplineRules {
    std::vector<Sanction> sanctions;
    std::vector<Threshold> thresholds;
    std::vector<Conversion> conversions;
    std::vector<Authority> authority;
    std::vector<CaseStep> case_steps;
    std::vector<SanctionCut> sanction_cuts;
};

}  // namespace hadir
