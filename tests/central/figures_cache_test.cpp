#include "central/figures_cache.h"

#include <gtest/gtest.h>

#include "tests/fakes/fake_clock.h"

namespace hadir::central::tests {
namespace {

using namespace std::chrono_literals;

struct Reckoned {
    hadir::tests::FakeClock clock;
    FiguresCache cache{clock};
    int times = 0;

    std::string ask(std::chrono::milliseconds cost, const char* key = "2026-11-24") {
        return *cache.get(key, [&]() -> Result<std::string> {
            clock.advance(cost);
            return std::to_string(++times);
        });
    }
};

TEST(FiguresCache, KeepsWhatWasDearTenTimesAsLong) {
    Reckoned figures;
    EXPECT_EQ(figures.ask(100ms), "1");
    figures.clock.advance(999ms);
    EXPECT_EQ(figures.ask(100ms), "1");
    figures.clock.advance(1ms);
    EXPECT_EQ(figures.ask(100ms), "2");
}

TEST(FiguresCache, KeepsNothingThatCostNothingAndNothingLong) {
    Reckoned figures;
    EXPECT_EQ(figures.ask(0ms), "1");
    EXPECT_EQ(figures.ask(5s), "2");
    figures.clock.advance(kFiguresLifeMax);
    EXPECT_EQ(figures.ask(0ms), "3");
}

TEST(FiguresCache, KnowsOneQuestionFromAnother) {
    Reckoned figures;
    EXPECT_EQ(figures.ask(100ms, "2026-11-24"), "1");
    EXPECT_EQ(figures.ask(100ms, "2026-11-24\nDinas PUPR"), "2");
    EXPECT_EQ(figures.ask(100ms, "2026-11-24"), "1");
}

TEST(FiguresCache, KeepsNoFailure) {
    Reckoned figures;
    EXPECT_FALSE(figures.cache.get("2026-11-24", [&]() -> Result<std::string> {
        figures.clock.advance(100ms);
        return fail(ErrorCode::storage, "busy");
    }));
    EXPECT_EQ(figures.ask(0ms), "1");
}

}  // namespace
}  // namespace hadir::central::tests
