#include "sync/backoff.h"

#include <gtest/gtest.h>

#include "tests/fakes/fake_random.h"

namespace hadir::sync {
namespace {

using std::chrono::milliseconds;

TEST(Backoff, BoundDoublesUpToTheCap) {
    tests::FakeRandom random;
    const std::vector<std::pair<int, int>> bounds{{1, 5'000},          {2, 10'000},  {5, 80'000},
                                                  {7, 320'000},        {8, 600'000}, {20, 600'000},
                                                  {1'000'000, 600'000}};
    for (const auto& [failures, bound_ms] : bounds) {
        milliseconds longest{0};
        milliseconds shortest = kBackoffMax;
        for (int i = 0; i < 2000; ++i) {
            const milliseconds wait = backoff(failures, random);
            longest = std::max(longest, wait);
            shortest = std::min(shortest, wait);
        }
        EXPECT_LE(longest, milliseconds(bound_ms)) << failures;
        EXPECT_GE(shortest, kBackoffMin) << failures;
        // Full jitter: the whole span is used.
        EXPECT_GT(longest, milliseconds(bound_ms) * 95 / 100) << failures;
        EXPECT_LT(shortest, kBackoffMin + milliseconds(bound_ms) * 5 / 100) << failures;
    }
}

TEST(Backoff, ZeroFailuresIsAsOne) {
    tests::FakeRandom random;
    EXPECT_LE(backoff(0, random), kBackoffFirst);
}

TEST(RetryAfter, TakesSecondsAndCapsThem) {
    EXPECT_EQ(parse_retry_after("0"), milliseconds(0));
    EXPECT_EQ(parse_retry_after("120"), milliseconds(120'000));
    EXPECT_EQ(parse_retry_after("3601"), kRetryAfterMax);
    EXPECT_EQ(parse_retry_after("99999999999999999999999999"), kRetryAfterMax);
}

TEST(RetryAfter, IgnoresWhatIsNoNumberOfSeconds) {
    for (const char* text : {"", " ", "-1", "+5", "1.5", "5s", "Tue, 24 Nov 2026 00:00:00 GMT"})
        EXPECT_FALSE(parse_retry_after(text)) << text;
}

}  // namespace
}  // namespace hadir::sync
