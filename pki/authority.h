// The province's own CA: signs terminals' certificates and central's `devices` certificate, nothing else.
// Pure but for randomness: `now` comes in, DER goes out.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"
#include "pki/certificate.h"
#include "pki/key.h"

namespace hadir::pki {

constexpr std::chrono::days kTerminalLife{90};
constexpr std::chrono::days kServerLife{397};
constexpr std::chrono::hours kBackdated{1};  // a peer's clock may be a little behind
constexpr std::size_t kCaNameBytesMax = 64;
constexpr std::size_t kServerNamesMax = 16;

// A certificate request as its DER bytes.
struct CertificateRequest {
    Bytes der;
};

// What signs: the CA's certificate and its private key.
struct Authority {
    Certificate certificate;
    PrivateKey key;

    // A new self-signed CA that may sign only leaves. `name` is shown in certificates, such as "Hadir
    // Banten".
    [[nodiscard]] static Result<Authority> make(std::string_view name, UnixMs now, std::chrono::years life);
    // From what was stored; fails unless they belong together and are a CA's.
    [[nodiscard]] static Result<Authority> open(Certificate certificate, PrivateKey key);
};

// Asks for a certificate for this key: no names, since the issuer ignores them.
[[nodiscard]] Result<CertificateRequest> make_request(const PrivateKey& key);

// The key that the request is for. bad_signature unless the request is signed by it, malformed unless P-256.
// Names and extensions are not looked at.
[[nodiscard]] Result<P256Point> check_request(const CertificateRequest& request);

// For kTerminalLife, but never past the CA's own end; expired if the CA's end has come.
[[nodiscard]] Result<Certificate> issue_terminal(const Authority& authority,
                                                 const CertificateRequest& request, const DeviceId& device,
                                                 UnixMs now);

// For central's `devices` listener. `names` are DNS names or IP addresses, at least one; usage otherwise.
[[nodiscard]] Result<Certificate> issue_server(const Authority& authority, const PrivateKey& key,
                                               const std::vector<std::string>& names, UnixMs now);

}  // namespace hadir::pki
