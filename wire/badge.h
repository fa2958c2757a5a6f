// What a badge's QR says (docs/formats.md 3). Strict: a text that this reads is one that a badge key has
// signed.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/crypto.h"

namespace hadir::wire {

constexpr std::size_t kBadgeTextChars = 121;

struct PrintedBadge {
    std::uint8_t key_id = 0;  // 1 to 255; which of BKD's badge keys
    BadgeId badge;            // random, new for each card
    LocalDay expires;         // the last valid day in the terminal's zone
};

// BKD's public badge keys by key id; two are valid at a time.
using BadgeKeys = std::map<std::uint8_t, PublicKey>;

// Fails (USAGE) when the day is outside 2020-01-01 to 2199-06-06.
[[nodiscard]] Result<std::string> write_badge(const PrintedBadge& badge, const SigningKey& key);

// MALFORMED: not a Hadir badge. BAD_SIGNATURE: looks like one, but no known key signed it.
[[nodiscard]] Result<PrintedBadge> parse_badge(std::string_view text, const BadgeKeys& keys);

}  // namespace hadir::wire
