// PINs that terminals sealed to BKD: opened and judged here, one by one, since a terminal holds but six bits
// of them (docs/formats.md 5, Side data). A verdict is a mark to look at, never a refusal.
#pragma once

#include <cstddef>

#include "central/database.h"
#include "central/decisions.h"
#include "central/photo_keys.h"
#include "core/result.h"
#include "wire/line.h"

namespace hadir::central {

// Judges what has come, a few at a time: call it again and again. How many were judged. A PIN whose month's
// key is destroyed, or that is not this record's, stays unread: only people can judge it.
[[nodiscard]] Result<std::size_t> tend_pins(const Database& database, const OwnLedger& own,
                                            const PhotoKeys& keys);

// Does again what a `pin-judged` record did. Inside a transaction.
void apply_pin_decision(const Database& database, const wire::Line& line);

}  // namespace hadir::central
