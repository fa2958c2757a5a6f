// When records were made, as intervals that are sure to hold the true time (core/interval.h), kept beside the
// records and made from them alone. Use inside Database::transaction.
#pragma once

#include <cstdint>
#include <string_view>

#include "central/database.h"
#include "central/records_repository.h"
#include "core/interval.h"
#include "core/time.h"

namespace hadir::central {

// Which day of presence a moment belongs to: it begins at three in the morning at the terminal.
[[nodiscard]] std::string presence_day(UnixMs at, Zone zone);

// Keeps what the record proves of its time; nothing for a line that is not understood.
void note_time(const Database& database, std::int64_t record, std::string_view line, UnixMs received);

// Reckons anew the intervals of a branch's records from `first_seq` on, and of those before it back to the
// last that proves its own time, which is as far as a later proof can tell anything; check-ins are moved to
// the likeliest time, and to its day.
void settle_times(const Database& database, const LedgerPlace& ledger, std::int64_t branch,
                  std::uint64_t first_seq, Zone zone);

// Before everything is made again from the records.
void forget_times(const Database& database);

}  // namespace hadir::central
