// The list of revoked ledgers for hadir-verify --revoked (docs/formats.md 4).
#pragma once

#include <string>

#include "central/database.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/crypto.h"

namespace hadir::central {

// A new version each time: every incarnation of a revoked terminal, and every revoked incarnation.
[[nodiscard]] Result<std::string> make_revoked_file(const Database& database, const wire::SigningKey& key,
                                                    UnixMs now);

}  // namespace hadir::central
