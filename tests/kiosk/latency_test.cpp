#include <gtest/gtest.h>

#include "bench/latency.h"
#include "platform/clock.h"
#include "platform/random.h"
#include "tests/kiosk/office.h"
#include "tests/temporary_folder.h"

namespace hadir::bench {
namespace {

constexpr int kCards = 4;
constexpr Milliseconds kPageWithin{1000};

TEST(Latency, ABadgeIsRecordedAndShownWithinASecond) {
    const tests::TemporaryFolder folder;
    const platform::StopSignals signals;
    const platform::SystemClock clock;
    platform::SystemRandom random;
    auto office = tests::Office::found(folder.path(), clock, random);
    ASSERT_TRUE(office) << office.error().message;
    ASSERT_TRUE(office->enrol_alone(folder / "terminal"));
    std::vector<device::SceneCard> cards;
    for (int i = 0; i < kCards; ++i)
        cards.push_back({office->next_badge().value(), "Pegawai", "Dinas"});
    device::Scene scene(cards, clip_options());
    ASSERT_TRUE(device::write_video(scene, folder / "clip.avi"));

    const auto run = measure_latency(
        {HADIR_BIN_DIR "/hadir-kiosk", folder / "terminal", folder / "clip.avi", kCards}, signals);
    ASSERT_TRUE(run) << run.error().message;
    ASSERT_EQ(run->scans.size(), kCards);
    std::vector<Milliseconds> page;
    // Two threads stamp the record and the page here, so which stamp is the earlier says nothing of the
    // kiosk; that the record comes first is the kill test's matter.
    for (const ScanLatency& scan : run->scans)
        page.push_back(scan.page);
    EXPECT_LT(quantile(page, 0.95), kPageWithin);
    RecordProperty("page_p95_ms", std::to_string(quantile(page, 0.95).count()));
}

}  // namespace
}  // namespace hadir::bench
