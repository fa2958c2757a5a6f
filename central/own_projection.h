// What central's own records make: papers and outages, made again from the records alone. Inside
// Database::transaction.
#pragma once

#include <cstdint>
#include <string_view>

#include "central/database.h"
#include "core/time.h"

namespace hadir::central {

// Throws papers and outages away and makes them again.
void rebuild_own(const Database& database);

// A record that came back from the second copy of the ledger: the days that it touches are judged again.
void take_back(const Database& database, std::int64_t record, std::string_view line, UnixMs now);

}  // namespace hadir::central
