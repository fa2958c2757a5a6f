#include "central/enrolment.h"

#include <gtest/gtest.h>

#include "central/enrolment_repository.h"
#include "central/signed_files.h"
#include "pki/certificate.h"
#include "platform/random.h"
#include "tests/fakes/fake_clock.h"
#include "tests/temporary_folder.h"
#include "wire/json.h"

namespace hadir::central::tests {
namespace {

constexpr UnixMs kNow{1'790'000'000'000};

class Enrolment : public testing::Test {
protected:
    Enrolment() {
        wire::FileHead head{"keys", std::nullopt, 7, kNow, kNow + std::chrono::days(365)};
        keys_file = wire::write_keys_file(head, {}, root);
        EXPECT_TRUE(import_keys(database, keys_file, root.public_key()));
        code =
            *make_enrol_code(database, random, {"Dinas PUPR", "Kantor Induk", "Kios 02", Zone::wita}, kNow);
    }

    wire::EnrolRequest request() const { return wire::make_enrol_request(code, ledger_key, csr); }
    httpd::Response send(const std::string& body, UnixMs now = kNow) {
        httpd::Request http;
        http.body = body;
        http.id = "r1";
        clock.jump_wall(now);
        return handle_enrolment(http, database, own, ca);
    }
    httpd::Response send(const wire::EnrolRequest& enrolment, UnixMs now = kNow) {
        return send(wire::write_enrol_request(enrolment), now);
    }
    static std::string code_of(const httpd::Response& response) {
        const auto json = wire::parse_json(response.body);
        const wire::Json* found = json ? json->find("code") : nullptr;
        return found != nullptr && found->text() != nullptr ? *found->text() : response.body;
    }

    hadir::tests::TemporaryFolder folder;
    Database database = *Database::open(folder / "central.db");
    platform::SystemRandom random;
    hadir::tests::FakeClock clock;
    Mirror mirror{(folder / "mirror.db").string()};
    wire::SigningKey own_key = wire::SigningKey::generate();
    OwnLedger own{own_key, clock, random, &mirror};
    wire::SigningKey root = wire::SigningKey::generate();
    std::string keys_file;
    pki::Authority ca = *pki::Authority::make("Hadir test", kNow, std::chrono::years(10));
    wire::SigningKey ledger_key = wire::SigningKey::generate();
    pki::PrivateKey tls_key = *pki::PrivateKey::make();
    Bytes csr = pki::make_request(tls_key)->der;
    wire::EnrolCode code;
};

TEST_F(Enrolment, GivesACertificateForTheTerminalsOwnKey) {
    const auto sent = request();
    const auto response = send(sent);
    ASSERT_EQ(response.status, 201) << response.body;
    const auto answer = wire::parse_enrol_answer(response.body);
    ASSERT_TRUE(answer);
    EXPECT_TRUE(wire::mac_fits(*answer, code.secret, sent.mac));
    EXPECT_EQ(answer->keys, keys_file);
    const auto facts = pki::read_certificate(answer->certificate);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->device, answer->dev);
    EXPECT_EQ(facts->point, tls_key.point());
    const auto stored = database.read(
        [&]() -> Result<std::optional<Device>> { return DevicesRepository(database).find(answer->dev); });
    ASSERT_TRUE(stored && *stored);
    EXPECT_EQ((*stored)->place.kiosk, "Kios 02");
    EXPECT_EQ((*stored)->place.zone, Zone::wita);
    EXPECT_EQ((*stored)->certificate_until, facts->not_after);
}

TEST_F(Enrolment, IsRememberedByTheSecondCopyWhenTheDatabaseIsLost) {
    ASSERT_EQ(send(request()).status, 201);
    const Database wiped = *Database::open(folder / "wiped.db");
    EXPECT_EQ(mirror.restore(wiped, own_key, kNow).value(), 1U);
    const auto terminals = wiped.read([&]() -> Result<std::vector<TerminalRow>> {
        return DevicesRepository(wiped).terminals("", 10, OpdScope::all());
    });
    ASSERT_TRUE(terminals);
    ASSERT_EQ(terminals->size(), 1U);
    EXPECT_EQ(terminals->front().place.kiosk, "Kios 02");
    EXPECT_EQ(terminals->front().place.zone, Zone::wita);
    ASSERT_EQ(terminals->front().incarnations.size(), 1U);
    EXPECT_EQ(terminals->front().incarnations.front().ledger_key, ledger_key.public_key());
    EXPECT_FALSE(terminals->front().confirmed);
    EXPECT_EQ(mirror.restore(wiped, own_key, kNow).value(), 0U);
}

TEST_F(Enrolment, AnswersTheSameRequestTheSameForADay) {
    const auto body = wire::write_enrol_request(request());
    const auto first = send(body);
    ASSERT_EQ(first.status, 201);
    EXPECT_EQ(send(body, kNow + std::chrono::hours(23)).body, first.body);
    EXPECT_EQ(code_of(send(body, kNow + std::chrono::hours(25))), "UNKNOWN_CODE");
}

TEST_F(Enrolment, UsesACodeOnce) {
    ASSERT_EQ(send(request()).status, 201);
    ledger_key = wire::SigningKey::generate();
    const auto second = send(request());
    EXPECT_EQ(second.status, 410);
    EXPECT_EQ(code_of(second), "EXPIRED");
}

TEST_F(Enrolment, SaysExpiredOnlyToWhoKnowsTheSecret) {
    const UnixMs late = kNow + std::chrono::hours(24);
    EXPECT_EQ(code_of(send(request(), late)), "EXPIRED");
    auto guess = request();
    guess.mac.bytes[0] ^= 1;
    EXPECT_EQ(code_of(send(guess, late)), "UNKNOWN_CODE");
}

TEST_F(Enrolment, FiveWrongAnswersCloseThatCodeAlone) {
    const auto other = *make_enrol_code(database, random, {"Bappeda", "Kantor", "Kios 01", Zone::wib}, kNow);
    auto guess = request();
    guess.mac.bytes[0] ^= 1;
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(code_of(send(guess)), "UNKNOWN_CODE");
    auto unknown = request();
    unknown.slot.bytes[0] ^= 1;
    EXPECT_EQ(send(unknown).body, send(guess).body);
    EXPECT_EQ(code_of(send(request())), "UNKNOWN_CODE");
    EXPECT_EQ(send(wire::make_enrol_request(other, ledger_key, csr)).status, 201);
}

TEST_F(Enrolment, AFaultAfterTheMacDoesNotUseTheCodeUp) {
    auto unsigned_request = request();
    unsigned_request.signature.bytes[3] ^= 1;
    EXPECT_EQ(code_of(send(unsigned_request)), "BAD_SIGNATURE");
    EXPECT_EQ(send(wire::make_enrol_request(code, ledger_key, Bytes(64, 1))).status / 100, 4);
    Bytes spoiled = csr;
    spoiled.back() ^= 1;
    EXPECT_EQ(send(wire::make_enrol_request(code, ledger_key, spoiled)).status / 100, 4);
    EXPECT_EQ(send(request()).status, 201);
}

TEST_F(Enrolment, RefusesALedgerKeyThatATerminalHas) {
    ASSERT_EQ(send(request()).status, 201);
    code = *make_enrol_code(database, random, {"Bappeda", "Kantor", "Kios 01", Zone::wib}, kNow);
    EXPECT_EQ(code_of(send(request())), "CONFLICT");
}

TEST_F(Enrolment, RefusesWhatIsNoRequest) {
    for (const char* body : {"", "{}", "[]", R"({"slot":"00"})", "\xef\xbb\xbf{}"})
        EXPECT_EQ(code_of(send(std::string(body))), "MALFORMED") << body;
}

TEST(EnrolCode, NeedsAKeysFile) {
    const hadir::tests::TemporaryFolder folder;
    const auto database = *Database::open(folder / "central.db");
    platform::SystemRandom random;
    EXPECT_EQ(make_enrol_code(database, random, {"a", "b", "c", Zone::wib}, kNow).error().code,
              ErrorCode::not_found);
}

}  // namespace
}  // namespace hadir::central::tests
