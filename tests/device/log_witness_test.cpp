#include "device/log_witness.h"

#include <gtest/gtest.h>

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"
#include "tests/temporary_folder.h"
#include "wire/line.h"
#include "wire/records.h"

namespace hadir::device {
namespace {

class LogWitnessTest : public testing::Test {
protected:
    LogWitnessTest() {
        wire::FileHead head;
        head.kind = "keys";
        head.version = 1;
        const store::Identity identity{DeviceId{{9}},
                                       1,
                                       ledger_key,
                                       root.public_key(),
                                       "",
                                       "",
                                       "",
                                       "",
                                       wire::write_keys_file(head, {}, root)};
        auto opened = Station::open(identity, ledger, random, platform::Trace());
        EXPECT_TRUE(opened) << opened.error().message;
        station.emplace(std::move(*opened));
        restart();
        work();
    }
    void restart() { witness.emplace(*LogWitness::open(ledger, 1)); }
    void work() { EXPECT_TRUE(station->note("boot", wire::write_boot("0", std::nullopt), now())); }
    Moment now() const { return {clock.wall(), clock.since_boot(), clock.boot(), {}}; }
    void look(const std::string& note, const std::vector<store::SyncAlarm>& alarms = {}) {
        const auto looked = witness->look({note, alarms}, *station, now());
        EXPECT_TRUE(looked) << looked.error().message;
    }
    // Kinds of the records, and what stands in the newest.
    std::vector<std::string> kinds() {
        std::vector<std::string> kinds;
        const auto rows = store::LedgerReader::open(ledger)->rows(1, 1, 1000);
        for (const auto& row : *rows) {
            const auto line = wire::parse_line(row.line);
            kinds.push_back(line->head.kind);
            newest = row.line;
        }
        return kinds;
    }

    tests::TemporaryFolder folder;
    tests::FakeClock clock;
    tests::FakeRandom random{1};
    wire::SigningKey root = wire::SigningKey::generate();
    wire::SigningKey ledger_key = wire::SigningKey::generate();
    std::string ledger = folder / "ledger.db";
    std::optional<Station> station;
    std::optional<LogWitness> witness;
    std::string newest;
};

TEST_F(LogWitnessTest, WritesANewCheckpointIntoTheChainOnceEvenAfterARestart) {
    look("note 1\n");
    look("note 1\n");
    EXPECT_EQ(kinds(), (std::vector<std::string>{"boot", "checkpoint"}));
    EXPECT_NE(newest.find(R"("body":{"note":"note 1\n"})"), std::string::npos);
    work();
    restart();
    look("note 1\n");
    EXPECT_EQ(kinds().size(), 3U);
    look("note 2\n");
    EXPECT_EQ(kinds().back(), "checkpoint");
}

TEST_F(LogWitnessTest, ATerminalAtRestDoesNotKeepTheLogGrowing) {
    look("note 1\n");
    clock.advance(std::chrono::hours(30));
    look("note 2\n");
    EXPECT_EQ(kinds().size(), 2U) << "the newest record is a checkpoint already";
    work();
    look("note 3\n");
    EXPECT_EQ(kinds().size(), 4U);
    work();
    clock.advance(std::chrono::minutes(59));
    look("note 4\n");
    EXPECT_EQ(kinds().size(), 5U) << "not more than one an hour";
    clock.advance(std::chrono::minutes(1));
    look("note 5\n");
    EXPECT_EQ(kinds().size(), 6U);
    EXPECT_NE(newest.find("note 5"), std::string::npos) << "the newest of them";
}

TEST_F(LogWitnessTest, WritesEachAlarmOnceEvenAfterARestart) {
    const store::SyncAlarm smaller{"LOG_MENYUSUT", "held and given"};
    look("note 1\n", {smaller});
    look("note 1\n", {smaller});
    restart();
    look("note 1\n", {smaller, {"LOG_BERCABANG", "held and given"}});
    EXPECT_EQ(kinds(), (std::vector<std::string>{"boot", "alarm", "checkpoint", "alarm"}));
    EXPECT_NE(newest.find("LOG_BERCABANG"), std::string::npos);
}

}  // namespace
}  // namespace hadir::device
