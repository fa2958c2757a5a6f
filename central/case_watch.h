// Opens a case where absence reaches a band of the ladder, and closes or re-opens one whose data were
// corrected: by central itself, on record, with the arithmetic. Never a sanction: people decide on it
// (central/cases.h).
#pragma once

#include <cstddef>

#include "central/case_bench.h"
#include "core/result.h"

namespace hadir::central {

struct CaseLook {
    std::size_t people = 0;
    std::size_t records = 0;  // that were written
};

// Takes people whose verdicts have changed and adds up their absence anew; call it until it looks at nobody.
// A day on which somebody has no post counts for nothing: nobody has said which rules hold.
[[nodiscard]] Result<CaseLook> look_at_cases(const Database& database, const CaseDesk& desk);
// Everybody's, from this year and the one before: once a night, whatever has changed.
[[nodiscard]] Result<void> queue_everybody(const Database& database, LocalDay today);

}  // namespace hadir::central
