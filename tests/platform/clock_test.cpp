#include "platform/clock.h"

#include <gtest/gtest.h>

#include <fstream>

#include "platform/random.h"

namespace hadir::platform {
namespace {

TEST(SystemClock, WallIsTheSystemClockInMilliseconds) {
    const auto system_ms = [] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    };
    const auto before = system_ms();
    const UnixMs now = SystemClock().wall();
    EXPECT_GE(now.value, before);
    EXPECT_LE(now.value, system_ms());
}

TEST(SystemClock, TimeSinceBootIsTheKernelsUptime) {
    double uptime_s = 0;
    std::ifstream("/proc/uptime") >> uptime_s;
    const std::chrono::milliseconds since = SystemClock().since_boot();
    EXPECT_NEAR(static_cast<double>(since.count()) / 1000.0, uptime_s, 5.0);
}

TEST(SystemClock, BootIdIsTheKernelsWithoutHyphens) {
    std::string text;
    std::ifstream("/proc/sys/kernel/random/boot_id") >> text;
    std::erase(text, '-');
    EXPECT_EQ(SystemClock().boot().hex(), text);
    EXPECT_EQ(text.size(), 32U);
}

TEST(SystemRandom, FillsEveryByteAnewEachTime) {
    SystemRandom random;
    std::array<bool, 32> changed{};
    const auto first = random.make<Hash>();
    for (int round = 0; round < 16; ++round) {
        const auto next = random.make<Hash>();
        for (std::size_t i = 0; i < changed.size(); ++i)
            changed[i] = changed[i] || next.bytes[i] != first.bytes[i];
    }
    EXPECT_TRUE(std::all_of(changed.begin(), changed.end(), [](bool byte) { return byte; }));
}

}  // namespace
}  // namespace hadir::platform
