#include "apps/key_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "platform/file.h"
#include "tests/temporary_folder.h"

namespace hadir::apps {
namespace {

using namespace std::chrono_literals;
using tests::TemporaryFolder;
using wire::SealCost;

constexpr UnixMs kNow{1'795'500'000'000};  // 2026-11-24
constexpr std::string_view kRootPass = "root passphrase";
constexpr std::string_view kBadgePass = "badge passphrase";

wire::KeyRow server_row(const std::string& use, const wire::SigningKey& key,
                        std::optional<std::string> origin = std::nullopt) {
    const ByteView pub = key.public_key().view();
    return {use,  wire::key_id_of(pub), "ed25519",         Bytes(pub.begin(), pub.end()),
            kNow, kNow + 8760h,         std::move(origin), {}};
}

std::vector<std::string> uses_of(const std::vector<wire::KeyRow>& rows) {
    std::vector<std::string> uses;
    for (const wire::KeyRow& row : rows)
        uses.push_back(row.badge_key ? "badge " + std::to_string(*row.badge_key) : row.use);
    return uses;
}

class KeyFolderTest : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(wire::start_crypto());
        const auto made = keys_.create(kRootPass, kBadgePass, kNow, SealCost::quick);
        ASSERT_TRUE(made) << made.error().message;
        root_ = *made;
    }

    TemporaryFolder folder_;
    KeyFolder keys_{folder_ / "keys"};
    PublicKey root_;
};

TEST_F(KeyFolderTest, IsMadeWholeAndForItsOwnerOnly) {
    EXPECT_EQ(keys_.root_public_key(), root_);
    const auto file = keys_.keys_file();
    ASSERT_TRUE(file);
    EXPECT_EQ(uses_of(file->rows), (std::vector<std::string>{"badge 1"}));
    for (const char* name : {"keys/root.key", "keys/badge-001.key"}) {
        struct stat state{};
        ASSERT_EQ(::stat((folder_ / name).c_str(), &state), 0);
        EXPECT_EQ(state.st_mode & 0777U, 0600U) << name;
        const auto text = platform::read_file(folder_ / name, 4096);
        EXPECT_NE(as_text(*text).find("argon2id"), std::string_view::npos);
    }
}

TEST_F(KeyFolderTest, NeverReplacesARoot) {
    const auto again = keys_.create(kRootPass, kBadgePass, kNow, SealCost::quick);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::usage);
    EXPECT_EQ(keys_.root_public_key(), root_);
}

TEST_F(KeyFolderTest, SignsWhatCentralAsksForBesideTheBadgeKeys) {
    const auto roster = wire::SigningKey::generate();
    const auto text = keys_.sign(kRootPass, {server_row("roster", roster)}, kNow + 1h);
    ASSERT_TRUE(text) << text.error().message;
    const auto file = wire::open_keys_file(*text, root_);
    ASSERT_TRUE(file);
    EXPECT_EQ(uses_of(file->rows), (std::vector<std::string>{"badge 1", "roster"}));
    EXPECT_EQ(file->head.version, (kNow + 1h).value / 1000);
    EXPECT_EQ(keys_.keys_file()->head.version, file->head.version);
}

TEST_F(KeyFolderTest, RaisesTheVersionEvenWhenTheClockWentBack) {
    const auto receipt = wire::SigningKey::generate();
    const auto first = keys_.keys_file()->head.version;
    ASSERT_TRUE(keys_.sign(kRootPass, {server_row("receipt", receipt)}, kNow + -8760h));
    EXPECT_EQ(keys_.keys_file()->head.version, first + 1);
}

TEST_F(KeyFolderTest, NeverTakesALogKeyOffTheList) {
    const auto first = server_row("log", wire::SigningKey::generate(), "hadir/a/1");
    const auto second = server_row("log", wire::SigningKey::generate(), "hadir/a/2");
    ASSERT_TRUE(keys_.sign(kRootPass, {first}, kNow));
    ASSERT_TRUE(keys_.sign(kRootPass, {second}, kNow));
    ASSERT_TRUE(keys_.sign(kRootPass, {second}, kNow));
    std::vector<std::string> origins;
    const auto file = keys_.keys_file();
    ASSERT_TRUE(file);
    for (const wire::KeyRow& row : file->rows) {
        if (row.origin) origins.push_back(*row.origin);
    }
    EXPECT_EQ(origins, (std::vector<std::string>{"hadir/a/2", "hadir/a/1"}));
}

TEST_F(KeyFolderTest, ListsTheNewestTwoBadgeKeysAndNeverReusesANumber) {
    const auto roster = wire::SigningKey::generate();
    ASSERT_TRUE(keys_.sign(kRootPass, {server_row("roster", roster)}, kNow));
    EXPECT_EQ(keys_.add_badge_key(kRootPass, kBadgePass, kNow, SealCost::quick), 2);
    EXPECT_EQ(keys_.add_badge_key(kRootPass, kBadgePass, kNow, SealCost::quick), 3);
    EXPECT_EQ(uses_of(keys_.keys_file()->rows), (std::vector<std::string>{"badge 3", "badge 2", "roster"}));
    ASSERT_TRUE(keys_.sign(kRootPass, {server_row("roster", roster)}, kNow));
    EXPECT_EQ(uses_of(keys_.keys_file()->rows), (std::vector<std::string>{"badge 3", "badge 2", "roster"}));
    EXPECT_EQ(keys_.open_badge_key(kBadgePass, kNow)->number, 3);
}

TEST_F(KeyFolderTest, OpensOnlyWithTheRightPassphrase) {
    const auto roster = wire::SigningKey::generate();
    const auto refused = keys_.sign(kBadgePass, {server_row("roster", roster)}, kNow);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::not_allowed);
    EXPECT_EQ(keys_.open_badge_key(kRootPass, kNow).error().code, ErrorCode::not_allowed);
    EXPECT_EQ(uses_of(keys_.keys_file()->rows), (std::vector<std::string>{"badge 1"}));
}

TEST_F(KeyFolderTest, PrintsNothingWithABadgeKeyPastItsEnd) {
    EXPECT_TRUE(keys_.open_badge_key(kBadgePass, kNow + kBadgeKeyLife + -1ms));
    EXPECT_EQ(keys_.open_badge_key(kBadgePass, kNow + kBadgeKeyLife).error().code, ErrorCode::expired);
}

TEST_F(KeyFolderTest, RefusesABadgeKeyThatTheRootHasNotListed) {
    const auto foreign = wire::SigningKey::generate();
    const auto sealed = wire::seal_key(foreign, "badge", kBadgePass, SealCost::quick);
    ASSERT_TRUE(platform::write_private_file(folder_ / "keys/badge-001.key", as_bytes(*sealed)));
    EXPECT_EQ(keys_.open_badge_key(kBadgePass, kNow).error().code, ErrorCode::bad_signature);
}

TEST_F(KeyFolderTest, SignsNothingOverAChangedKeysFile) {
    auto text = platform::read_file(folder_ / "keys/keys", 1 << 20);
    (*text)[text->size() / 2] ^= 1U;
    ASSERT_TRUE(platform::write_private_file(folder_ / "keys/keys", *text));
    EXPECT_FALSE(keys_.keys_file());
    EXPECT_FALSE(keys_.open_badge_key(kBadgePass, kNow));
    EXPECT_FALSE(keys_.sign(kRootPass, {server_row("roster", wire::SigningKey::generate())}, kNow));
}

TEST_F(KeyFolderTest, RefusesOneKeyForTwoUses) {
    const auto key = wire::SigningKey::generate();
    const auto refused = keys_.sign(kRootPass, {server_row("roster", key), server_row("receipt", key)}, kNow);
    ASSERT_FALSE(refused);
    EXPECT_EQ(uses_of(keys_.keys_file()->rows), (std::vector<std::string>{"badge 1"}));
}

}  // namespace
}  // namespace hadir::apps
