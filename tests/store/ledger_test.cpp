#include "store/ledger.h"

#include <gtest/gtest.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

#include "tests/fakes/crash_vfs.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"
#include "tests/temporary_folder.h"
#include "wire/batch.h"
#include "wire/chain.h"

namespace hadir::store {
namespace {

class LedgerTest : public ::testing::Test {
protected:
    Result<Ledger> open(const std::string& vfs = {}) {
        return Ledger::open(path_, dev_, 1, key_, random_, vfs);
    }
    [[nodiscard]] Entry entry(std::string body = "{\"note\":\"x\"}") const {
        return {"checkpoint", clock_.wall(), clock_.boot(), clock_.since_boot().count(), {}, std::move(body)};
    }
    void fill(int count) {
        auto ledger = open();
        ASSERT_TRUE(ledger) << ledger.error().message;
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(ledger->append(entry()));
    }
    [[nodiscard]] std::int64_t query(const std::string& sql) const {
        return SQLite::Database(path_).execAndGet(sql).getInt64();
    }

    tests::TemporaryFolder folder_;
    tests::FakeClock clock_;
    tests::FakeRandom random_;
    std::string path_ = folder_ / "ledger.db";
    DeviceId dev_ = random_.make<DeviceId>();
    wire::SigningKey key_ = *wire::SigningKey::from_seed(Bytes(32, 7));
};

TEST_F(LedgerTest, RowsAreWhatWireVerifies) {
    fill(20);
    auto reader = LedgerReader::open(path_);
    ASSERT_TRUE(reader);
    const auto rows = reader->rows(1, 1, 100);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 20U);
    const auto hashes = wire::check_lines({dev_, 1, 1}, wire::chain_genesis(dev_, 1, key_.public_key()),
                                          key_.public_key(), *rows);
    ASSERT_TRUE(hashes) << hashes.error().message;
    EXPECT_EQ(hashes->back(), (*reader->last(1))->hash);
    EXPECT_EQ((*hashes)[7], **reader->hash_at(1, 8));
    EXPECT_EQ(reader->incarnations().value(), std::vector<std::uint32_t>{1});
    EXPECT_EQ(reader->first_kept(1).value(), 1U);
    EXPECT_FALSE(reader->anchor(1).value());
}

TEST_F(LedgerTest, GoesOnAfterReopening) {
    fill(3);
    fill(2);
    auto ledger = open();
    ASSERT_TRUE(ledger);
    EXPECT_EQ(ledger->head().seq, 5U);
    EXPECT_EQ(query("SELECT count(*) FROM records"), 5);
}

TEST_F(LedgerTest, RefusesALedgerThatAnotherKeyHasSigned) {
    fill(1);
    key_ = *wire::SigningKey::from_seed(Bytes(32, 8));
    const auto ledger = open();
    ASSERT_FALSE(ledger);
    EXPECT_EQ(ledger.error().code, ErrorCode::storage);
    EXPECT_NE(ledger.error().message.find("another terminal"), std::string::npos);
}

TEST_F(LedgerTest, RefusesALedgerOfAnotherDevice) {
    fill(1);
    dev_ = random_.make<DeviceId>();
    EXPECT_FALSE(open());
}

TEST_F(LedgerTest, FileIsPrivateAndInWalMode) {
    fill(1);
    EXPECT_EQ(std::filesystem::status(path_).permissions() & std::filesystem::perms::mask,
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(SQLite::Database(path_).execAndGet("PRAGMA journal_mode").getString(), "wal");
}

TEST_F(LedgerTest, WriterSynchronisesFully) {
    auto database = Database::open(folder_ / "any.db", Access::write, {});
    ASSERT_TRUE(database);
    EXPECT_EQ(database->sql().execAndGet("PRAGMA synchronous").getInt(), 2);
    EXPECT_EQ(database->sql().execAndGet("PRAGMA trusted_schema").getInt(), 0);
}

TEST_F(LedgerTest, ReaderSeesEachRecordAsSoonAsItIsCommitted) {
    auto ledger = open();
    ASSERT_TRUE(ledger);
    auto reader = LedgerReader::open(path_);
    ASSERT_TRUE(reader) << reader.error().message;
    EXPECT_FALSE(reader->last(1).value());
    for (std::uint64_t seq = 1; seq <= 5; ++seq) {
        const auto committed = ledger->append(entry());
        ASSERT_TRUE(committed);
        EXPECT_EQ((*reader->last(1))->seq, seq);
        EXPECT_EQ(reader->rows(1, seq, 1)->at(0).line, committed->line);
    }
}

TEST_F(LedgerTest, RowsStopAtTheCountAsked) {
    fill(5);
    auto reader = LedgerReader::open(path_);
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->rows(1, 2, 3)->size(), 3U);
    EXPECT_TRUE(reader->rows(1, 6, 3)->empty());
    EXPECT_TRUE(reader->rows(2, 1, 3)->empty());
    EXPECT_FALSE(reader->hash_at(1, 6).value());
}

TEST_F(LedgerTest, PrunedRowKeepsItsHashAsAnchor) {
    fill(5);
    SQLite::Database(path_, SQLite::OPEN_READWRITE)
        .exec("DELETE FROM records WHERE seq < 3; UPDATE records SET line = NULL WHERE seq = 3");
    auto reader = LedgerReader::open(path_);
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->first_kept(1).value(), 4U);
    const auto anchor = reader->anchor(1).value();
    ASSERT_TRUE(anchor);
    EXPECT_TRUE(wire::verify_head(key_.public_key(), {dev_, 1, 3}, **reader->hash_at(1, 3), *anchor));
    EXPECT_EQ(reader->rows(1, 1, 10)->size(), 2U);
    auto ledger = open();
    ASSERT_TRUE(ledger) << ledger.error().message;
    EXPECT_EQ(ledger->append(entry())->seq, 6U);
}

TEST_F(LedgerTest, RefusesALineThatIsTooLongAndStaysUsable) {
    auto ledger = open();
    ASSERT_TRUE(ledger);
    const auto refused =
        ledger->append(entry("{\"note\":\"" + std::string(wire::kLineBytesMax, 'x') + "\"}"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::too_large);
    EXPECT_EQ(ledger->append(entry())->seq, 1U);
}

TEST_F(LedgerTest, SaysStorageForAPathThatCannotBeWritten) {
    path_ = folder_ / "missing/ledger.db";
    const auto ledger = open();
    ASSERT_FALSE(ledger);
    EXPECT_EQ(ledger.error().code, ErrorCode::storage);
    EXPECT_NE(ledger.error().message.find("missing/ledger.db"), std::string::npos);
}

TEST_F(LedgerTest, TriesAgainWhenOneOperationFails) {
    tests::CrashVfs disk;
    auto ledger = open(disk.name());
    ASSERT_TRUE(ledger) << ledger.error().message;
    disk.fail_at(1, tests::Trouble::disk_full, tests::Times::once);
    EXPECT_EQ(ledger->append(entry())->seq, 1U);
    EXPECT_TRUE(disk.struck());
    EXPECT_EQ(LedgerReader::open(path_, disk.name())->rows(1, 1, 10)->size(), 1U);
}

TEST_F(LedgerTest, MakesNoRecordWhileTheDiskFailsAndGoesOnAfterwards) {
    tests::CrashVfs disk;
    auto ledger = open(disk.name());
    ASSERT_TRUE(ledger);
    ASSERT_TRUE(ledger->append(entry()));
    disk.fail_at(1, tests::Trouble::io_error, tests::Times::for_ever);
    const auto refused = ledger->append(entry());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::storage);
    disk.heal();
    EXPECT_EQ(ledger->append(entry())->seq, 2U);
    const auto rows = LedgerReader::open(path_, disk.name())->rows(1, 1, 10);
    EXPECT_EQ(rows->size(), 2U);
    EXPECT_TRUE(wire::check_lines({dev_, 1, 1}, wire::chain_genesis(dev_, 1, key_.public_key()),
                                  key_.public_key(), *rows));
}

TEST_F(LedgerTest, GivesUpTheReserveWhenTheDiskIsFull) {
    tests::CrashVfs disk;
    auto ledger = open(disk.name());
    ASSERT_TRUE(ledger);
    EXPECT_EQ(std::filesystem::file_size(path_ + ".reserve"), 4'194'304U);
    disk.fail_at(1, tests::Trouble::disk_full, tests::Times::once);
    EXPECT_TRUE(ledger->append(entry()));
    EXPECT_FALSE(std::filesystem::exists(path_ + ".reserve"));
}

}  // namespace
}  // namespace hadir::store
