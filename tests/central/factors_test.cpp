// The second factor: set up, asked for at each sign-in, replaced by recovery codes, and limited like
// passwords.
#include "central/factors.h"

#include <fstream>
#include <set>

#include "tests/central/staff.h"
#include "tests/fakes/fake_random.h"
#include "tests/temporary_folder.h"

namespace hadir::central::tests {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr UnixMs kStart{1'790'000'000'000};
constexpr const char* kPassword = "kopi tubruk pagi";

class Factors : public testing::Test {
protected:
    Factors() {
        add_staff(database, {"rina", kPassword, Role::bkd_officer, {}}, kStart);
        // Of OPD, who may have one and need not.
        add_staff(database, {"tono", kPassword, Role::opd_officer, {}, "Dinas PUPR"}, kStart);
    }
    // A bkd_officer who never signed in before.
    void add_newcomer(bool given = false) {
        Account account{
            "wati", wire::hash_password(kPassword, wire::PasswordCost::quick).value(), Role::bkd_officer, {}};
        account.given = given;
        ASSERT_TRUE(database.transaction([&]() -> Result<void> {
            AccountsRepository(database).add(account, kStart);
            return {};
        }));
    }
    Stage entered(const std::string& user, UnixMs now = kStart) {
        const auto in = sign_in(database, random, {user, kPassword}, now);
        EXPECT_TRUE(in) << in.error().message;
        return in->session.stage;
    }
    Stage next(const std::string& user, UnixMs now = kStart) {
        return advance(database, random, user, now, "")->session.stage;
    }
    ErrorCode passing(const std::string& code, UnixMs now = kStart) {
        const auto passed = pass_factor(database, "rina", code, now);
        return passed ? ErrorCode::internal : passed.error().code;
    }

    hadir::tests::TemporaryFolder folder;
    Database database = *Database::open(folder / "central.db");
    hadir::tests::FakeRandom random;
};

TEST_F(Factors, AreAskedForBeforeASessionOpens) {
    EXPECT_EQ(entered("rina"), Stage::factor);
    ASSERT_TRUE(pass_factor(database, "rina", code_at(kStart), kStart));
    EXPECT_EQ(next("rina"), Stage::open);
    EXPECT_EQ(entered("tono"), Stage::open);
}

TEST_F(Factors, AreSetUpAtTheFirstSignIn) {
    add_newcomer();
    EXPECT_EQ(entered("wati"), Stage::enrolment);
    const auto secret = offer_factor(database, random, "wati", kStart);
    ASSERT_TRUE(secret);
    EXPECT_EQ(entered("wati"), Stage::enrolment) << "an offer alone is nothing";
    EXPECT_EQ(prove_factor(database, random, "wati", "000000", kStart).error().code, ErrorCode::unknown_code);
    const auto recovery = prove_factor(database, random, "wati", code_at(kStart, *secret), kStart);
    ASSERT_TRUE(recovery) << recovery.error().message;
    EXPECT_EQ(std::set(recovery->begin(), recovery->end()).size(), kRecoveryCodes);
    EXPECT_EQ(next("wati"), Stage::open);
    EXPECT_EQ(entered("wati"), Stage::factor);
    EXPECT_EQ(offer_factor(database, random, "wati", kStart).error().code, ErrorCode::conflict);
    EXPECT_EQ(prove_factor(database, random, "wati", code_at(kStart, *secret), kStart).error().code,
              ErrorCode::conflict);
}

TEST_F(Factors, AGivenPasswordIsReplacedFirst) {
    add_newcomer(true);
    EXPECT_EQ(entered("wati"), Stage::password);
    EXPECT_EQ(next("wati"), Stage::password) << "no step goes past it";
}

TEST_F(Factors, OneThatIsThereIsAskedOfWhoNeedNoneToo) {
    const auto secret = offer_factor(database, random, "tono", kStart);
    EXPECT_EQ(entered("tono"), Stage::open);
    ASSERT_TRUE(prove_factor(database, random, "tono", code_at(kStart, *secret), kStart));
    EXPECT_EQ(entered("tono"), Stage::factor);
}

TEST_F(Factors, ACodeServesOnce) {
    ASSERT_TRUE(pass_factor(database, "rina", code_at(kStart), kStart));
    EXPECT_EQ(passing(code_at(kStart)), ErrorCode::unknown_code);
    EXPECT_TRUE(pass_factor(database, "rina", code_at(kStart + seconds(30)), kStart + seconds(30)));
}

TEST_F(Factors, ARecoveryCodeServesOnceAndIsTypedAsOneLikes) {
    add_newcomer();
    const auto secret = offer_factor(database, random, "wati", kStart);
    const auto codes = *prove_factor(database, random, "wati", code_at(kStart, *secret), kStart);
    std::string typed;
    for (const char c : codes.at(3))
        if (c != '-') typed.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
    EXPECT_TRUE(pass_factor(database, "wati", typed, kStart));
    EXPECT_EQ(pass_factor(database, "wati", codes.at(3), kStart).error().code, ErrorCode::unknown_code);
    EXPECT_TRUE(pass_factor(database, "wati", codes.at(4), kStart));
    EXPECT_EQ(passing(codes.at(5)), ErrorCode::unknown_code) << "of another account";
}

TEST_F(Factors, WrongCodesCloseTheAccountLikeWrongPasswords) {
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(entered("rina"), Stage::factor) << "a right password forgets no wrong code";
        EXPECT_EQ(passing("000000"), ErrorCode::unknown_code) << i;
    }
    EXPECT_EQ(passing(code_at(kStart)), ErrorCode::rate);
    EXPECT_EQ(sign_in(database, random, {"rina", kPassword}, kStart).error().code, ErrorCode::rate);
    const UnixMs later = kStart + minutes(15);
    EXPECT_TRUE(pass_factor(database, "rina", code_at(later), later));
}

TEST_F(Factors, NothingElseIsACode) {
    for (const std::string& wrong : {std::string(), std::string("12345"), std::string(32, '1'),
                                     std::string("0000-0000-0000-0000"), std::string("; DROP TABLE")}) {
        const UnixMs now = kStart + minutes(16 * static_cast<int>(wrong.size()));
        EXPECT_EQ(passing(wrong, now), ErrorCode::unknown_code) << wrong;
    }
}

TEST_F(Factors, RecoveryCodesAreStoredAsDigestsAlone) {
    add_newcomer();
    const auto secret = offer_factor(database, random, "wati", kStart);
    const auto codes = *prove_factor(database, random, "wati", code_at(kStart, *secret), kStart);
    std::string all;
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
        std::ifstream in(file.path(), std::ios::binary);
        all.append(std::istreambuf_iterator<char>(in), {});
    }
    EXPECT_NE(all.find(secret->hex()), std::string::npos) << "the control: what is stored is found";
    for (const std::string& code : codes) {
        EXPECT_EQ(all.find(code), std::string::npos);
        std::string plain = code;
        std::erase(plain, '-');
        EXPECT_EQ(all.find(plain), std::string::npos);
    }
}

}  // namespace
}  // namespace hadir::central::tests
