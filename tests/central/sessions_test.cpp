#include "central/sessions.h"

#include <gtest/gtest.h>

#include "platform/random.h"
#include "tests/central/staff.h"
#include "tests/temporary_folder.h"
#include "wire/crypto.h"

namespace hadir::central::tests {
namespace {

constexpr UnixMs kNow{1'790'000'000'000};

class Sessions : public testing::Test {
protected:
    Sessions() {
        add_staff(database, {"siti", "kopi tubruk pagi", Role::opd_officer, {}, "Dinas PUPR"}, kNow);
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

TEST_F(Sessions, OfBkdEndWhenNobodyIsThereForHalfAnHour) {
    add_staff(database, {"rina", "kopi tubruk pagi", Role::bkd_officer, {}}, kNow);
    const auto rina = open_session(database, random, {"rina", "", Role::bkd_officer, {}}, kNow);
    const auto idle = [&](std::chrono::milliseconds span) { return kNow + span; };
    EXPECT_TRUE(found(rina->id, idle(std::chrono::minutes(30) - std::chrono::milliseconds(1))));
    EXPECT_FALSE(found(rina->id, idle(std::chrono::minutes(30))));
    const UnixMs awake = idle(std::chrono::minutes(20));
    ASSERT_TRUE(keep_awake(database, rina->id, *found(rina->id, awake), awake));
    EXPECT_TRUE(found(rina->id, idle(std::chrono::minutes(49))));
    EXPECT_FALSE(found(rina->id, idle(std::chrono::minutes(50))));
    const auto siti = enter("siti", "kopi tubruk pagi");
    EXPECT_TRUE(found(siti->id, idle(std::chrono::hours(11)))) << "of an OPD: twelve hours, idle or not";
}

TEST_F(Sessions, OfBkdEndAfterTwelveHoursHoweverBusy) {
    add_staff(database, {"rina", "kopi tubruk pagi", Role::bkd_officer, {}}, kNow);
    const auto rina = open_session(database, random, {"rina", "", Role::bkd_officer, {}}, kNow);
    UnixMs now = kNow;
    for (; now < kNow + std::chrono::hours(12); now = now + std::chrono::minutes(25))
        ASSERT_TRUE(keep_awake(database, rina->id, *found(rina->id, now), now));
    EXPECT_FALSE(found(rina->id, kNow + std::chrono::hours(12)));
}

TEST_F(Sessions, ThatWaitForAStepWaitTenMinutes) {
    add_staff(database, {"rina", "kopi tubruk pagi", Role::bkd_officer, {}}, kNow);
    const auto rina = enter("rina", "kopi tubruk pagi");
    EXPECT_EQ(found(rina->id)->stage, Stage::factor);
    EXPECT_FALSE(found(rina->id, kNow + std::chrono::minutes(10)));
}

TEST_F(Sessions, AreListedAndEndedOneByOneByTheirOwner) {
    add_staff(database, {"rina", "kopi tubruk pagi", Role::opd_officer, {}, "BKD"}, kNow);
    const auto first = sign_in(database, random, {"siti", "kopi tubruk pagi"}, kNow, "Firefox");
    const auto second =
        sign_in(database, random, {"siti", "kopi tubruk pagi"}, kNow + std::chrono::minutes(1), "Chrome");
    const auto others = enter("rina", "kopi tubruk pagi");
    const UnixMs now = kNow + std::chrono::minutes(2);
    const auto listed = *sessions_of(database, "siti", now);
    ASSERT_EQ(listed.size(), 2U);
    EXPECT_EQ(listed[0].agent, "Chrome");
    EXPECT_EQ(listed[1].agent, "Firefox");
    EXPECT_EQ(end_session(database, "siti", session_hash(others->id), now).error().code,
              ErrorCode::not_found);
    EXPECT_TRUE(found(others->id, now));
    ASSERT_TRUE(end_session(database, "siti", session_hash(first->id), now));
    EXPECT_FALSE(found(first->id, now));
    EXPECT_TRUE(found(second->id, now));
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
