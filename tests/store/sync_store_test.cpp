#include "store/sync_store.h"

#include <gtest/gtest.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"
#include "tests/temporary_folder.h"

namespace hadir::store {
namespace {

using std::chrono::milliseconds;

class SyncStoreTest : public ::testing::Test {
protected:
    SyncStore open(Access access = Access::write) {
        auto opened = SyncStore::open(path_, access);
        EXPECT_TRUE(opened) << opened.error().message;
        return std::move(*opened);
    }
    tests::TemporaryFolder folder_;
    tests::FakeClock clock_;
    tests::FakeRandom random_;
    std::string path_ = folder_ / "sync.db";
    UnixMs now_ = clock_.wall();
};

TEST_F(SyncStoreTest, StartsEmpty) {
    const auto store = open();
    EXPECT_FALSE(store.file("roster").value());
    EXPECT_FALSE(store.file_version("roster").value());
    EXPECT_FALSE(store.receipt(1).value());
    EXPECT_FALSE(store.newest_anchor(clock_.boot()).value());
    const auto contact = store.contact();
    ASSERT_TRUE(contact);
    EXPECT_FALSE(contact->connected);
    EXPECT_FALSE(contact->ok_at);
    EXPECT_FALSE(contact->problem);
}

TEST_F(SyncStoreTest, KeepsTheNewestFileByteForByte) {
    const std::string bytes("{}\n\0\xff sig", 9);
    {
        auto store = open();
        ASSERT_TRUE(store.put_file("roster", {811, "old", "\"811\""}, now_));
        ASSERT_TRUE(store.put_file("roster", {812, bytes, "\"812\""}, now_));
    }
    const auto store = open(Access::read);
    const auto file = store.file("roster").value();
    ASSERT_TRUE(file);
    EXPECT_EQ(file->version, 812);
    EXPECT_EQ(file->bytes, bytes);
    EXPECT_EQ(file->etag, "\"812\"");
    EXPECT_EQ(store.file_version("roster").value(), 812);
    EXPECT_FALSE(store.file("policy").value());
}

// Whether any file of the database holds that text.
bool any_holds(const std::filesystem::path& folder, const std::string& text) {
    return std::ranges::any_of(std::filesystem::directory_iterator(folder), [&](const auto& entry) {
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
        return bytes.find(text) != std::string::npos;
    });
}

TEST_F(SyncStoreTest, LeavesNoByteOfAnOlderRoster) {
    std::string long_one;
    for (int i = 0; i < 5000; ++i)
        long_one += "Siti R. " + std::to_string(i) + '\n';
    auto store = open();
    EXPECT_FALSE(store.only_roster().value());
    for (std::int64_t version = 1; version <= 5; ++version) {
        const std::string roster = version % 2 == 1 ? long_one : "Siti R.\n";
        ASSERT_TRUE(store.put_file("roster", {version, roster, ""}, now_));
        ASSERT_TRUE(store.put_file("policy", {version, std::string(3000, 'p'), ""}, now_));
        ASSERT_TRUE(store.put_receipt(1, {1, {}, std::string(2000, 'r')}, std::nullopt, now_));
    }
    EXPECT_EQ(store.only_roster().value(), 5);
    ASSERT_TRUE(any_holds(folder_.path(), "Siti R.")) << "the search finds nothing, so it proves nothing";
    ASSERT_TRUE(store.put_file("roster", {6, "nobody\n", ""}, now_));
    EXPECT_TRUE(any_holds(folder_.path(), "Siti R.")) << "the log still has it";
    EXPECT_EQ(store.only_roster().value(), 6);
    EXPECT_FALSE(any_holds(folder_.path(), "Siti R."));
}

TEST_F(SyncStoreTest, SaysNothingOfTheRosterWhileAReaderHoldsAnOlderOne) {
    auto store = open();
    ASSERT_TRUE(store.put_file("roster", {1, "Siti R.\n", ""}, now_));
    {
        SQLite::Database reader(path_, SQLite::OPEN_READONLY);
        SQLite::Statement select(reader, "SELECT bytes FROM files");
        ASSERT_TRUE(select.executeStep());
        ASSERT_TRUE(store.put_file("roster", {2, "nobody\n", ""}, now_));
        EXPECT_FALSE(store.only_roster().value());
    }
    EXPECT_EQ(store.only_roster().value(), 2);
    EXPECT_FALSE(any_holds(folder_.path(), "Siti R."));
}

TEST_F(SyncStoreTest, KeepsOneReceiptForEachIncarnation) {
    auto store = open();
    const Hash head = random_.make<Hash>();
    ASSERT_TRUE(store.put_receipt(1, {40, random_.make<Hash>(), "r40"}, std::nullopt, now_));
    ASSERT_TRUE(store.put_receipt(1, {42, head, "r42"}, std::nullopt, now_));
    ASSERT_TRUE(store.put_receipt(2, {7, head, "r7"}, std::nullopt, now_));
    const auto receipt = store.receipt(1).value();
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->acked, 42U);
    EXPECT_EQ(receipt->head, head);
    EXPECT_EQ(receipt->receipt, "r42");
    EXPECT_EQ(store.receipt(2).value()->acked, 7U);
}

TEST_F(SyncStoreTest, AnchorIsOfItsBootAndTheNewest) {
    auto store = open();
    const BootId other = random_.make<BootId>();
    const auto put = [&](const BootId& boot, int up) {
        return store.put_receipt(1, {}, Anchor{boot, milliseconds(up), UnixMs{up + 1000}, milliseconds(20)},
                                 now_);
    };
    ASSERT_TRUE(put(clock_.boot(), 5000));
    ASSERT_TRUE(put(clock_.boot(), 9000));
    ASSERT_TRUE(put(other, 99'000));
    const auto anchor = store.newest_anchor(clock_.boot()).value();
    ASSERT_TRUE(anchor);
    EXPECT_EQ(anchor->up, milliseconds(9000));
    EXPECT_EQ(anchor->server.value, 10'000);
    EXPECT_EQ(anchor->uncertainty, milliseconds(20));
}

TEST_F(SyncStoreTest, OldAnchorsGo) {
    auto store = open();
    const BootId old = random_.make<BootId>();
    ASSERT_TRUE(store.put_receipt(1, {}, Anchor{old, milliseconds(1), now_, milliseconds(1)}, now_));
    for (int i = 0; i < 64; ++i)
        ASSERT_TRUE(
            store.put_receipt(1, {}, Anchor{clock_.boot(), milliseconds(i), now_, milliseconds(1)}, now_));
    EXPECT_FALSE(store.newest_anchor(old).value());
    EXPECT_TRUE(store.newest_anchor(clock_.boot()).value());
}

TEST_F(SyncStoreTest, ContactIsReadByTheKioskWhileSyncWrites) {
    auto writer = open();
    const auto reader = open(Access::read);
    Contact contact;
    contact.tried_at = now_;
    contact.since = now_ + milliseconds(5);
    contact.failures = 3;
    contact.problem = "central refused";
    contact.retry_at = now_ + milliseconds(9000);
    contact.night = local_day(now_, Zone::wib);
    ASSERT_TRUE(writer.put_contact(contact));
    const auto seen = reader.contact();
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->tried_at, now_);
    EXPECT_FALSE(seen->ok_at);
    EXPECT_EQ(seen->since, now_ + milliseconds(5));
    EXPECT_EQ(seen->failures, 3);
    EXPECT_EQ(seen->problem, "central refused");
    EXPECT_EQ(seen->retry_at, now_ + milliseconds(9000));
    EXPECT_EQ(seen->night, local_day(now_, Zone::wib));
}

TEST_F(SyncStoreTest, ForgetsAnEarlierEnrolment) {
    auto store = open();
    ASSERT_TRUE(store.put_file("keys", {4, "keys", ""}, now_));
    ASSERT_TRUE(store.put_receipt(1, {40, {}, "r"},
                                  Anchor{clock_.boot(), milliseconds(1), now_, milliseconds(1)}, now_));
    Contact contact;
    contact.problem = "revoked";
    ASSERT_TRUE(store.put_contact(contact));
    ASSERT_TRUE(store.forget());
    EXPECT_FALSE(store.file("keys").value());
    EXPECT_FALSE(store.receipt(1).value());
    EXPECT_FALSE(store.newest_anchor(clock_.boot()).value());
    EXPECT_FALSE(store.contact()->problem);
}

}  // namespace
}  // namespace hadir::store
