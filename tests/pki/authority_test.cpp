#include "pki/authority.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace hadir::pki {
namespace {

using namespace std::chrono_literals;

constexpr UnixMs kNow{1'795'500'000'000};  // 2026-11-24
const DeviceId kDevice = *DeviceId::parse_hex("00112233445566778899aabbccddeeff");

// What OpenSSL's own verifier says: the judge that every TLS peer uses.
int verify_with_openssl(const Certificate& leaf, const Certificate& ca, UnixMs now, int purpose) {
    const auto parse = [](const Bytes& der) {
        const unsigned char* at = der.data();
        return std::unique_ptr<X509, decltype(&X509_free)>(
            d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free);
    };
    const auto leaf_object = parse(leaf.der);
    const auto ca_object = parse(ca.der);
    const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(), X509_STORE_free);
    X509_STORE_add_cert(store.get(), ca_object.get());
    const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> context(X509_STORE_CTX_new(),
                                                                                  X509_STORE_CTX_free);
    X509_STORE_CTX_init(context.get(), store.get(), leaf_object.get(), nullptr);
    X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_X509_STRICT);
    X509_STORE_CTX_set_time(context.get(), 0, static_cast<time_t>(now.value / 1000));
    X509_STORE_CTX_set_purpose(context.get(), purpose);
    return X509_verify_cert(context.get()) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(context.get());
}

// A request made by OpenSSL for any kind of key, with names that nobody asked for.
CertificateRequest foreign_request(EVP_PKEY* key, EVP_PKEY* signer) {
    const std::unique_ptr<X509_REQ, decltype(&X509_REQ_free)> request(X509_REQ_new(), X509_REQ_free);
    X509_NAME_add_entry_by_txt(X509_REQ_get_subject_name(request.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("administrator"), -1, -1, 0);
    X509_EXTENSION* name = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name,
                                               "URI:urn:hadir:dev:ffffffffffffffffffffffffffffffff");
    STACK_OF(X509_EXTENSION)* names = sk_X509_EXTENSION_new_null();
    sk_X509_EXTENSION_push(names, name);
    X509_REQ_add_extensions(request.get(), names);
    sk_X509_EXTENSION_pop_free(names, X509_EXTENSION_free);
    X509_REQ_set_pubkey(request.get(), key);
    X509_REQ_sign(request.get(), signer,
                  EVP_PKEY_get_base_id(signer) == EVP_PKEY_ED25519 ? nullptr : EVP_sha256());
    CertificateRequest made;
    made.der.resize(static_cast<std::size_t>(i2d_X509_REQ(request.get(), nullptr)));
    unsigned char* at = made.der.data();
    i2d_X509_REQ(request.get(), &at);
    return made;
}

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
Key own(EVP_PKEY* key) {
    return {key, EVP_PKEY_free};
}

class AuthorityTest : public ::testing::Test {
protected:
    Authority authority_ = std::move(*Authority::make("Hadir Banten", kNow, std::chrono::years(10)));
    PrivateKey key_ = std::move(*PrivateKey::make());
};

TEST_F(AuthorityTest, IsASelfSignedCaForItsYears) {
    const auto facts = read_certificate(authority_.certificate.der);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->use, CertificateUse::ca);
    EXPECT_EQ(facts->point, authority_.key.point());
    EXPECT_EQ(facts->not_before, kNow + -1h);
    EXPECT_EQ(format_at(facts->not_after).substr(0, 10), "2036-11-23");
    EXPECT_TRUE(check_issued_by(authority_.certificate, authority_.certificate));
}

TEST_F(AuthorityTest, IssuesTerminalsThatOpensslTakesAsClientsOnly) {
    const auto issued = issue_terminal(authority_, *make_request(key_), kDevice, kNow);
    ASSERT_TRUE(issued);
    const Certificate& ca = authority_.certificate;
    EXPECT_EQ(verify_with_openssl(*issued, ca, kNow, X509_PURPOSE_SSL_CLIENT), X509_V_OK);
    EXPECT_EQ(verify_with_openssl(*issued, ca, kNow, X509_PURPOSE_SSL_SERVER), X509_V_ERR_INVALID_PURPOSE);
    EXPECT_EQ(verify_with_openssl(*issued, ca, kNow + 90 * 24h + 1s, X509_PURPOSE_SSL_CLIENT),
              X509_V_ERR_CERT_HAS_EXPIRED);
    const auto facts = read_certificate(issued->der);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->use, CertificateUse::terminal);
    EXPECT_EQ(facts->device, kDevice);
    EXPECT_EQ(facts->point, key_.point());
    EXPECT_EQ(facts->not_after, kNow + 90 * 24h);
    EXPECT_EQ(facts->fingerprint, fingerprint_of(*issued));
    EXPECT_TRUE(check_issued_by(*issued, ca));
}

TEST_F(AuthorityTest, IssuesServersWithTheirNames) {
    const auto issued =
        issue_server(authority_, key_, {"central.bkd.go.id", "127.0.0.1", "::1", "localhost"}, kNow);
    ASSERT_TRUE(issued);
    EXPECT_EQ(verify_with_openssl(*issued, authority_.certificate, kNow, X509_PURPOSE_SSL_SERVER), X509_V_OK);
    EXPECT_EQ(read_certificate(issued->der)->use, CertificateUse::server);
    EXPECT_EQ(terminal_of(issued->der).error().code, ErrorCode::wrong_device);
    const unsigned char* at = issued->der.data();
    const std::unique_ptr<X509, decltype(&X509_free)> object(
        d2i_X509(nullptr, &at, static_cast<long>(issued->der.size())), X509_free);
    EXPECT_EQ(X509_check_host(object.get(), "central.bkd.go.id", 0, 0, nullptr), 1);
    EXPECT_EQ(X509_check_ip_asc(object.get(), "127.0.0.1", 0), 1);
    EXPECT_EQ(X509_check_ip_asc(object.get(), "::1", 0), 1);
    EXPECT_EQ(X509_check_host(object.get(), "other.go.id", 0, 0, nullptr), 0);
}

TEST_F(AuthorityTest, RefusesServerNamesThatAreNone) {
    const std::vector<std::string> bad{
        "",   "a b",     "UPPER.id",  "URI:urn:hadir:dev:00", "*.go.id", "10.0.0.999", "a..b", ".a", "a.",
        "-a", "a,DNS:b", {"a\0b", 3}, std::string(254, 'a')};
    for (const std::string& name : bad) {
        const auto issued = issue_server(authority_, key_, {"good.id", name}, kNow);
        ASSERT_FALSE(issued) << name;
        EXPECT_EQ(issued.error().code, ErrorCode::usage);
    }
    EXPECT_FALSE(issue_server(authority_, key_, {}, kNow));
    EXPECT_TRUE(issue_server(authority_, key_, std::vector<std::string>(kServerNamesMax, "a"), kNow));
    EXPECT_FALSE(issue_server(authority_, key_, std::vector<std::string>(kServerNamesMax + 1, "a"), kNow));
}

TEST_F(AuthorityTest, GivesEveryCertificateItsOwnSerial) {
    const auto request = *make_request(key_);
    const auto first = issue_terminal(authority_, request, kDevice, kNow);
    const auto second = issue_terminal(authority_, request, kDevice, kNow);
    ASSERT_TRUE(first && second);
    const auto serial = [](const Certificate& certificate) {
        const unsigned char* at = certificate.der.data();
        const std::unique_ptr<X509, decltype(&X509_free)> object(
            d2i_X509(nullptr, &at, static_cast<long>(certificate.der.size())), X509_free);
        const ASN1_INTEGER* number = X509_get0_serialNumber(object.get());
        return Bytes(number->data, number->data + number->length);
    };
    EXPECT_NE(serial(*first), serial(*second));
    EXPECT_EQ(serial(*first).size(), 16U);
}

TEST_F(AuthorityTest, NeverOutlivesItsCa) {
    const auto request = *make_request(key_);
    const UnixMs end = read_certificate(authority_.certificate.der)->not_after;
    const auto late = issue_terminal(authority_, request, kDevice, end + -24h);
    ASSERT_TRUE(late);
    EXPECT_EQ(read_certificate(late->der)->not_after, end);
    EXPECT_EQ(issue_terminal(authority_, request, kDevice, end).error().code, ErrorCode::expired);
    const auto first = issue_terminal(authority_, request, kDevice, kNow + -30min);
    EXPECT_EQ(read_certificate(first->der)->not_before, kNow + -1h);
}

TEST_F(AuthorityTest, IgnoresTheNamesInARequest) {
    const Key key = own(EVP_EC_gen("P-256"));
    const auto issued = issue_terminal(authority_, foreign_request(key.get(), key.get()), kDevice, kNow);
    ASSERT_TRUE(issued);
    EXPECT_EQ(terminal_of(issued->der), kDevice);
    EXPECT_EQ(as_text(issued->der).find("administrator"), std::string_view::npos);
}

TEST_F(AuthorityTest, RefusesARequestSignedByAnotherKey) {
    const Key key = own(EVP_EC_gen("P-256"));
    const Key other = own(EVP_EC_gen("P-256"));
    const auto refused = check_request(foreign_request(key.get(), other.get()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::bad_signature);
    EXPECT_FALSE(issue_terminal(authority_, foreign_request(key.get(), other.get()), kDevice, kNow));
}

TEST_F(AuthorityTest, RefusesKeysThatAreNotPlainP256) {
    const Key p384 = own(EVP_EC_gen("P-384"));
    const Key koblitz = own(EVP_EC_gen("secp256k1"));
    const Key rsa = own(EVP_RSA_gen(2048));
    const Key edwards = own(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    const Key compressed = own(EVP_EC_gen("P-256"));
    EVP_PKEY_set_utf8_string_param(compressed.get(), OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT,
                                   "compressed");
    for (EVP_PKEY* key : {p384.get(), koblitz.get(), rsa.get(), edwards.get(), compressed.get()}) {
        const auto refused = check_request(foreign_request(key, key));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::malformed);
    }
}

TEST_F(AuthorityTest, RefusesADamagedRequest) {
    const CertificateRequest good = *make_request(key_);
    EXPECT_EQ(check_request(good), key_.point());
    for (std::size_t i = 0; i < good.der.size(); ++i) {
        CertificateRequest changed = good;
        changed.der[i] ^= 0x01U;
        EXPECT_FALSE(check_request(changed)) << "byte " << i;
        EXPECT_FALSE(check_request({Bytes(good.der.begin(), good.der.begin() + static_cast<long>(i))}));
    }
    CertificateRequest longer = good;
    longer.der.push_back(0);
    EXPECT_EQ(check_request(longer).error().code, ErrorCode::malformed);
    EXPECT_EQ(check_request({Bytes(kDerBytesMax + 1, 0x30)}).error().code, ErrorCode::too_large);
}

TEST_F(AuthorityTest, OpensOnlyWithItsOwnKey) {
    const auto stored_key = authority_.key.pem();
    EXPECT_TRUE(Authority::open(authority_.certificate, std::move(*PrivateKey::from_pem(stored_key))));
    EXPECT_FALSE(Authority::open(authority_.certificate, std::move(*PrivateKey::make())));
    const auto leaf = issue_terminal(authority_, *make_request(key_), kDevice, kNow);
    EXPECT_FALSE(Authority::open(*leaf, std::move(*PrivateKey::from_pem(key_.pem()))));
}

TEST_F(AuthorityTest, RefusesANameThatX509CannotHold) {
    EXPECT_FALSE(Authority::make("", kNow, std::chrono::years(1)));
    EXPECT_TRUE(Authority::make(std::string(kCaNameBytesMax, 'a'), kNow, std::chrono::years(1)));
    EXPECT_FALSE(Authority::make(std::string(kCaNameBytesMax + 1, 'a'), kNow, std::chrono::years(1)));
}

}  // namespace
}  // namespace hadir::pki
