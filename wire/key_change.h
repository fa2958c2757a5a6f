// How a terminal gets new keys from central: a certificate for a new TLS key, or an incarnation for a new
// ledger key (docs/formats.md 5, 6). And how people compare a ledger key.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"
#include "wire/crypto.h"

namespace hadir::wire {

// Nothing is kept of a request before its signatures are checked; `dev` stands in its path.
struct RenewalRequest {
    Bytes csr;  // DER
    Nonce nonce;
    Signature signature;  // by the newest confirmed incarnation's ledger key
};
// Which ledger asks.
struct LedgerName {
    DeviceId dev;
    std::uint32_t inc = 1;
};
[[nodiscard]] RenewalRequest make_renewal(const LedgerName& ledger, const SigningKey& key, const Nonce& nonce,
                                          Bytes csr);
[[nodiscard]] std::string write_renewal(const RenewalRequest& request);
[[nodiscard]] Result<RenewalRequest> parse_renewal(std::string_view body);
[[nodiscard]] bool signature_fits(const RenewalRequest& request, const LedgerName& ledger,
                                  const PublicKey& key);
[[nodiscard]] std::string write_renewal_answer(ByteView certificate);  // DER
[[nodiscard]] Result<Bytes> parse_renewal_answer(std::string_view body);

struct IncarnationRequest {
    PublicKey ledger_key;  // of the new incarnation
    std::uint32_t prev_inc = 1;
    std::uint64_t prev_seq = 0;  // the last record that the claimant has; 0: none
    Hash prev_head;
    Nonce nonce;
    Signature old_signature;
    Signature new_signature;
};
// What a claimant leaves behind.
struct LedgerEnd {
    LedgerName ledger;
    std::uint64_t seq = 0;
    Hash head;
};
[[nodiscard]] IncarnationRequest make_incarnation(const LedgerEnd& end, const SigningKey& old_key,
                                                  const SigningKey& new_key, const Nonce& nonce);
[[nodiscard]] std::string write_incarnation(const IncarnationRequest& request);
[[nodiscard]] Result<IncarnationRequest> parse_incarnation(std::string_view body);
// Both: a holder of the old key asks, and has the new one.
[[nodiscard]] bool signatures_fit(const IncarnationRequest& request, const DeviceId& dev,
                                  const PublicKey& old_key);
[[nodiscard]] std::string write_incarnation_answer(std::uint32_t inc);
[[nodiscard]] Result<std::uint32_t> parse_incarnation_answer(std::string_view body);

[[nodiscard]] std::string write_nonce_answer(const Nonce& nonce);
[[nodiscard]] Result<Nonce> parse_nonce_answer(std::string_view body);

// "7K3M-9QXA-TN04-ZP5W": 80 bits, so that nobody finds a second key with the same one.
[[nodiscard]] std::string fingerprint_text(const PublicKey& ledger_key);

}  // namespace hadir::wire
