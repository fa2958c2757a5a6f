// How a person comes to an account: a code, once, and a passphrase and a PIN of their own.
#include "central/person_accounts.h"

#include <gtest/gtest.h>

#include "central/erasure.h"
#include "central/people_repository.h"
#include "central/person_api.h"
#include "central/person_codes_repository.h"
#include "central/records_repository.h"
#include "platform/random.h"
#include "tests/central/terminal.h"
#include "tests/fakes/fake_clock.h"
#include "tests/temporary_folder.h"
#include "wire/line.h"

namespace hadir::central::tests {
namespace {

using hadir::tests::FakeClock;

const Officer kOfficer{filled<PersonId>(9), std::nullopt};
constexpr const char* kPassphrase = "kopi tubruk pagi hari";
constexpr const char* kPin = "482915";

class PersonAccounts : public testing::Test {
protected:
    PersonAccounts() {
        clock.jump_wall(kNow);
        EXPECT_TRUE(database.transaction([&]() -> Result<void> {
            PeopleRepository people(database);
            people.add({siti, {"198501012010012001", "Siti Rahmawati", "Bappeda", "A", "Kantor"}, "20417"});
            people.add({budi, {"198601012010011002", "Budi", "Bappeda", "A", "Kantor"}, "00318", false});
            return {};
        }));
    }
    Result<std::string> make_code(const PersonId& person) {
        return make_person_code(database, own, kOfficer, {person, "with the card"},
                                wire::PasswordCost::quick);
    }
    Result<SignedIn> open(const std::string& code, const std::string& passphrase = kPassphrase,
                          const std::string& pin = kPin) {
        return open_account(database, own, {code, passphrase, pin}, wire::PasswordCost::quick);
    }
    PinVerdict verdict(const PersonId& person, const std::string& pin) {
        return *judge_pin(database, person, pin, clock.wall());
    }
    std::vector<std::string> kinds() {
        return *database.read([&]() -> Result<std::vector<std::string>> {
            std::vector<std::string> found;
            for (const StoredRecord& row : RecordsRepository(database).page(0, 0, 100))
                found.push_back(wire::parse_line(row.line.line)->head.kind);
            return found;
        });
    }

    hadir::tests::TemporaryFolder folder;
    Database database = *Database::open(folder / "central.db");
    platform::SystemRandom random;
    FakeClock clock;
    wire::SigningKey key = wire::SigningKey::generate();
    OwnLedger own{key, clock, random};
    PersonId siti = filled<PersonId>(1), budi = filled<PersonId>(2);
};

TEST_F(PersonAccounts, ACodeOpensOneOnceAndSignsIn) {
    const auto code = make_code(siti);
    ASSERT_TRUE(code) << code.error().message;
    EXPECT_EQ(code->size(), kPersonCodeChars);
    // As people type it.
    std::string typed;
    for (const char c : code->substr(0, 4) + "-" + code->substr(4, 4) + " " + code->substr(8))
        typed.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
    const auto opened = open(typed);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->session.account, "20417");
    EXPECT_EQ(opened->session.role, Role::person);
    EXPECT_EQ(opened->session.person, siti);
    EXPECT_EQ(opened->session.expires - clock.wall(), kPersonSessionLife);
    EXPECT_EQ(open(*code).error().code, ErrorCode::unknown_code);
    EXPECT_TRUE(sign_in(database, random, {"20417", kPassphrase}, clock.wall()));
    EXPECT_EQ(kinds(), (std::vector<std::string>{"person-code", "account-opened"}));
}

TEST_F(PersonAccounts, AnUnknownCodeAWrongOneAndAVoidOneGetTheSameAnswer) {
    const std::string code = *make_code(siti);
    const std::string wrong = code.substr(0, 11) + (code[11] == '0' ? '1' : '0');
    const std::string unknown = (code[0] == '0' ? "1" : "0") + code.substr(1);
    const auto first = open(unknown);
    ASSERT_FALSE(first);
    EXPECT_EQ(first.error().code, ErrorCode::unknown_code);
    for (const std::string& other :
         {std::string(), std::string("x"), std::string(64, 'A'), std::string(12, 'U')})
        EXPECT_EQ(open(other).error().message, first.error().message) << other;
    for (int i = 0; i < kPersonCodeWrongMax; ++i) {
        const auto refused = open(wrong);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().message, first.error().message);
    }
    const auto voided = open(code);
    ASSERT_FALSE(voided) << "five wrong tries make it void";
    EXPECT_EQ(voided.error().message, first.error().message);
    ASSERT_TRUE(open(*make_code(siti))) << "the control: a new one works";
}

TEST_F(PersonAccounts, FourWrongTriesDoNotMakeACodeVoid) {
    const std::string code = *make_code(siti);
    for (int i = 0; i + 1 < kPersonCodeWrongMax; ++i)
        EXPECT_FALSE(open(code.substr(0, 11) + (code[11] == '0' ? '1' : '0')));
    EXPECT_TRUE(open(code));
}

TEST_F(PersonAccounts, ACodeEndsAfterThirtyDaysAndWithTheNextOne) {
    const std::string old = *make_code(siti);
    const std::string code = *make_code(siti);
    EXPECT_EQ(open(old).error().code, ErrorCode::unknown_code);
    clock.jump_wall(kNow + kPersonCodeLife);
    EXPECT_EQ(open(code).error().code, ErrorCode::expired);
    clock.jump_wall(kNow + kPersonCodeLife + std::chrono::milliseconds(-1));
    EXPECT_TRUE(open(code));
}

TEST_F(PersonAccounts, NoCodeForOneWhoIsNotAmongTheActive) {
    EXPECT_EQ(make_code(budi).error().code, ErrorCode::not_found);
    EXPECT_EQ(make_code(filled<PersonId>(7)).error().code, ErrorCode::not_found);
    EXPECT_EQ(make_person_code(database, own, kOfficer, {siti, ""}).error().code, ErrorCode::usage);
    EXPECT_TRUE(kinds().empty());
}

TEST_F(PersonAccounts, APoorPassphraseOrPinUsesNothingUp) {
    const std::string code = *make_code(siti);
    for (int again = 0; again < 2; ++again) {
        for (const char* passphrase : {"", "fourteen chars", "empat belas éé", "katasandikatasandi"})
            EXPECT_EQ(open(code, passphrase).error().code, ErrorCode::malformed) << passphrase;
        EXPECT_EQ(open(code, std::string(1025, 'a')).error().code, ErrorCode::malformed);
        for (const char* pin : {"", "48291", "4829156", "48291a", "000000", "123456", "654321"})
            EXPECT_EQ(open(code, kPassphrase, pin).error().code, ErrorCode::malformed) << pin;
    }
    EXPECT_TRUE(open(code, "lima belas éééé"));
}

TEST_F(PersonAccounts, ANewCodeGivesNewWordsAndEndsSessions) {
    const auto first = open(*make_code(siti));
    ASSERT_TRUE(first);
    const auto second = open(*make_code(siti), "teh manis sore hari", "907314");
    ASSERT_TRUE(second) << second.error().message;
    EXPECT_FALSE(*find_session(database, first->id, clock.wall()));
    EXPECT_TRUE(*find_session(database, second->id, clock.wall()));
    EXPECT_FALSE(sign_in(database, random, {"20417", kPassphrase}, clock.wall()));
    EXPECT_EQ(verdict(siti, "907314"), PinVerdict::right);
    EXPECT_EQ(verdict(siti, kPin), PinVerdict::wrong);
}

TEST_F(PersonAccounts, CentralKnowsThePinAndItsTypoCheckFits) {
    ASSERT_TRUE(open(*make_code(siti)));
    EXPECT_EQ(verdict(siti, kPin), PinVerdict::right);
    EXPECT_EQ(verdict(siti, "482916"), PinVerdict::wrong);
    EXPECT_EQ(*judge_pin(database, siti, "482916", clock.wall() + std::chrono::milliseconds(-1)),
              PinVerdict::unread)
        << "of a PIN that was chosen later nothing is known";
    EXPECT_EQ(verdict(budi, kPin), PinVerdict::unread) << "has set none";
    const auto stored = *database.read(
        [&]() -> Result<std::optional<StoredPin>> { return PersonCodesRepository(database).pin_of(siti); });
    ASSERT_TRUE(stored);
    EXPECT_TRUE(stored->hash.starts_with("$argon2id$"));
    EXPECT_TRUE(wire::fits(stored->check, kPin));
}

TEST_F(PersonAccounts, NothingOfAnErasedPersonsAccountIsKept) {
    const auto opened = open(*make_code(siti));
    ASSERT_TRUE(opened);
    ASSERT_TRUE(make_code(siti));
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        forget_person(database, {siti, clock.wall()});
        return {};
    }));
    EXPECT_FALSE(*find_session(database, opened->id, clock.wall()));
    EXPECT_EQ(verdict(siti, kPin), PinVerdict::unread);
}

}  // namespace
}  // namespace hadir::central::tests
