#include "core/time.h"

#include <array>

namespace hadir {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr std::int64_t kMsPerDay = 86'400'000;
constexpr std::int64_t kLastMs = 253'402'300'799'999;  // 9999-12-31T23:59:59.999Z

struct ZoneRow {
    Zone zone;
    const char* name;
    minutes offset;
};
constexpr std::array<ZoneRow, 4> kZones{{{Zone::wib, "Asia/Jakarta", minutes(7 * 60)},
                                         {Zone::wita, "Asia/Makassar", minutes(8 * 60)},
                                         {Zone::wit, "Asia/Jayapura", minutes(9 * 60)},
                                         {Zone::wib, "Asia/Pontianak", minutes(7 * 60)}}};

void put(std::string& out, std::size_t at, std::size_t width, std::int64_t value) {
    for (std::size_t i = width; i-- > 0; value /= 10)
        out[at + i] = static_cast<char>('0' + value % 10);
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t width) {
    int value = 0;
    for (std::size_t i = at; i < at + width; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

std::int64_t floor_days(std::int64_t ms) {
    return ms >= 0 ? ms / kMsPerDay : -((-ms + kMsPerDay - 1) / kMsPerDay);
}

}  // namespace

std::string format_at(UnixMs time) {
    const std::int64_t ms = time.value < 0 ? 0 : (time.value > kLastMs ? kLastMs : time.value);
    const LocalDay day{days(ms / kMsPerDay)};
    const std::int64_t rest = ms % kMsPerDay;
    std::string out = format_day(day) + "T00:00:00.000Z";
    put(out, 11, 2, rest / 3'600'000);
    put(out, 14, 2, rest / 60'000 % 60);
    put(out, 17, 2, rest / 1000 % 60);
    put(out, 20, 3, rest % 1000);
    return out;
}

std::optional<UnixMs> parse_at(std::string_view text) {
    if (text.size() != 24 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.' ||
        text[23] != 'Z') {
        return std::nullopt;
    }
    const auto day = parse_day(text.substr(0, 10));
    const auto hour = digits(text, 11, 2);
    const auto minute = digits(text, 14, 2);
    const auto second = digits(text, 17, 2);
    const auto ms = digits(text, 20, 3);
    if (!day || !hour || !minute || !second || !ms || *hour > 23 || *minute > 59 || *second > 59) {
        return std::nullopt;
    }
    return UnixMs{day->time_since_epoch().count() * kMsPerDay + *hour * 3'600'000LL + *minute * 60'000LL +
                  *second * 1000LL + *ms};
}

minutes offset_of(Zone zone) {
    for (const ZoneRow& row : kZones) {
        if (row.zone == zone) return row.offset;
    }
    return kZones[0].offset;
}

const char* iana_name(Zone zone) {
    for (const ZoneRow& row : kZones) {
        if (row.zone == zone) return row.name;
    }
    return kZones[0].name;
}

std::optional<Zone> zone_from_iana(std::string_view name) {
    for (const ZoneRow& row : kZones) {
        if (name == row.name) return row.zone;
    }
    return std::nullopt;
}

LocalDay local_day(UnixMs time, Zone zone) {
    return LocalDay{days(floor_days((time + offset_of(zone)).value))};
}

int local_minute_of_day(UnixMs time, Zone zone) {
    const UnixMs local = time + offset_of(zone);
    return static_cast<int>((local.value - floor_days(local.value) * kMsPerDay) / 60'000);
}

UnixMs start_of(LocalDay day, Zone zone) {
    return UnixMs{day.time_since_epoch().count() * kMsPerDay} + -milliseconds(offset_of(zone));
}

std::string format_day(LocalDay day) {
    const std::chrono::year_month_day date{day};
    std::string out = "0000-00-00";
    put(out, 0, 4, static_cast<int>(date.year()));
    put(out, 5, 2, static_cast<unsigned>(date.month()));
    put(out, 8, 2, static_cast<unsigned>(date.day()));
    return out;
}

std::optional<LocalDay> parse_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    if (!year || !month || !day || *year < 1970) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return LocalDay{date};
}

}  // namespace hadir
