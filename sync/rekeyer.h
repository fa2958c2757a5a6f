// Gets a terminal new keys from central (docs/formats.md 5, 6): a certificate for a new TLS key, or the next
// incarnation for a new ledger key. A step function like the uploader's: a nonce first, then the signed
// request; what comes of it is written into the identity folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "core/result.h"
#include "pki/key.h"
#include "store/identity.h"
#include "sync/http_client.h"
#include "sync/verdict.h"
#include "wire/crypto.h"
#include "wire/key_change.h"

namespace hadir::sync {

// Not shared between threads; the identity outlives this and is not changed here, only its folder is.
class Rekeyer {
public:
    // Without a folder nothing is ever asked for.
    Rekeyer(const store::Identity& identity, std::filesystem::path folder)
        : identity_(identity), folder_(std::move(folder)) {}

    [[nodiscard]] bool can_change() const { return !folder_.empty(); }
    // Whether the certificate ends within 30 days, or has ended.
    [[nodiscard]] bool is_due(UnixMs now) const;
    [[nodiscard]] bool has_ended(UnixMs now) const;

    [[nodiscard]] bool wants_incarnation() const { return end_.has_value(); }
    [[nodiscard]] HttpRequest ask_certificate();
    [[nodiscard]] HttpRequest ask_incarnation(const wire::LedgerEnd& end);

    // What the answer leads to: the next request, an identity that was written, or why neither.
    struct Changed {};
    using Outcome = std::variant<HttpRequest, Changed, Verdict>;
    [[nodiscard]] Outcome take(const HttpResponse& response);

private:
    [[nodiscard]] Result<HttpRequest> certificate_request(const Nonce& nonce);
    [[nodiscard]] Result<HttpRequest> incarnation_request(const Nonce& nonce);
    [[nodiscard]] Result<void> use_certificate(const std::string& body) const;
    [[nodiscard]] Result<void> use_incarnation(const std::string& body) const;
    [[nodiscard]] Outcome take_nonce(const HttpResponse& response);

    const store::Identity& identity_;
    std::filesystem::path folder_;
    std::optional<wire::LedgerEnd> end_;  // of the ledger to be left; none: a certificate is wanted
    bool has_nonce_ = false;
    std::optional<pki::PrivateKey> tls_;
    std::optional<wire::SigningKey> ledger_;
};

}  // namespace hadir::sync
