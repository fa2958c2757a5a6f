// Whether a terminal's word proves that a phone is its person's. Use inside Database::read or ::transaction.
#pragma once

#include "central/database.h"
#include "central/phones_repository.h"

namespace hadir::central {

// The code is by the key and of its moment; right before it, in the same ledger and boot and within two
// minutes, stands a check-in by that person's own printed badge. False also while central does not know the
// badge: it may come with the next table.
[[nodiscard]] bool proves(const Database& database, const OpenClaim& claim, const Phone& phone);

}  // namespace hadir::central
