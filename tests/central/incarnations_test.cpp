// New keys for a terminal: an incarnation for a new ledger key, a certificate for a new TLS key.
#include "central/incarnations.h"

#include <gtest/gtest.h>

#include "central/certificates_repository.h"
#include "central/renewal.h"
#include "pki/certificate.h"
#include "platform/random.h"
#include "tests/central/ingest_fixture.h"
#include "tests/fakes/fake_clock.h"
#include "wire/key_change.h"

namespace hadir::central::tests {
namespace {

class NewKeys : public IngestFixture {
protected:
    static std::string code_in(const httpd::Response& response) {
        const auto json = wire::parse_json(response.body);
        const wire::Json* found = json ? json->find("code") : nullptr;
        return found != nullptr && found->text() != nullptr ? *found->text() : response.body;
    }
    Device device() {
        return *database.read(
            [&]() -> Result<Device> { return *DevicesRepository(database).find(terminal.dev); });
    }
    // An upload under this certificate.
    std::string upload_code(const Hash& fingerprint) {
        Draft made = draft(terminal, 1, 0);
        made.upload.peer.fingerprint = fingerprint;
        return code_of(send(made));
    }
    void confirm(std::uint32_t inc) {
        ASSERT_TRUE(database.transaction([&]() -> Result<void> {
            DevicesRepository(database).confirm(1, inc, {filled<PersonId>(1), filled<PersonId>(2)}, kNow);
            return {};
        }));
    }

    // As if the terminal had a certificate from now.
    void renewed(const Hash& fingerprint) {
        const Device present = device();
        ASSERT_TRUE(database.transaction([&]() -> Result<void> {
            CertificatesRepository(database).add(present, fingerprint);
            return {};
        }));
    }

    platform::SystemRandom random;
    Nonces nonces{random};
    hadir::tests::FakeClock clock;
    wire::SigningKey own_key = wire::SigningKey::generate();
    OwnLedger own{own_key, clock, random};
};

class Incarnations : public NewKeys {
protected:
    httpd::Response claim(const wire::SigningKey& key, const Nonce& nonce) {
        return send_claim(
            wire::make_incarnation({{terminal.dev, 1}, 0, terminal.hashes[0]}, terminal.key, key, nonce));
    }
    httpd::Response claim(const wire::SigningKey& key) { return claim(key, nonces.make(kNow)); }
    httpd::Response send_claim(const wire::IncarnationRequest& claimed, UnixMs now = kNow) {
        httpd::Request request;
        request.id = "r";
        request.body = wire::write_incarnation(claimed);
        clock.jump_wall(now);
        return handle_incarnation(request, database, own, device(), nonces);
    }
    static std::uint32_t inc_of(const httpd::Response& response) {
        return wire::parse_incarnation_answer(response.body).value_or(0);
    }
};

TEST_F(Incarnations, GiveEachClaimantANumberAndTheSameKeyTheSame) {
    const auto first = wire::SigningKey::generate();
    const auto second = wire::SigningKey::generate();
    EXPECT_EQ(claim(first).status, 201);
    EXPECT_EQ(inc_of(claim(second)), 3U);
    EXPECT_EQ(inc_of(claim(first)), 2U);
    EXPECT_EQ(inc_of(claim(first, {})), 2U) << "an answer may get lost for longer than a nonce lives";
    const auto row = shown();
    ASSERT_EQ(row.incarnations.size(), 3U);
    EXPECT_EQ(row.incarnations[1].ledger_key, first.public_key());
    EXPECT_EQ(row.incarnations[1].past->inc, 1U);
    EXPECT_FALSE(row.confirmed);
}

TEST_F(Incarnations, TakeRecordsAtOnceAndMarkThemUnconfirmed) {
    confirm(1);
    Terminal next(terminal.dev);
    next.inc = inc_of(claim(next.key));
    next.start_chain();
    next.append("incarnation", wire::write_incarnation_start(1, 0, terminal.hashes[0]));
    next.check_in(filled<BadgeId>(9));
    Draft made = draft(next, 1, 2);
    renewed(filled<Hash>(5));
    made.upload.peer.fingerprint = filled<Hash>(5);
    EXPECT_EQ(send(made).answer.status, 200);
    ASSERT_EQ(arrivals().size(), 1U);
    EXPECT_FALSE(arrivals()[0].confirmed);
    confirm(2);
    EXPECT_TRUE(arrivals()[0].confirmed);
}

TEST_F(Incarnations, EndTheForkOfOlderReceiptsOnceConfirmed) {
    terminal.check_in_times(2);
    Terminal clone(terminal);
    clone.lines.pop_back();
    clone.hashes.pop_back();
    clone.check_in(filled<BadgeId>(0x70));
    ASSERT_EQ(send(1, 2).answer.status, 200);
    ASSERT_EQ(send(draft(clone, 1, 2)).answer.status, 409);
    ASSERT_EQ(inc_of(claim(wire::SigningKey::generate())), 2U);
    EXPECT_EQ(opened(send(3, 0)).fork, 2U);
    confirm(2);
    renewed(filled<Hash>(5));
    Draft made = draft(terminal, 3, 0);
    made.upload.peer.fingerprint = filled<Hash>(5);
    EXPECT_EQ(opened(send(made)).fork, std::nullopt);
}

TEST_F(Incarnations, RefuseTheNinthThatNobodyHasConfirmed) {
    for (int i = 0; i < 7; ++i)
        ASSERT_EQ(claim(wire::SigningKey::generate()).status, 201);  // the enrolment is the eighth
    const auto ninth = claim(wire::SigningKey::generate());
    EXPECT_EQ(ninth.status, 429);
    EXPECT_EQ(code_in(ninth), "RATE");
    EXPECT_TRUE(ninth.has_header("Retry-After"));
    confirm(4);
    EXPECT_EQ(claim(wire::SigningKey::generate()).status, 201);
}

TEST_F(Incarnations, BelieveOnlyAHolderOfBothKeys) {
    const auto key = wire::SigningKey::generate();
    const auto good =
        wire::make_incarnation({{terminal.dev, 1}, 0, {}}, terminal.key, key, nonces.make(kNow));
    auto other_old = wire::make_incarnation({{terminal.dev, 1}, 0, {}}, key, key, nonces.make(kNow));
    EXPECT_EQ(code_in(send_claim(other_old)), "BAD_SIGNATURE");
    auto other_new = good;
    other_new.new_signature = good.old_signature;
    EXPECT_EQ(code_in(send_claim(other_new)), "BAD_SIGNATURE");
    auto unknown = wire::make_incarnation({{terminal.dev, 7}, 0, {}}, terminal.key, key, nonces.make(kNow));
    EXPECT_EQ(code_in(send_claim(unknown)), "CONFLICT");
    EXPECT_EQ(code_in(send_claim(good, kNow + std::chrono::minutes(6))), "EXPIRED");
    EXPECT_EQ(send_claim(good).status, 201);
    auto replay = wire::make_incarnation({{terminal.dev, 1}, 0, {}}, terminal.key,
                                         wire::SigningKey::generate(), good.nonce);
    EXPECT_EQ(code_in(send_claim(replay)), "EXPIRED") << "a nonce is good once";
    Terminal stranger(filled<DeviceId>(0x55));
    stranger.enrol(database);
    EXPECT_EQ(code_in(claim(stranger.key)), "CONFLICT");
    httpd::Request request;
    request.body = "{}";
    EXPECT_EQ(code_in(handle_incarnation(request, database, own, device(), nonces)), "MALFORMED");
}

class Renewal : public NewKeys {
protected:
    httpd::Response renew(const wire::SigningKey& key, std::uint32_t inc, const Nonce& nonce,
                          UnixMs now = kNow) {
        httpd::Request request;
        request.id = "r";
        request.captures = {terminal.dev.hex()};
        request.body = wire::write_renewal(
            wire::make_renewal({terminal.dev, inc}, key, nonce, pki::make_request(tls)->der));
        return handle_renewal(request, database, ca, nonces, now);
    }

    pki::Authority ca = *pki::Authority::make("Hadir test", kNow, std::chrono::years(10));
    pki::PrivateKey tls = *pki::PrivateKey::make();
};

TEST_F(Renewal, NeedsAConfirmedIncarnationAndItsKey) {
    EXPECT_EQ(code_in(renew(terminal.key, 1, nonces.make(kNow))), "NOT_ALLOWED");
    confirm(1);
    EXPECT_EQ(code_in(renew(wire::SigningKey::generate(), 1, nonces.make(kNow))), "BAD_SIGNATURE");
    EXPECT_EQ(code_in(renew(terminal.key, 2, nonces.make(kNow))), "BAD_SIGNATURE");
    const auto answer = renew(terminal.key, 1, nonces.make(kNow));
    ASSERT_EQ(answer.status, 201) << answer.body;
    const auto certificate = wire::parse_renewal_answer(answer.body);
    ASSERT_TRUE(certificate);
    const auto facts = pki::read_certificate(*certificate);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->device, terminal.dev);
    EXPECT_EQ(facts->point, tls.point());
    EXPECT_EQ(device().certificate_until, facts->not_after);
    EXPECT_EQ(upload_code(facts->fingerprint), "");
}

TEST_F(Renewal, TakesANonceOnceAndForFiveMinutes) {
    confirm(1);
    const Nonce nonce = nonces.make(kNow);
    EXPECT_EQ(code_in(renew(terminal.key, 1, nonce, kNow + std::chrono::minutes(6))), "EXPIRED");
    EXPECT_EQ(code_in(renew(terminal.key, 1, filled<Nonce>(7))), "EXPIRED");
    EXPECT_EQ(renew(terminal.key, 1, nonce).status, 201);
    EXPECT_EQ(code_in(renew(terminal.key, 1, nonce)), "EXPIRED");
}

TEST_F(Renewal, ConfirmationEndsOlderCertificates) {
    EXPECT_EQ(upload_code(filled<Hash>(1)), "");
    confirm(1);
    EXPECT_EQ(upload_code(filled<Hash>(1)), "WRONG_DEVICE");
    const auto first =
        pki::fingerprint_of({*wire::parse_renewal_answer(renew(terminal.key, 1, nonces.make(kNow)).body)});
    EXPECT_EQ(upload_code(first), "");
    const auto second =
        pki::fingerprint_of({*wire::parse_renewal_answer(renew(terminal.key, 1, nonces.make(kNow)).body)});
    EXPECT_EQ(upload_code(second), "");
    EXPECT_EQ(upload_code(first), "") << "an answer may get lost: the one before still counts";
}

TEST_F(Renewal, IsRefusedToARevokedTerminal) {
    confirm(1);
    ASSERT_TRUE(database.transaction(
        [&]() -> Result<bool> { return DevicesRepository(database).revoke(terminal.dev, kNow); }));
    EXPECT_EQ(code_in(renew(terminal.key, 1, nonces.make(kNow))), "REVOKED");
}

}  // namespace
}  // namespace hadir::central::tests
