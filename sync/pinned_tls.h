// Inside sync/ only: how a TLS peer is believed. Its chain must end in exactly one CA, pinned by its
// certificate or by that certificate's digest; no store of the system takes part.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"

struct ssl_ctx_st;
struct x509_st;
struct x509_store_ctx_st;

namespace hadir::sync {

// Outlives every SSL_CTX that it was put on. Used by one thread.
class PinnedCa {
public:
    [[nodiscard]] static Result<PinnedCa> from_pem(const std::string& pem);
    [[nodiscard]] static PinnedCa from_digest(const Hash& ca_sha256);

    // Replaces only the anchor and the clock: signatures, dates, uses and lengths of the chain are checked as
    // ever. Dates are held against `floor` (see CurlOptions), never against the wall clock.
    void put_on(ssl_ctx_st* context, std::function<UnixMs()> floor);

    // The CA's DER; with a digest only known once a chain has ended in it.
    [[nodiscard]] const std::optional<Bytes>& der() const { return der_; }

private:
    explicit PinnedCa(const Hash& digest) : digest_(digest) {}
    [[nodiscard]] std::int64_t seconds_for(x509_store_ctx_st* chain, x509_st* anchor) const;
    static int verify(x509_store_ctx_st* chain, void* self);
    [[nodiscard]] x509_st* find(x509_store_ctx_st* chain) const;

    Hash digest_;
    std::function<UnixMs()> floor_;
    std::optional<Bytes> der_;
    std::shared_ptr<x509_st> certificate_;
};

}  // namespace hadir::sync
