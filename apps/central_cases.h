// Cases of discipline in the running server: opened as absence adds up, closed as data are corrected.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "central/case_watch.h"
#include "config/settings.h"

namespace hadir::apps {

// BKD's settings for cases.
[[nodiscard]] central::CaseTerms case_terms(const config::Settings& settings);

// Looks at whose verdicts have changed, and at everybody when it begins and as each day begins.
class CaseRound {
public:
    CaseRound(const central::Database& database, const central::CaseDesk& desk)
        : database_(database), desk_(desk) {}

    void tend();

private:
    Result<std::size_t> look();

    const central::Database& database_;
    const central::CaseDesk& desk_;
    std::optional<LocalDay> everybody_;  // the day on which all were looked at
    std::string trouble_;                // is told once, not every few seconds
};

}  // namespace hadir::apps
