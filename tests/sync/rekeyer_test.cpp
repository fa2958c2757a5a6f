#include "sync/rekeyer.h"

#include <gtest/gtest.h>

#include "pki/authority.h"
#include "pki/certificate.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_http.h"
#include "tests/temporary_folder.h"

namespace hadir::sync {
namespace {

using tests::problem_answer;

class RekeyerTest : public ::testing::Test {
protected:
    RekeyerTest() {
        const auto tls = *pki::PrivateKey::make();
        identity.tls_key = tls.pem();
        identity.certificate =
            *pki::to_pem(*pki::issue_terminal(ca, *pki::make_request(tls), dev, clock.wall()));
        identity.ca = *pki::to_pem(ca.certificate);
        EXPECT_TRUE(store::write_identity(folder / "identity", identity));
    }
    static HttpResponse nonce() { return {200, {}, wire::write_nonce_answer(Nonce{{5}})}; }
    store::Identity held() const { return *store::read_identity(folder / "identity"); }
    // Up to the signed request.
    HttpRequest asked(Rekeyer& rekeyer) {
        auto outcome = rekeyer.take(nonce());
        EXPECT_TRUE(std::holds_alternative<HttpRequest>(outcome));
        return std::get<HttpRequest>(outcome);
    }
    static bool is_hold(const Rekeyer::Outcome& outcome) {
        const auto* verdict = std::get_if<Verdict>(&outcome);
        return verdict != nullptr && verdict->kind == VerdictKind::hold;
    }

    tests::TemporaryFolder folder;
    tests::FakeClock clock;
    DeviceId dev{{7}};
    pki::Authority ca = *pki::Authority::make("Hadir test", clock.wall(), std::chrono::years(10));
    wire::SigningKey key = *wire::SigningKey::from_seed(Bytes(32, 3));
    store::Identity identity{dev, 1, key, {}, "https://central.example", "", "", "", "keys\n"};
};

TEST_F(RekeyerTest, ACertificateIsDueThirtyDaysBeforeItsEnd) {
    const Rekeyer rekeyer(identity, folder / "identity");
    EXPECT_FALSE(rekeyer.is_due(clock.wall() + std::chrono::days(59)));
    EXPECT_TRUE(rekeyer.is_due(clock.wall() + std::chrono::days(61)));
    EXPECT_FALSE(rekeyer.has_ended(clock.wall() + std::chrono::days(89)));
    EXPECT_TRUE(rekeyer.has_ended(clock.wall() + std::chrono::days(91)));
    EXPECT_FALSE(Rekeyer(identity, {}).is_due(clock.wall() + std::chrono::days(91)));
}

TEST_F(RekeyerTest, ARenewalIsWrittenOnceItIsChecked) {
    Rekeyer rekeyer(identity, folder / "identity");
    EXPECT_FALSE(rekeyer.ask_certificate().as_terminal) << "an expired certificate must not be shown";
    const HttpRequest request = asked(rekeyer);
    EXPECT_FALSE(request.as_terminal);
    const auto renewal = wire::parse_renewal(request.body);
    ASSERT_TRUE(renewal);
    EXPECT_TRUE(wire::signature_fits(*renewal, {dev, 1}, key.public_key()));
    const auto issued = *pki::issue_terminal(ca, {renewal->csr}, dev, clock.wall());
    const auto outcome = rekeyer.take({201, {}, wire::write_renewal_answer(issued.der)});
    EXPECT_TRUE(std::holds_alternative<Rekeyer::Changed>(outcome));
    EXPECT_EQ(held().certificate, *pki::to_pem(issued));
    EXPECT_NE(held().tls_key, identity.tls_key);
    EXPECT_TRUE(held().confirmed);
}

TEST_F(RekeyerTest, ACertificateThatIsNotOursIsNotTaken) {
    const auto foreign_ca = *pki::Authority::make("Other", clock.wall(), std::chrono::years(1));
    const auto foreign_csr = pki::make_request(*pki::PrivateKey::make())->der;
    for (int what = 0; what < 3; ++what) {
        Rekeyer rekeyer(identity, folder / "identity");
        static_cast<void>(rekeyer.ask_certificate());
        const Bytes csr = wire::parse_renewal(asked(rekeyer).body)->csr;
        const auto issued = *pki::issue_terminal(what == 0 ? foreign_ca : ca, {what == 1 ? foreign_csr : csr},
                                                 what == 2 ? DeviceId{{8}} : dev, clock.wall());
        EXPECT_TRUE(is_hold(rekeyer.take({201, {}, wire::write_renewal_answer(issued.der)}))) << what;
    }
    EXPECT_EQ(held().certificate, identity.certificate);
}

TEST_F(RekeyerTest, AnIncarnationIsAskedForWithTheSameKeyUntilItComes) {
    const wire::LedgerEnd end{{dev, 1}, 42, Hash{{6}}};
    Rekeyer first(identity, folder / "identity");
    static_cast<void>(first.ask_incarnation(end));
    const auto lost = wire::parse_incarnation(asked(first).body);  // its answer never comes
    Rekeyer second(identity, folder / "identity");
    static_cast<void>(second.ask_incarnation(end));
    const HttpRequest request = asked(second);
    EXPECT_TRUE(request.as_terminal);
    const auto again = wire::parse_incarnation(request.body);
    ASSERT_TRUE(lost && again);
    EXPECT_EQ(again->ledger_key, lost->ledger_key);
    EXPECT_EQ(again->prev_seq, 42U);
    EXPECT_TRUE(wire::signatures_fit(*again, dev, key.public_key()));
    EXPECT_TRUE(is_hold(second.take({201, {}, wire::write_incarnation_answer(1)}))) << "that is the old one";
    EXPECT_EQ(held().inc, 1U);
    EXPECT_TRUE(
        std::holds_alternative<Rekeyer::Changed>(second.take({201, {}, wire::write_incarnation_answer(4)})));
    EXPECT_EQ(held().inc, 4U);
    EXPECT_EQ(held().ledger_key.public_key(), again->ledger_key);
    EXPECT_EQ(held().past, (std::vector<store::PastLedger>{{1, key.public_key()}}));
    EXPECT_FALSE(held().confirmed);
}

TEST_F(RekeyerTest, WhatIsRefusedWaitsForAPersonWhatFailsDoesNot) {
    Rekeyer rekeyer(identity, folder / "identity");
    const auto answered = [&](const HttpResponse& answer) {
        static_cast<void>(rekeyer.ask_certificate());
        static_cast<void>(asked(rekeyer));
        return rekeyer.take(answer);
    };
    EXPECT_TRUE(is_hold(answered(problem_answer(403, "NOT_ALLOWED"))));
    EXPECT_TRUE(is_hold(answered(problem_answer(422, "BAD_SIGNATURE"))));
    EXPECT_TRUE(is_hold(answered(problem_answer(429, "RATE"))));
    EXPECT_FALSE(is_hold(answered(problem_answer(500, "INTERNAL"))));
    EXPECT_EQ(held().certificate, identity.certificate);
}

}  // namespace
}  // namespace hadir::sync
