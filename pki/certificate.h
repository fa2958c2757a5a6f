// X.509 certificates as their DER bytes, and what our programs need to know of them. Pure: no file, no clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"
#include "pki/key.h"

namespace hadir::pki {

constexpr std::size_t kDerBytesMax = 8192;  // ours are under 600

struct Certificate {
    Bytes der;
    bool operator==(const Certificate&) const = default;
};

// What a certificate may be used for, by its extensions alone; nothing about who signed it.
enum class CertificateUse : std::uint8_t {
    ca,        // signs certificates, basicConstraints CA
    terminal,  // clientAuth alone, and exactly one SAN, the URI urn:hadir:dev:<32 hex digits>
    server,    // serverAuth alone, with DNS or IP names
    other,     // nothing that we take
};

struct CertificateFacts {
    CertificateUse use = CertificateUse::other;
    std::optional<DeviceId> device;  // there if and only if use is terminal
    UnixMs not_before;
    UnixMs not_after;
    P256Point point;   // its public key
    Hash fingerprint;  // SHA-256 of the DER
};

// malformed unless it is one whole X.509 certificate for a P-256 key.
[[nodiscard]] Result<CertificateFacts> read_certificate(ByteView der);

// The terminal that a certificate is for; wrong_device if it is for anything else. The TLS layer has checked
// its chain before.
[[nodiscard]] Result<DeviceId> terminal_of(ByteView der);

// bad_signature unless `ca` is a CA certificate whose name and signature stand on the certificate.
// Dates are the caller's: not every clock can be trusted.
[[nodiscard]] Result<void> check_issued_by(const Certificate& certificate, const Certificate& ca);

[[nodiscard]] Hash fingerprint_of(const Certificate& certificate);

// PEM holds exactly one certificate on the way in.
[[nodiscard]] Result<std::string> to_pem(const Certificate& certificate);
[[nodiscard]] Result<Certificate> certificate_from_pem(std::string_view pem);

}  // namespace hadir::pki
