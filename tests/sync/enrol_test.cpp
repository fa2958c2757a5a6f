#include "sync/enrol.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "pki/authority.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_http.h"
#include "tests/fakes/fake_random.h"
#include "tests/temporary_folder.h"
#include "wire/encodings.h"
#include "wire/keys_file.h"

namespace hadir::sync {
namespace {

using tests::problem_answer;

// A central that takes one code; a test may spoil any part of its answer.
class EnrolTest : public ::testing::Test {
protected:
    EnrolTest() {
        terms.code = {random_.make<wire::EnrolSlot>(), random_.make<wire::EnrolSecret>()};
        terms.root = root_.public_key();
        terms.ca = CaPem{*pki::to_pem(ca_.certificate)};
        terms.url = "https://central.example:8711";
    }
    HttpResponse answer(const HttpRequest& request) {
        const auto asked = wire::parse_enrol_request(request.body);
        if (!asked || request.path != "/v1/enrolments" || request.method != HttpMethod::post)
            return problem_answer(400, "MALFORMED");
        if (!wire::mac_fits(*asked, terms.code.secret) || !wire::signature_fits(*asked))
            return problem_answer(404, "UNKNOWN_CODE");
        const auto certificate =
            pki::issue_terminal(issuer(), pki::CertificateRequest{csr(*asked)}, named, clock_.wall());
        auto given = wire::make_enrol_answer(answering_secret.value_or(terms.code.secret), asked->mac, dev,
                                             certificate->der, keys_file());
        return {201, {}, wire::write_enrol_answer(given)};
    }
    [[nodiscard]] const pki::Authority& issuer() const { return foreign_issuer ? *foreign_issuer : ca_; }
    [[nodiscard]] Bytes csr(const wire::EnrolRequest& asked) const {
        return foreign_key ? pki::make_request(*pki::PrivateKey::make())->der : asked.csr;
    }
    [[nodiscard]] std::string keys_file() const {
        return wire::write_keys_file({"keys", std::nullopt, 4, UnixMs{0}, UnixMs{1}}, {}, signs_keys);
    }
    Result<Enrolled> run() {
        const auto keys = keep_keys(folder_ / "pending", terms.code.slot);
        EXPECT_TRUE(keys) << keys.error().message;
        return enrol(terms, *keys, http);
    }
    ErrorCode failure() {
        const auto result = run();
        EXPECT_FALSE(result);
        return result ? ErrorCode::internal : result.error().code;
    }

    tests::FakeRandom random_;
    tests::FakeClock clock_;
    tests::TemporaryFolder folder_;
    wire::SigningKey root_ = wire::SigningKey::generate();
    pki::Authority ca_ = *pki::Authority::make("Hadir test", clock_.wall(), std::chrono::years(10));

    EnrolTerms terms;
    DeviceId dev = random_.make<DeviceId>();
    DeviceId named = dev;
    std::optional<wire::EnrolSecret> answering_secret;
    std::optional<pki::Authority> foreign_issuer;
    bool foreign_key = false;
    wire::SigningKey signs_keys = root_;
    tests::FakeHttp http{[this](const HttpRequest& request) { return answer(request); }};
};

TEST_F(EnrolTest, GivesAnIdentityThatCanBeReadAgain) {
    const auto keys = keep_keys(folder_ / "pending", terms.code.slot);
    ASSERT_TRUE(keys);
    const auto enrolled = enrol(terms, *keys, http);
    ASSERT_TRUE(enrolled) << enrolled.error().message;
    const auto identity = make_identity(terms, *keys, *enrolled, ca_.certificate.der);
    ASSERT_TRUE(identity) << identity.error().message;
    ASSERT_TRUE(store::write_identity(folder_ / "identity", *identity));
    const auto read = store::read_identity(folder_ / "identity");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->dev, dev);
    EXPECT_EQ(read->url, terms.url);
    EXPECT_EQ(read->root, root_.public_key());
    EXPECT_EQ(read->ledger_key.public_key(), keys->ledger.public_key());
    EXPECT_EQ(pki::terminal_of(pki::certificate_from_pem(read->certificate)->der).value(), dev);
    EXPECT_TRUE(wire::open_keys_file(read->keys, read->root));
}

TEST_F(EnrolTest, NeverSendsTheSecret) {
    ASSERT_TRUE(run());
    const std::string& body = http.seen.at(0).body;
    EXPECT_EQ(body.find(terms.code.secret.hex()), std::string::npos);
    EXPECT_EQ(body.find(wire::to_crockford(terms.code.secret.view())), std::string::npos);
}

TEST_F(EnrolTest, LostAnswerIsAskedForByTheVerySameRequest) {
    http.expect(tests::Fault::lost_answer);
    EXPECT_EQ(failure(), ErrorCode::timeout);
    ASSERT_TRUE(run());
    EXPECT_EQ(http.seen.at(0).body, http.seen.at(1).body);
}

TEST_F(EnrolTest, AnotherCodeGetsOtherKeys) {
    const auto first = keep_keys(folder_ / "pending", terms.code.slot);
    const auto second = keep_keys(folder_ / "pending", random_.make<wire::EnrolSlot>());
    ASSERT_TRUE(first && second);
    EXPECT_NE(first->ledger.public_key(), second->ledger.public_key());
    EXPECT_EQ(std::filesystem::status(folder_ / "pending").permissions() & std::filesystem::perms::mask,
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(EnrolTest, RefusesAnAnswerByOneWhoDoesNotKnowTheSecret) {
    answering_secret = random_.make<wire::EnrolSecret>();
    EXPECT_EQ(failure(), ErrorCode::bad_signature);
}

TEST_F(EnrolTest, RefusesACertificateOfAnotherTerminal) {
    named = random_.make<DeviceId>();
    EXPECT_EQ(failure(), ErrorCode::wrong_device);
}

TEST_F(EnrolTest, RefusesACertificateForAnotherKey) {
    foreign_key = true;
    EXPECT_EQ(failure(), ErrorCode::wrong_device);
}

TEST_F(EnrolTest, RefusesKeysThatTheRootDidNotSign) {
    signs_keys = wire::SigningKey::generate();
    EXPECT_EQ(failure(), ErrorCode::bad_signature);
}

TEST_F(EnrolTest, RefusesACertificateOfAnotherCa) {
    foreign_issuer = *pki::Authority::make("Hadir test", clock_.wall(), std::chrono::years(10));
    const auto keys = keep_keys(folder_ / "pending", terms.code.slot);
    const auto enrolled = enrol(terms, *keys, http);
    ASSERT_TRUE(enrolled);
    const auto identity = make_identity(terms, *keys, *enrolled, ca_.certificate.der);
    ASSERT_FALSE(identity);
    EXPECT_EQ(identity.error().code, ErrorCode::bad_signature);
}

TEST_F(EnrolTest, SaysWhatToDoForEachRefusal) {
    const std::vector<std::tuple<HttpResponse, ErrorCode, const char*>> refusals{
        {problem_answer(404, "UNKNOWN_CODE"), ErrorCode::not_allowed, "new one"},
        {problem_answer(410, "EXPIRED"), ErrorCode::not_allowed, "24 hours"},
        {problem_answer(429, "RATE"), ErrorCode::unavailable, "try again"},
        {problem_answer(500, "INTERNAL"), ErrorCode::unavailable, "try again"},
        {problem_answer(400, "MALFORMED"), ErrorCode::not_allowed, "MALFORMED"},
        {{201, {}, "{}"}, ErrorCode::malformed, ""},
        {{201, {}, ""}, ErrorCode::malformed, ""}};
    for (const auto& [response, code, text] : refusals) {
        http.expect(response);
        const auto result = run();
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, code) << result.error().message;
        EXPECT_NE(result.error().message.find(text), std::string::npos) << result.error().message;
    }
}

TEST_F(EnrolTest, QrPinsEverythingByItself) {
    const Hash digest = random_.make<Hash>();
    const std::string qr = wire::write_enrol_qr({terms.code, terms.root, digest, "https://bkd.example:8711"});
    const auto read = read_terms(qr, "", "", "");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->code.secret, terms.code.secret);
    EXPECT_EQ(read->root, terms.root);
    EXPECT_EQ(read->url, "https://bkd.example:8711");
    EXPECT_EQ(std::get<CaDigest>(read->ca).sha256, digest);
}

TEST_F(EnrolTest, TypedCodeNeedsUrlRootAndCa) {
    const std::string code = wire::write_enrol_code(terms.code);
    const std::string root = terms.root.hex();
    EXPECT_TRUE(read_terms(code, terms.url, root, "pem"));
    EXPECT_EQ(read_terms(code, "", root, "pem").error().code, ErrorCode::usage);
    EXPECT_EQ(read_terms(code, terms.url, "", "pem").error().code, ErrorCode::usage);
    EXPECT_EQ(read_terms(code, terms.url, root, "").error().code, ErrorCode::usage);
    EXPECT_EQ(read_terms(code, terms.url, std::string(64, '0'), "pem").error().code, ErrorCode::usage);
    EXPECT_EQ(read_terms(code, terms.url, root + "00", "pem").error().code, ErrorCode::usage);
    EXPECT_FALSE(read_terms("HADIR:E:1:XX", terms.url, root, "pem"));
    EXPECT_FALSE(read_terms("", terms.url, root, "pem"));
}

}  // namespace
}  // namespace hadir::sync
