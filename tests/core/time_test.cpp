#include "core/time.h"

#include <gtest/gtest.h>

namespace hadir {
namespace {

TEST(Time, FormatsTheExampleOfTheFormat) {
    EXPECT_EQ(format_at(UnixMs{0}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(format_at(UnixMs{1'795'479'669'120}), "2026-11-24T00:21:09.120Z");
}

TEST(Time, ClampsWhatDoesNotFit) {
    EXPECT_EQ(format_at(UnixMs{-1}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(format_at(UnixMs{INT64_MAX}), "9999-12-31T23:59:59.999Z");
}

TEST(Time, ReadsOnlyTheOneForm) {
    EXPECT_EQ(parse_at("2026-11-24T00:21:09.120Z"), UnixMs{1'795'479'669'120});
    for (const char* bad :
         {"2026-11-24T00:21:09Z", "2026-11-24T24:00:00.000Z", "2026-02-30T00:00:00.000Z",
          "2026-11-24 00:21:09.120Z", "2026-11-24T00:21:60.000Z", "+026-11-24T00:21:09.120Z", ""}) {
        EXPECT_FALSE(parse_at(bad)) << bad;
    }
}

TEST(Time, ADayBelongsToTheWorkplacesZone) {
    const UnixMs late_evening_utc{1'795'479'669'120 - 86'400'000 + 16 * 3'600'000};  // 16.21 UTC on the 23rd
    EXPECT_EQ(format_day(local_day(late_evening_utc, Zone::wib)), "2026-11-23");
    EXPECT_EQ(format_day(local_day(late_evening_utc, Zone::wita)), "2026-11-24");
    EXPECT_EQ(local_minute_of_day(late_evening_utc, Zone::wib), 23 * 60 + 21);
    EXPECT_EQ(local_minute_of_day(late_evening_utc, Zone::wit), 1 * 60 + 21);
    EXPECT_EQ(local_day(start_of(*parse_day("2026-11-24"), Zone::wit), Zone::wit), *parse_day("2026-11-24"));
}

}  // namespace
}  // namespace hadir
