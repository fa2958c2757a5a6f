#include "pki/certificate.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "pki/authority.h"

namespace hadir::pki {
namespace {

constexpr UnixMs kNow{1'795'500'000'000};  // 2026-11-24
constexpr const char* kUrn = "URI:urn:hadir:dev:00112233445566778899aabbccddeeff";

// A certificate as somebody else might make it: any names, any purposes.
Certificate made_by_hand(const char* names, const char* purposes,
                         const char* constraints = "critical,CA:FALSE") {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509* made = certificate.get();
    X509_set_version(made, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_gmtime_adj(X509_getm_notBefore(made), 0);
    X509_gmtime_adj(X509_getm_notAfter(made), 3600);
    X509_set_pubkey(made, key.get());
    const auto add = [made](int nid, const char* value) {
        if (value == nullptr) return;
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
        EXPECT_NE(extension, nullptr) << value;
        X509_add_ext(made, extension, -1);
        X509_EXTENSION_free(extension);
    };
    add(NID_basic_constraints, constraints);
    add(NID_ext_key_usage, purposes);
    add(NID_subject_alt_name, names);
    X509_sign(made, key.get(), EVP_sha256());
    Certificate result;
    result.der.resize(static_cast<std::size_t>(i2d_X509(made, nullptr)));
    unsigned char* at = result.der.data();
    i2d_X509(made, &at);
    return result;
}

TEST(TerminalOf, TakesExactlyOneDeviceNameForClientAuth) {
    EXPECT_EQ(terminal_of(made_by_hand(kUrn, "clientAuth").der)->hex(), "00112233445566778899aabbccddeeff");
}

TEST(TerminalOf, RefusesEverythingElse) {
    struct Row {
        const char* why;
        const char* names;
        const char* purposes;
        const char* constraints = "critical,CA:FALSE";
    };
    for (const Row& row : std::initializer_list<Row>{
             {"no names", nullptr, "clientAuth"},
             {"two names",
              "URI:urn:hadir:dev:00112233445566778899aabbccddeeff,URI:urn:hadir:dev:"
              "00112233445566778899aabbccddeeff",
              "clientAuth"},
             {"a DNS name beside it", "URI:urn:hadir:dev:00112233445566778899aabbccddeeff,DNS:a.id",
              "clientAuth"},
             {"a DNS name of that text", "DNS:urn:hadir:dev:00112233445566778899aabbccddeeff", "clientAuth"},
             {"upper case", "URI:urn:hadir:dev:00112233445566778899AABBCCDDEEFF", "clientAuth"},
             {"too short", "URI:urn:hadir:dev:00112233445566778899aabbccddee", "clientAuth"},
             {"too long", "URI:urn:hadir:dev:00112233445566778899aabbccddeeff00", "clientAuth"},
             {"another urn", "URI:urn:hadir:key:00112233445566778899aabbccddeeff", "clientAuth"},
             {"no purpose", kUrn, nullptr},
             {"a server", kUrn, "serverAuth"},
             {"both purposes", kUrn, "clientAuth,serverAuth"},
             {"any purpose", kUrn, "anyExtendedKeyUsage"},
             {"a CA", kUrn, "clientAuth", "critical,CA:TRUE"},
         }) {
        const auto refused = terminal_of(made_by_hand(row.names, row.purposes, row.constraints).der);
        ASSERT_FALSE(refused) << row.why;
        EXPECT_EQ(refused.error().code, ErrorCode::wrong_device) << row.why;
    }
}

TEST(ReadCertificate, RefusesWhatIsNotOneWholeCertificate) {
    const Certificate good = made_by_hand(kUrn, "clientAuth");
    ASSERT_TRUE(read_certificate(good.der));
    Bytes longer = good.der;
    longer.push_back(0);
    EXPECT_EQ(read_certificate(longer).error().code, ErrorCode::malformed);
    for (std::size_t size = 0; size < good.der.size(); ++size) {
        EXPECT_FALSE(read_certificate(ByteView(good.der).first(size)));
    }
    EXPECT_EQ(read_certificate(Bytes(kDerBytesMax + 1, 0x30)).error().code, ErrorCode::too_large);
}

TEST(CheckIssuedBy, RefusesAnotherCaOfTheSameName) {
    const auto ours = Authority::make("Hadir", kNow, std::chrono::years(1));
    const auto theirs = Authority::make("Hadir", kNow, std::chrono::years(1));
    const auto key = PrivateKey::make();
    const auto leaf = issue_terminal(*ours, *make_request(*key), DeviceId{}, kNow);
    EXPECT_TRUE(check_issued_by(*leaf, ours->certificate));
    EXPECT_EQ(check_issued_by(*leaf, theirs->certificate).error().code, ErrorCode::bad_signature);
    EXPECT_EQ(check_issued_by(*leaf, *leaf).error().code, ErrorCode::bad_signature);
    Certificate changed = *leaf;
    changed.der.back() ^= 1U;
    EXPECT_FALSE(check_issued_by(changed, ours->certificate));
}

TEST(CertificatePem, RoundTripsAndHoldsOnlyOne) {
    const Certificate good = made_by_hand(kUrn, "clientAuth");
    const auto pem = to_pem(good);
    ASSERT_TRUE(pem);
    EXPECT_EQ(certificate_from_pem(*pem), good);
    EXPECT_EQ(certificate_from_pem(*pem + *pem).error().code, ErrorCode::malformed);
    EXPECT_EQ(certificate_from_pem("").error().code, ErrorCode::malformed);
    EXPECT_EQ(certificate_from_pem(std::string(2 * kDerBytesMax + 1, 'x')).error().code,
              ErrorCode::too_large);
}

TEST(PrivateKey, RoundTripsThroughPem) {
    const auto key = PrivateKey::make();
    ASSERT_TRUE(key);
    EXPECT_TRUE(key->pem().starts_with("-----BEGIN PRIVATE KEY-----\n"));
    EXPECT_EQ(PrivateKey::from_pem(key->pem())->point(), key->point());
    EXPECT_EQ(key->point().bytes[0], 4);
}

TEST(PrivateKey, RefusesOtherKeysAndProtectedOnesWithoutAsking) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> p384(EVP_EC_gen("P-384"), EVP_PKEY_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> p256(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const auto pem = [](EVP_PKEY* key, const EVP_CIPHER* cipher) {
        const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
        const std::string pass = "secret";
        PEM_write_bio_PKCS8PrivateKey(bio.get(), key, cipher, pass.data(), static_cast<int>(pass.size()),
                                      nullptr, nullptr);
        char* data = nullptr;
        const long size = BIO_get_mem_data(bio.get(), &data);
        return std::string(data, static_cast<std::size_t>(size));
    };
    EXPECT_TRUE(PrivateKey::from_pem(pem(p256.get(), nullptr)));
    EXPECT_EQ(PrivateKey::from_pem(pem(p384.get(), nullptr)).error().code, ErrorCode::malformed);
    EXPECT_EQ(PrivateKey::from_pem(pem(p256.get(), EVP_aes_256_cbc())).error().code, ErrorCode::malformed);
    EXPECT_EQ(PrivateKey::from_pem("no key").error().code, ErrorCode::malformed);
    EXPECT_EQ(PrivateKey::from_pem(std::string(5000, 'x')).error().code, ErrorCode::too_large);
}

TEST(PrivateKey, IsEmptyAfterItHasMoved) {
    auto key = std::move(*PrivateKey::make());
    const PrivateKey taken = std::move(key);
    EXPECT_FALSE(taken.pem().empty());
    EXPECT_TRUE(key.pem().empty());  // NOLINT(bugprone-use-after-move): that is what is tested
}

}  // namespace
}  // namespace hadir::pki
