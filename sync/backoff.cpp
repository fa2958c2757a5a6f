#include "sync/backoff.h"

#include <algorithm>
#include <charconv>

namespace hadir::sync {

std::chrono::milliseconds backoff(int failures, Random& random) {
    std::chrono::milliseconds bound = kBackoffFirst;
    for (int i = 1; i < failures && bound < kBackoffMax; ++i)
        bound *= 2;
    const auto spread = std::min(bound, kBackoffMax) - kBackoffMin;
    return kBackoffMin +
           std::chrono::milliseconds(random.below(static_cast<std::uint64_t>(spread.count()) + 1));
}

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value) {
    constexpr std::int64_t kMax = kRetryAfterMax.count() / 1000;
    std::uint64_t seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (value.empty() || end != value.data() + value.size()) return std::nullopt;
    if (error == std::errc::result_out_of_range) return kRetryAfterMax;
    if (error != std::errc()) return std::nullopt;
    return std::chrono::seconds(std::min<std::uint64_t>(seconds, kMax));
}

}  // namespace hadir::sync
