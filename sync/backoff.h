// How long to wait after a failure. Pure but for chance.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "core/clock.h"

namespace hadir::sync {

constexpr std::chrono::milliseconds kBackoffMin{1'000};
constexpr std::chrono::milliseconds kBackoffFirst{5'000};  // the bound after the first failure
constexpr std::chrono::milliseconds kBackoffMax{600'000};
constexpr std::chrono::milliseconds kRetryAfterMax{3'600'000};

// Somewhere between kBackoffMin and a bound that doubles with each failure in a row, up to kBackoffMax:
// spread evenly, so that terminals that failed together do not come back together. `failures` counts from 1.
[[nodiscard]] std::chrono::milliseconds backoff(int failures, Random& random);

// What `Retry-After` asks for, at most kRetryAfterMax. Only seconds: a date would need a clock that is
// trusted.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value);

}  // namespace hadir::sync
