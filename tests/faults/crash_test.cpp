// A terminal whose power goes at any operation of its disk, again and again: what the page or hadir-sync was
// told is there afterwards, and the chain is whole. The controls must lose (docs/testing.md).
#include <gtest/gtest.h>

#include <cstdio>

#include "store/sync_store.h"
#include "tests/fakes/crash_vfs.h"
#include "tests/faults/crash_terminal.h"
#include "tests/faults/seeds.h"

namespace hadir::tests {
namespace {

constexpr std::uint64_t kSeedsUsual = 1000;
constexpr std::uint64_t kLivesMax = 8;
constexpr std::uint64_t kScansMax = 5;
constexpr std::uint64_t kCutWithin = 70;       // operations: as many as a start or a few check-ins take
constexpr std::uint64_t kManyScansEvery = 50;  // seeds: a life long enough for SQLite's own checkpoints
constexpr std::uint64_t kManyScans = 150;
constexpr std::uint64_t kControlSeeds = 1000;

struct Totals {
    std::uint64_t cuts = 0;
    std::uint64_t cuts_in_start = 0;
    std::uint64_t announced = 0;
};

std::string seeded(std::uint64_t seed, const std::string& fault) {
    return "--seed " + std::to_string(seed) + ": " + fault;
}

// One life of the terminal, from power to power cut or to an orderly stop.
void live(CrashTerminal& terminal, CrashVfs& disk, FakeRandom& random, std::uint64_t scans, Totals& totals) {
    const bool cut_in_start = random.below(3) == 0;
    if (cut_in_start) disk.cut_power_at(1 + random.below(kCutWithin));
    static_cast<void>(terminal.start());
    if (disk.power_is_off()) ++totals.cuts_in_start;
    if (!cut_in_start) disk.cut_power_at(1 + random.below(kCutWithin * (1 + scans / kScansMax)));
    for (std::uint64_t i = 0; i < scans && !disk.power_is_off(); ++i)
        terminal.scan();
    if (random.below(4) == 0) terminal.stop();  // an orderly stop; the power may go within it
    disk.restart();
    terminal.stop();
    terminal.reboot();
    ++totals.cuts;
}

// What was lost, if anything.
std::string schedule(std::uint64_t seed, bool disk_lies, Totals& totals) {
    CrashVfs disk(seed);
    if (disk_lies) disk.lie_about_flush();
    FakeRandom random(seed ^ 0x5EEDU);
    CrashTerminal terminal(kLedgerOnCrashDisk, disk.name(), seed);
    for (std::uint64_t lives = 2 + random.below(kLivesMax - 1); lives > 0; --lives) {
        const bool many = lives == 1 && seed % kManyScansEvery == 0;
        live(terminal, disk, random, many ? kManyScans : 1 + random.below(kScansMax), totals);
        if (const auto started = terminal.start(); !started)
            return "it does not start again: " + started.error().message;
        if (const std::string fault = terminal.fault(); !fault.empty()) return fault;
        terminal.stop();
    }
    totals.announced += terminal.announced().size();
    return {};
}

TEST(Crash, KeepsEveryCheckinThatWasAnnounced) {
    Totals totals;
    const Seeds run = seeds(kSeedsUsual);
    for (std::uint64_t seed = run.first; seed < run.first + run.count; ++seed)
        ASSERT_EQ(schedule(seed, false, totals), "") << seeded(seed, "a check-in is lost");
    std::printf(
        "seeds %llu to %llu: %llu power cuts, %llu while starting, %llu check-ins announced, none lost\n",
        static_cast<unsigned long long>(run.first),
        static_cast<unsigned long long>(run.first + run.count - 1),
        static_cast<unsigned long long>(totals.cuts), static_cast<unsigned long long>(totals.cuts_in_start),
        static_cast<unsigned long long>(totals.announced));
    if (run.count >= kSeedsUsual) {
        EXPECT_GT(totals.cuts_in_start, run.count / 10);
        EXPECT_GT(totals.announced, run.count * 3);
    }
}

TEST(CrashControl, ADiskThatLiesAboutFlushLosesCheckins) {
    Totals totals;
    std::uint64_t losing = 0;
    for (std::uint64_t seed = 1; seed <= kControlSeeds && losing == 0; ++seed) {
        const std::string fault = schedule(seed, true, totals);
        if (fault.empty()) continue;
        ++losing;
        std::printf("%s\n", seeded(seed, fault).c_str());
    }
    EXPECT_GT(losing, 0U);
}

store::StoredReceipt receipt_of(std::uint64_t acked) {
    Hash head;
    head.bytes.fill(static_cast<std::uint8_t>(acked));
    return {acked, head, "receipt " + std::to_string(acked) + "\n"};
}

// hadir-sync keeps receipts until the power goes; `kept` counts those that it was told are stored.
std::string receipt_schedule(std::uint64_t seed, bool disk_lies, std::uint64_t& kept) {
    CrashVfs disk(seed);
    if (disk_lies) disk.lie_about_flush();
    FakeRandom random(seed ^ 0x5EEDU);
    std::uint64_t acknowledged = 0;
    std::uint64_t tried = 0;
    for (std::uint64_t lives = 2 + random.below(kLivesMax - 1); lives > 0; --lives) {
        {
            disk.cut_power_at(1 + random.below(kCutWithin));
            auto store = store::SyncStore::open("sync.db", store::Access::write, disk.name());
            for (int i = 0; store && i < 10 && !disk.power_is_off(); ++i) {
                ++tried;
                const store::Anchor anchor{{}, std::chrono::seconds(tried), FakeClock::kStart, {}};
                if (!store->put_receipt(1, receipt_of(tried), anchor, FakeClock::kStart)) continue;
                acknowledged = tried;
                ++kept;
            }
            disk.restart();
        }
        const auto store = store::SyncStore::open("sync.db", store::Access::write, disk.name());
        if (!store) return "it does not open again: " + store.error().message;
        const auto receipt = store->receipt(1);
        if (!receipt) return receipt.error().message;
        const std::uint64_t there = *receipt ? (*receipt)->acked : 0;
        if (there < acknowledged) return "receipt " + std::to_string(acknowledged) + " is lost";
        if (there == 0) continue;
        const auto expected = receipt_of(there);
        if ((*receipt)->head != expected.head || (*receipt)->receipt != expected.receipt)
            return "receipt " + std::to_string(there) + " is another one now";
        const auto anchor = store->newest_anchor({});
        if (!anchor || !*anchor || (*anchor)->up != std::chrono::seconds(there))
            return "receipt " + std::to_string(there) + " lacks the time that came with it";
        acknowledged = there;
    }
    return {};
}

TEST(Crash, KeepsEveryReceiptThatWasStored) {
    std::uint64_t kept = 0;
    const Seeds run = seeds(kSeedsUsual);
    for (std::uint64_t seed = run.first; seed < run.first + run.count; ++seed)
        ASSERT_EQ(receipt_schedule(seed, false, kept), "") << seeded(seed, "a receipt is lost");
    std::printf("%llu receipts stored, none lost\n", static_cast<unsigned long long>(kept));
}

TEST(CrashControl, ADiskThatLiesAboutFlushLosesReceipts) {
    std::uint64_t kept = 0;
    std::string fault;
    for (std::uint64_t seed = 1; seed <= kControlSeeds && fault.empty(); ++seed)
        fault = receipt_schedule(seed, true, kept);
    EXPECT_NE(fault, "");
}

}  // namespace
}  // namespace hadir::tests
