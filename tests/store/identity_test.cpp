#include "store/identity.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/fakes/fake_random.h"
#include "tests/temporary_folder.h"

namespace hadir::store {
namespace {

class IdentityTest : public ::testing::Test {
protected:
    [[nodiscard]] Identity identity() {
        return {random_.make<DeviceId>(),
                3,
                *wire::SigningKey::from_seed(Bytes(32, 5)),
                random_.make<PublicKey>(),
                "https://central.example:8711",
                "tls key",
                "certificate",
                "ca",
                "keys\n",
                false,
                {}};
    }
    tests::TemporaryFolder folder_;
    tests::FakeRandom random_;
    std::filesystem::path path_ = folder_ / "identity";
};

TEST_F(IdentityTest, ReadsWhatWasWritten) {
    const Identity written = identity();
    ASSERT_TRUE(write_identity(path_, written));
    const auto read = read_identity(path_);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->dev, written.dev);
    EXPECT_EQ(read->inc, 3U);
    EXPECT_EQ(read->ledger_key.public_key(), written.ledger_key.public_key());
    EXPECT_EQ(read->root, written.root);
    EXPECT_EQ(read->url, written.url);
    EXPECT_EQ(read->tls_key, written.tls_key);
    EXPECT_EQ(read->certificate, written.certificate);
    EXPECT_EQ(read->ca, written.ca);
    EXPECT_EQ(read->keys, written.keys);
}

TEST_F(IdentityTest, NobodyElseMayRead) {
    ASSERT_TRUE(write_identity(path_, identity()));
    constexpr auto kOthers = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    EXPECT_EQ(std::filesystem::status(path_).permissions() & kOthers, std::filesystem::perms::none);
    for (const auto& file : std::filesystem::directory_iterator(path_))
        EXPECT_EQ(file.status().permissions() & kOthers, std::filesystem::perms::none) << file.path();
}

TEST_F(IdentityTest, TakesTheEmptyFolderOfAnInstaller) {
    std::filesystem::create_directory(path_);
    EXPECT_TRUE(write_identity(path_, identity()));
    EXPECT_TRUE(read_identity(path_));
}

TEST_F(IdentityTest, IsNeverOverwritten) {
    const Identity first = identity();
    ASSERT_TRUE(write_identity(path_, first));
    const auto again = write_identity(path_, identity());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
    EXPECT_EQ(read_identity(path_)->dev, first.dev);
}

TEST_F(IdentityTest, SaysNotFoundForATerminalThatIsNotEnrolled) {
    EXPECT_EQ(read_identity(path_).error().code, ErrorCode::not_found);
}

TEST_F(IdentityTest, NamesTheFileThatIsDamaged) {
    ASSERT_TRUE(write_identity(path_, identity()));
    const std::vector<std::pair<const char*, const char*>> damages{
        {"identity.json", "{"}, {"ledger.key", "xyz\n"}, {"ledger.key", nullptr}, {"tls.key", nullptr},
        {"tls.crt", nullptr},   {"ca.crt", nullptr},     {"keys", nullptr}};
    for (const auto& [name, text] : damages) {
        const auto copy = folder_ / "damaged";
        std::filesystem::remove_all(copy);
        std::filesystem::copy(path_, copy);
        std::filesystem::remove(copy / name);
        if (text != nullptr) std::ofstream(copy / name) << text;
        const auto read = read_identity(copy);
        ASSERT_FALSE(read) << name;
        EXPECT_EQ(read.error().code, ErrorCode::malformed) << name;
        EXPECT_NE(read.error().message.find(name), std::string::npos) << read.error().message;
    }
}

TEST_F(IdentityTest, MovesToAnotherIncarnationAtOnce) {
    const Identity first = identity();
    ASSERT_TRUE(write_identity(path_, first));
    const auto key = next_ledger_key(path_);
    ASSERT_TRUE(key);
    EXPECT_EQ(next_ledger_key(path_)->public_key(), key->public_key()) << "an answer may get lost";
    Identity second = first;
    second.inc = 5;
    second.ledger_key = *key;
    second.past = {{3, first.ledger_key.public_key()}};
    ASSERT_TRUE(change_identity(path_, second));
    const auto read = read_identity(path_);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->inc, 5U);
    EXPECT_EQ(read->ledger_key.public_key(), key->public_key());
    EXPECT_EQ(read->past, second.past);
    EXPECT_EQ(read->certificate, first.certificate);
    EXPECT_NE(next_ledger_key(path_)->public_key(), key->public_key()) << "the next one is another";
}

TEST_F(IdentityTest, RenewsItsCertificateWithItsKey) {
    Identity held = identity();
    ASSERT_TRUE(write_identity(path_, held));
    for (const char* number : {"1", "2", "3"}) {
        held.tls_key = std::string("key ") + number;
        held.certificate = std::string("certificate ") + number;
        held.confirmed = true;
        ASSERT_TRUE(change_identity(path_, held));
        const auto read = read_identity(path_);
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(read->tls_key, held.tls_key);
        EXPECT_EQ(read->certificate, held.certificate);
        EXPECT_TRUE(read->confirmed);
    }
    EXPECT_FALSE(std::filesystem::exists(path_ / "tls-2.key")) << "the one before is gone";
    Identity other = identity();
    EXPECT_EQ(change_identity(path_, other).error().code, ErrorCode::conflict);
}

// A crash at any file leaves the old identity whole: what is written before identity.json counts for nobody.
TEST_F(IdentityTest, KeepsTheOldOneUntilTheNewOneIsWhole) {
    const Identity first = identity();
    ASSERT_TRUE(write_identity(path_, first));
    const auto key = next_ledger_key(path_);
    std::ofstream(path_ / "ledger-1.key") << to_hex(key->seed()) << '\n';
    std::ofstream(path_ / "tls-1.key") << "half";
    const auto read = read_identity(path_);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->inc, 3U);
    EXPECT_EQ(read->tls_key, first.tls_key);
    EXPECT_EQ(next_ledger_key(path_)->public_key(), key->public_key());
}

TEST_F(IdentityTest, RefusesAKeyThatIsNotTheOneNamed) {
    ASSERT_TRUE(write_identity(path_, identity()));
    std::ofstream(path_ / "ledger.key") << std::string(64, 'a') << '\n';
    const auto read = read_identity(path_);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace hadir::store
