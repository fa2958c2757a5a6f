#include "central/sessions.h"

#include <gtest/gtest.h>

#include "central/accounts.h"
#include "platform/random.h"
#include "tests/temporary_folder.h"
#include "wire/crypto.h"

namespace hadir::central::tests {
namespace {

constexpr UnixMs kNow{1'790'000'000'000};

class Sessions : public testing::Test {
protected:
    Sessions() {
        EXPECT_TRUE(add_account(database, {"siti", "kopi tubruk pagi", Role::bkd_officer, {}}, kNow,
                                wire::PasswordCost::quick));
    }
    Result<SignedIn> enter(const std::string& user, const std::string& password, UnixMs now = kNow) {
        return sign_in(database, random, {user, password}, now);
    }
    std::optional<Session> found(const std::string& id, UnixMs now = kNow) {
        return *find_session(database, id, now);
    }

    hadir::tests::TemporaryFolder folder;
    Database database = *Database::open(folder / "central.db");
    platform::SystemRandom random;
};

TEST_F(Sessions, OpenWithTheRightPasswordAndEndAfterTwelveHours) {
    const auto entered = enter("siti", "kopi tubruk pagi");
    ASSERT_TRUE(entered);
    const auto session = found(entered->id);
    ASSERT_TRUE(session);
    EXPECT_EQ(session->account, "siti");
    EXPECT_TRUE(found(entered->id, kNow + std::chrono::hours(12) + std::chrono::milliseconds(-1)));
    EXPECT_FALSE(found(entered->id, kNow + std::chrono::hours(12)));
    EXPECT_FALSE(found("x"));
}

TEST_F(Sessions, GetANewIdEachTimeAndEndAtSignOut) {
    const auto first = enter("siti", "kopi tubruk pagi");
    const auto second = enter("siti", "kopi tubruk pagi");
    ASSERT_TRUE(first && second);
    EXPECT_NE(first->id, second->id);
    ASSERT_TRUE(sign_out(database, first->id));
    EXPECT_FALSE(found(first->id));
    EXPECT_TRUE(found(second->id));
}

TEST_F(Sessions, SayTheSameOfAWrongNameAndAWrongPassword) {
    const auto name = enter("budi", "kopi tubruk pagi");
    const auto password = enter("siti", "teh");
    ASSERT_FALSE(name || password);
    EXPECT_EQ(name.error().code, ErrorCode::no_session);
    EXPECT_EQ(name.error().message, password.error().message);
    EXPECT_EQ(enter("SITI'; --", "x").error().code, ErrorCode::no_session);
}

TEST_F(Sessions, AreLimitedAfterFiveFailuresForFifteenMinutes) {
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(enter("siti", "teh").error().code, ErrorCode::no_session);
    EXPECT_EQ(enter("siti", "kopi tubruk pagi").error().code, ErrorCode::rate);
    EXPECT_TRUE(enter("siti", "kopi tubruk pagi", kNow + std::chrono::minutes(15)));
    EXPECT_EQ(enter("siti", "teh", kNow + std::chrono::minutes(15)).error().code, ErrorCode::no_session);
}

TEST_F(Sessions, StoreNeitherPasswordNorId) {
    const auto entered = enter("siti", "kopi tubruk pagi");
    ASSERT_TRUE(entered);
    const auto stored = database.read(
        [&]() -> Result<std::string> { return AccountsRepository(database).find("siti")->password; });
    EXPECT_TRUE(stored->starts_with("$argon2id$"));
    EXPECT_FALSE(found(wire::sha256(as_bytes(entered->id)).hex()));
}

TEST_F(Sessions, RefuseAccountsThatCannotBe) {
    const auto add = [&](const std::string& name, const std::string& password) {
        return add_account(database, {name, password, Role::bkd_officer, {}}, kNow,
                           wire::PasswordCost::quick);
    };
    EXPECT_EQ(add("siti", "another password").error().code, ErrorCode::conflict);
    EXPECT_EQ(add("Siti", "another password").error().code, ErrorCode::usage);
    EXPECT_EQ(add("20417", "another password").error().code, ErrorCode::usage);
    EXPECT_EQ(add("", "another password").error().code, ErrorCode::usage);
    EXPECT_EQ(add(std::string(65, 'a'), "another password").error().code, ErrorCode::usage);
    EXPECT_EQ(add("budi", "short").error().code, ErrorCode::usage);
    EXPECT_EQ(add("budi", std::string(1025, 'a')).error().code, ErrorCode::usage);
}

TEST(SessionCookie, IsReadBackAndNothingElseIs) {
    const std::string id(43, 'a');
    EXPECT_EQ(session_cookie(WebTransport::https, id),
              "__Host-hadir=" + id + "; Path=/; HttpOnly; SameSite=Strict; Secure");
    EXPECT_EQ(session_cookie(WebTransport::http, id), "hadir=" + id + "; Path=/; HttpOnly; SameSite=Strict");
    EXPECT_EQ(session_id_in(WebTransport::https, "a=b; __Host-hadir=" + id), id);
    EXPECT_EQ(session_id_in(WebTransport::https, "hadir=" + id), std::nullopt);
    EXPECT_EQ(session_id_in(WebTransport::http, "hadir=short; xhadir=" + id), std::nullopt);
    EXPECT_EQ(session_id_in(WebTransport::http, ""), std::nullopt);
}

}  // namespace
}  // namespace hadir::central::tests
