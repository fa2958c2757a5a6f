#include "pki/certificate.h"

#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>

#include <ctime>

#include "pki/key_openssl.h"
#include "pki/names.h"
#include "pki/openssl.h"

namespace hadir::pki {
namespace {

bool is_ca(x509_st* certificate) {
    return (X509_get_extension_flags(certificate) & EXFLAG_CA) != 0 &&
           (X509_get_key_usage(certificate) & KU_KEY_CERT_SIGN) != 0;
}

CertificateUse use_of(x509_st* certificate, bool names_a_device) {
    if ((X509_get_extension_flags(certificate) & EXFLAG_INVALID) != 0) return CertificateUse::other;
    if (is_ca(certificate)) return CertificateUse::ca;
    if ((X509_get_extension_flags(certificate) & EXFLAG_CA) != 0) return CertificateUse::other;
    const std::uint32_t purposes = X509_get_extended_key_usage(certificate);
    if (purposes == XKU_SSL_CLIENT && names_a_device) return CertificateUse::terminal;
    if (purposes == XKU_SSL_SERVER && names_only_hosts(certificate)) return CertificateUse::server;
    return CertificateUse::other;
}

Result<UnixMs> time_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) {
        return fail_openssl(ErrorCode::malformed, "the certificate's dates cannot be read");
    }
    return UnixMs{static_cast<std::int64_t>(timegm(&parts)) * 1000};
}

}  // namespace

Result<CertificateFacts> read_certificate(ByteView der) {
    const auto parsed = parse_certificate(der);
    if (!parsed) return propagate(parsed.error());
    x509_st* certificate = parsed->get();
    const auto point = point_of(X509_get0_pubkey(certificate));
    if (!point) return propagate(point.error());
    const auto not_before = time_of(X509_get0_notBefore(certificate));
    if (!not_before) return propagate(not_before.error());
    const auto not_after = time_of(X509_get0_notAfter(certificate));
    if (!not_after) return propagate(not_after.error());

    CertificateFacts facts;
    const auto device = device_named_by(certificate);
    facts.use = use_of(certificate, device.has_value());
    if (facts.use == CertificateUse::terminal) facts.device = device;
    facts.not_before = *not_before;
    facts.not_after = *not_after;
    facts.point = *point;
    SHA256(der.data(), der.size(), facts.fingerprint.bytes.data());
    return facts;
}

Result<DeviceId> terminal_of(ByteView der) {
    const auto facts = read_certificate(der);
    if (!facts || !facts->device) {
        return fail(ErrorCode::wrong_device,
                    "the client certificate is not a terminal's: it must be for clientAuth and name one "
                    "urn:hadir:dev:");
    }
    return *facts->device;
}

Result<void> check_issued_by(const Certificate& certificate, const Certificate& ca) {
    const auto leaf = parse_certificate(certificate.der);
    if (!leaf) return propagate(leaf.error());
    const auto issuer = parse_certificate(ca.der);
    if (!issuer) return propagate(issuer.error());
    if (!is_ca(issuer->get()))
        return fail(ErrorCode::bad_signature, "the issuer's certificate is not a CA's");
    if (X509_check_issued(issuer->get(), leaf->get()) != X509_V_OK ||
        X509_verify(leaf->get(), X509_get0_pubkey(issuer->get())) != 1) {
        return fail_openssl(ErrorCode::bad_signature, "the certificate was not issued by this CA");
    }
    return {};
}

Hash fingerprint_of(const Certificate& certificate) {
    Hash hash;
    SHA256(certificate.der.data(), certificate.der.size(), hash.bytes.data());
    return hash;
}

Result<std::string> to_pem(const Certificate& certificate) {
    const auto parsed = parse_certificate(certificate.der);
    if (!parsed) return propagate(parsed.error());
    const BioPtr bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_X509(bio.get(), parsed->get()) != 1) {
        return fail_openssl(ErrorCode::internal, "the certificate cannot be written as PEM");
    }
    return text_of(bio.get());
}

Result<Certificate> certificate_from_pem(std::string_view pem) {
    if (pem.size() > 2 * kDerBytesMax) {
        return fail(ErrorCode::too_large,
                    "the certificate file is larger than " + std::to_string(2 * kDerBytesMax) + " bytes");
    }
    const BioPtr bio = read_only_bio(pem);
    const CertificatePtr parsed(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (!parsed) return fail_openssl(ErrorCode::malformed, "no certificate in this PEM");
    const CertificatePtr second(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (second) return fail(ErrorCode::malformed, "more than one certificate in this PEM; give only one");
    auto der = to_der(parsed.get());
    if (!der) return propagate(der.error());
    return Certificate{std::move(*der)};
}

}  // namespace hadir::pki
