// Points in time and local days. No clock is read here: "now" is always a parameter.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hadir {

// Milliseconds since 1970-01-01 UTC, on whatever clock the holder trusts.
struct UnixMs {
    std::int64_t value = 0;
    auto operator<=>(const UnixMs&) const = default;
};

[[nodiscard]] constexpr UnixMs operator+(UnixMs time, std::chrono::milliseconds span) {
    return {time.value + span.count()};
}
[[nodiscard]] constexpr std::chrono::milliseconds operator-(UnixMs left, UnixMs right) {
    return std::chrono::milliseconds(left.value - right.value);
}

// `YYYY-MM-DDThh:mm:ss.sssZ`, always 24 characters, years 1970 to 9999 (docs/formats.md 1).
// Times outside that range are clamped to it: a broken clock still gives a line that can be read.
[[nodiscard]] std::string format_at(UnixMs time);
[[nodiscard]] std::optional<UnixMs> parse_at(std::string_view text);

// A workplace's time zone. Indonesia has three, none with summer time, so no zone database is needed.
enum class Zone : std::uint8_t { wib, wita, wit };

[[nodiscard]] std::chrono::minutes offset_of(Zone zone);                  // +7 h, +8 h, +9 h
[[nodiscard]] const char* iana_name(Zone zone);                           // "Asia/Jakarta"
[[nodiscard]] std::optional<Zone> zone_from_iana(std::string_view name);  // also Asia/Pontianak

using LocalDay = std::chrono::sys_days;  // a calendar day in a workplace's zone

[[nodiscard]] LocalDay local_day(UnixMs time, Zone zone);
[[nodiscard]] int local_minute_of_day(UnixMs time, Zone zone);  // 0 to 1439
[[nodiscard]] UnixMs start_of(LocalDay day, Zone zone);
[[nodiscard]] std::string format_day(LocalDay day);  // `YYYY-MM-DD`
[[nodiscard]] std::optional<LocalDay> parse_day(std::string_view text);

}  // namespace hadir
