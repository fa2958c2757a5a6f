#include "pki/authority.h"

#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "pki/key_openssl.h"
#include "pki/names.h"
#include "pki/openssl.h"

namespace hadir::pki {
namespace {

constexpr std::size_t kSerialBytes = 16;
constexpr long kX509Version3 = 2;  // counted from 0

struct Span {
    UnixMs from;
    UnixMs until;
};

bool set_time(ASN1_TIME* field, UnixMs time) {
    return ASN1_TIME_set(field, static_cast<time_t>(time.value / 1000)) != nullptr;
}

bool set_random_serial(x509_st* certificate) {
    std::array<std::uint8_t, kSerialBytes> raw{};
    if (RAND_bytes(raw.data(), static_cast<int>(raw.size())) != 1) return false;
    raw[0] = static_cast<std::uint8_t>((raw[0] & 0x3FU) | 0x40U);  // positive and always the same length
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
        BN_bin2bn(raw.data(), static_cast<int>(raw.size()), nullptr), BN_free);
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_common_name(X509_NAME* name, std::string_view text) {
    return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, as_bytes(text).data(),
                                      static_cast<int>(text.size()), -1, 0) == 1;
}

// `value` is always text of this file, never of a peer: OpenSSL reads it as a small language.
bool add_extension(x509_st* certificate, x509_st* issuer, int nid, const char* value) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, &context, nid, value), X509_EXTENSION_free);
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// A certificate with everything but its use: the caller adds extensions and signs.
Result<CertificatePtr> blank(std::string_view name, evp_pkey_st* key, const X509_NAME* issuer, Span life) {
    CertificatePtr certificate(X509_new());
    if (!certificate || X509_set_version(certificate.get(), kX509Version3) != 1 ||
        !set_random_serial(certificate.get()) ||
        !set_common_name(X509_get_subject_name(certificate.get()), name) ||
        X509_set_issuer_name(certificate.get(), issuer ? issuer : X509_get_subject_name(certificate.get())) !=
            1 ||
        !set_time(X509_getm_notBefore(certificate.get()), life.from) ||
        !set_time(X509_getm_notAfter(certificate.get()), life.until) ||
        X509_set_pubkey(certificate.get(), key) != 1) {
        return fail_openssl(ErrorCode::internal, "a certificate could not be filled in");
    }
    return certificate;
}

Result<Certificate> sign(CertificatePtr certificate, const PrivateKey& key) {
    const auto signer = open_key(key.pem());
    if (!signer) return propagate(signer.error());
    if (X509_sign(certificate.get(), signer->get(), EVP_sha256()) <= 0) {
        return fail_openssl(ErrorCode::internal, "the certificate could not be signed");
    }
    auto der = to_der(certificate.get());
    if (!der) return propagate(der.error());
    return Certificate{std::move(*der)};
}

// Within the CA's own life: a chain whose leaf outlives its CA looks good and fails one day.
Result<Span> life_under(const CertificateFacts& ca, UnixMs now, std::chrono::days life) {
    if (now >= ca.not_after) {
        return fail(ErrorCode::expired, "the CA certificate ended on " + format_at(ca.not_after) +
                                            "; make a new CA and have the root sign it");
    }
    return Span{std::max(now + -kBackdated, ca.not_before), std::min(now + life, ca.not_after)};
}

struct Leaf {
    const char* subject;  // for a person who looks; programs read only the names
    const char* purpose;  // extended key usage, as OpenSSL spells it
    std::chrono::days life;
};

Result<Certificate> issue(const Authority& authority, evp_pkey_st* key, GENERAL_NAMES* names,
                          const Leaf& leaf, UnixMs now) {
    const auto facts = read_certificate(authority.certificate.der);
    if (!facts) return propagate(facts.error());
    const auto life = life_under(*facts, now, leaf.life);
    if (!life) return propagate(life.error());
    const auto ca = parse_certificate(authority.certificate.der);
    if (!ca) return propagate(ca.error());
    auto certificate = blank(leaf.subject, key, X509_get_subject_name(ca->get()), *life);
    if (!certificate) return propagate(certificate.error());
    x509_st* made = certificate->get();
    if (!add_extension(made, ca->get(), NID_basic_constraints, "critical,CA:FALSE") ||
        !add_extension(made, ca->get(), NID_key_usage, "critical,digitalSignature") ||
        !add_extension(made, ca->get(), NID_ext_key_usage, leaf.purpose) ||
        !add_extension(made, ca->get(), NID_subject_key_identifier, "hash") ||
        !add_extension(made, ca->get(), NID_authority_key_identifier, "keyid:always") ||
        X509_add1_ext_i2d(made, NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT) != 1) {
        return fail_openssl(ErrorCode::internal, "the certificate's extensions could not be set");
    }
    return sign(std::move(*certificate), authority.key);
}

}  // namespace

Result<Authority> Authority::make(std::string_view name, UnixMs now, std::chrono::years life) {
    if (name.empty() || name.size() > kCaNameBytesMax) {
        return fail(ErrorCode::usage,
                    "the CA's name must have 1 to " + std::to_string(kCaNameBytesMax) + " bytes");
    }
    auto key = PrivateKey::make();
    if (!key) return propagate(key.error());
    const auto opened = open_key(key->pem());
    if (!opened) return propagate(opened.error());
    const Span span{now + -kBackdated, now + std::chrono::duration_cast<std::chrono::milliseconds>(life)};
    auto certificate = blank(name, opened->get(), nullptr, span);
    if (!certificate) return propagate(certificate.error());
    x509_st* made = certificate->get();
    if (!add_extension(made, made, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
        !add_extension(made, made, NID_key_usage, "critical,keyCertSign") ||
        !add_extension(made, made, NID_subject_key_identifier, "hash")) {
        return fail_openssl(ErrorCode::internal, "the CA's extensions could not be set");
    }
    auto signed_certificate = sign(std::move(*certificate), *key);
    if (!signed_certificate) return propagate(signed_certificate.error());
    return Authority{std::move(*signed_certificate), std::move(*key)};
}

Result<Authority> Authority::open(Certificate certificate, PrivateKey key) {
    const auto facts = read_certificate(certificate.der);
    if (!facts) return propagate(facts.error().in("CA certificate"));
    if (facts->use != CertificateUse::ca) return fail(ErrorCode::usage, "the certificate is not a CA's");
    if (facts->point != key.point()) {
        return fail(ErrorCode::usage, "the CA's certificate and private key do not belong together");
    }
    return Authority{std::move(certificate), std::move(key)};
}

Result<CertificateRequest> make_request(const PrivateKey& key) {
    const auto opened = open_key(key.pem());
    if (!opened) return propagate(opened.error());
    const RequestPtr request(X509_REQ_new());
    if (!request || X509_REQ_set_version(request.get(), 0) != 1 ||
        X509_REQ_set_pubkey(request.get(), opened->get()) != 1 ||
        X509_REQ_sign(request.get(), opened->get(), EVP_sha256()) <= 0) {
        return fail_openssl(ErrorCode::internal, "the certificate request could not be made");
    }
    Bytes der(static_cast<std::size_t>(i2d_X509_REQ(request.get(), nullptr)));
    unsigned char* at = der.data();
    i2d_X509_REQ(request.get(), &at);
    return CertificateRequest{std::move(der)};
}

Result<P256Point> check_request(const CertificateRequest& request) {
    const auto parsed = parse_request(request.der);
    if (!parsed) return propagate(parsed.error());
    evp_pkey_st* key = X509_REQ_get0_pubkey(parsed->get());
    auto point = point_of(key);
    if (!point) return point;
    if (X509_REQ_verify(parsed->get(), key) != 1) {
        return fail_openssl(ErrorCode::bad_signature,
                            "the certificate request is not signed by the key that it is for");
    }
    return point;
}

Result<Certificate> issue_terminal(const Authority& authority, const CertificateRequest& request,
                                   const DeviceId& device, UnixMs now) {
    if (const auto point = check_request(request); !point) return propagate(point.error());
    const auto parsed = parse_request(request.der);
    if (!parsed) return propagate(parsed.error());
    const auto names = device_names(device);
    if (!names) return propagate(names.error());
    const Leaf leaf{"Hadir terminal", "clientAuth", kTerminalLife};
    return issue(authority, X509_REQ_get0_pubkey(parsed->get()), names->get(), leaf, now);
}

Result<Certificate> issue_server(const Authority& authority, const PrivateKey& key,
                                 const std::vector<std::string>& names, UnixMs now) {
    const auto listed = server_names(names);
    if (!listed) return propagate(listed.error());
    const auto opened = open_key(key.pem());
    if (!opened) return propagate(opened.error());
    return issue(authority, opened->get(), listed->get(), {"Hadir central", "serverAuth", kServerLife}, now);
}

}  // namespace hadir::pki
