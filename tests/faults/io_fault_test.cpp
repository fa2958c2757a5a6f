// Every operation of the disk fails in turn while a kiosk starts and takes three check-ins: each ends in a
// record that even a power cut leaves, or in a screen that says so. Then the disk heals and the kiosk goes
// on.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/fakes/crash_vfs.h"
#include "tests/faults/crash_terminal.h"
#include "tests/faults/seeds.h"

namespace hadir::tests {
namespace {

constexpr std::uint64_t kSeedsUsual = 5;  // of what a failing operation leaves half done
constexpr int kScans = 3;
constexpr std::uint64_t kOperationsMax = 10'000;
constexpr std::uint64_t kManySeedsUsual = 20;
constexpr int kManyScans = 130;
constexpr std::uint64_t kManyOperations = 600;

struct Plan {
    const char* name;
    Trouble trouble;
    Times times;
};
constexpr Plan kPlans[] = {{"EIO once", Trouble::io_error, Times::once},
                           {"EIO for ever", Trouble::io_error, Times::for_ever},
                           {"ENOSPC once", Trouble::disk_full, Times::once},
                           {"ENOSPC for ever", Trouble::disk_full, Times::for_ever}};

struct Counts {
    std::uint64_t operations = 0;
    std::uint64_t recorded = 0;
    std::uint64_t refused = 0;
    std::uint64_t not_started = 0;
};

class IoFaultTest : public ::testing::TestWithParam<Plan> {
protected:
    // A scan ends in a record that was announced, or in the screen that says why there is none.
    static void scan(CrashTerminal& terminal, Counts& counts) {
        const std::size_t before = terminal.announced().size();
        const std::string state = terminal.scan();
        if (terminal.announced().size() > before) {
            EXPECT_EQ(state, "periksa");
            ++counts.recorded;
            return;
        }
        EXPECT_EQ(state, "gangguan");
        EXPECT_EQ(terminal.code(), "PENYIMPANAN");
        ++counts.refused;
    }

    // False when the fault came too late to meet anything.
    static bool run_with_fault_at(std::uint64_t operation, std::uint64_t seed, Counts& counts) {
        CrashVfs disk(seed);
        CrashTerminal terminal(kLedgerOnCrashDisk, disk.name(), seed);
        disk.fail_at(operation, GetParam().trouble, GetParam().times);
        // The kiosk asks again every second.
        auto started = terminal.start();
        if (!started) {
            EXPECT_NE(started.error().message, "");
            ++counts.not_started;
            started = terminal.start();
        }
        EXPECT_TRUE(started || GetParam().times == Times::for_ever) << started.error().message;
        for (int i = 0; started && i < kScans; ++i)
            scan(terminal, counts);
        const bool met = disk.struck();
        disk.heal();
        if (started) {
            terminal.wait(std::chrono::seconds(6));
            EXPECT_NE(terminal.code(), "PENYIMPANAN") << "it does not go on after the disk has healed";
            EXPECT_EQ(terminal.scan(), "periksa");
        }
        for (const Survival survival : {Survival::none, Survival::any}) {
            disk.restart(survival);
            terminal.stop();
            terminal.reboot();
            const auto again = terminal.start();
            EXPECT_TRUE(again) << again.error().message;
            EXPECT_EQ(terminal.fault(), "");
            EXPECT_EQ(terminal.scan(), "periksa");
        }
        return met;
    }
};

TEST_P(IoFaultTest, EveryOperationThatFailsEndsInARecordOrARefusal) {
    Counts counts;
    const Seeds run = seeds(kSeedsUsual);
    for (std::uint64_t seed = run.first; seed < run.first + run.count; ++seed) {
        std::uint64_t operation = 1;
        while (run_with_fault_at(operation, seed, counts)) {
            ASSERT_FALSE(HasFailure())
                << GetParam().name << " at operation " << operation << ", --seed " << seed;
            ASSERT_LT(++operation, kOperationsMax);
        }
        counts.operations = std::max(counts.operations, operation - 1);
    }
    std::printf(
        "%s at each of %llu operations: %llu recorded, %llu refused, %llu starts refused\n", GetParam().name,
        static_cast<unsigned long long>(counts.operations), static_cast<unsigned long long>(counts.recorded),
        static_cast<unsigned long long>(counts.refused), static_cast<unsigned long long>(counts.not_started));
    EXPECT_GT(counts.operations, 20U);
    EXPECT_GT(counts.recorded, 0U);
    EXPECT_GE(counts.recorded + counts.refused + counts.not_started, counts.operations);
}

// Long enough for SQLite's own checkpoints, one of whose operations may be the one that fails.
TEST_P(IoFaultTest, OneFaultAmongManyCheckinsLosesNone) {
    Counts counts;
    std::uint64_t met = 0;
    const Seeds run = seeds(kManySeedsUsual);
    for (std::uint64_t seed = run.first; seed < run.first + run.count; ++seed) {
        CrashVfs disk(seed);
        FakeRandom random(seed);
        CrashTerminal terminal(kLedgerOnCrashDisk, disk.name(), seed);
        ASSERT_TRUE(terminal.start());
        disk.fail_at(1 + random.below(kManyOperations), GetParam().trouble, GetParam().times);
        for (int i = 0; i < kManyScans; ++i)
            scan(terminal, counts);
        if (disk.struck()) ++met;
        disk.restart(Survival::none);
        terminal.stop();
        terminal.reboot();
        ASSERT_TRUE(terminal.start());
        ASSERT_EQ(terminal.fault(), "") << GetParam().name << ", --seed " << seed;
    }
    std::printf("%s met in %llu of %llu runs: %llu recorded, %llu refused\n", GetParam().name,
                static_cast<unsigned long long>(met), static_cast<unsigned long long>(run.count),
                static_cast<unsigned long long>(counts.recorded),
                static_cast<unsigned long long>(counts.refused));
    EXPECT_TRUE(run.count < kManySeedsUsual || met > run.count / 2);
}

INSTANTIATE_TEST_SUITE_P(Plans, IoFaultTest, ::testing::ValuesIn(kPlans), [](const auto& plan) {
    std::string name = plan.param.name;
    std::erase(name, ' ');
    return name;
});

}  // namespace
}  // namespace hadir::tests
