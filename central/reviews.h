// Check-ins that somebody must look at: those with a mark, and some of every OPD by lot, so that nobody can
// count on what goes unmarked. A mark decides nothing; an officer's verdict is a record in central's own
// ledger.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "central/decisions.h"
#include "central/opd_scope.h"
#include "central/reviews_repository.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/line.h"

namespace hadir::central {

// What nobody has looked at by then is shown to the administrator.
inline constexpr std::chrono::days kReviewWithin{7};

struct Review {
    std::int64_t record = 0;  // central's row of the check-in
    Verdict verdict = Verdict::fine;
    std::string why;
};
// NOT_FOUND, also outside the scope; CONFLICT when somebody has looked at it already; NOT_ALLOWED for the
// officer's own check-in; USAGE for a reason that is none.
[[nodiscard]] Result<void> review_checkin(const Database& database, const OwnLedger& own,
                                          const Officer& officer, const Review& review,
                                          const OpdScope& scope);

// The Monday of the newest week whose check-ins may be drawn: it ended at least a day ago, so that terminals
// have had a night to send.
[[nodiscard]] LocalDay newest_week(UnixMs now, Zone zone);

// Draws `each` check-ins of every OPD from that week and the three before it, where that was not done yet:
// the least by SHA-256("hadir-sample-1\0" || seed || record's hash). Seed and drawn hashes are decisions, one
// an OPD.
[[nodiscard]] Result<void> draw_samples(const Database& database, const OwnLedger& own, int each, Zone zone);

// Does again what a record of such a decision did. Inside a transaction.
void apply_review(const Database& database, const wire::Line& line);

}  // namespace hadir::central
