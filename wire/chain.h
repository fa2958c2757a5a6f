// The chain of hashes over a ledger's lines and the signature of each head (docs/formats.md 2).
#pragma once

#include <string_view>

#include "core/bytes.h"
#include "wire/crypto.h"
#include "wire/line.h"

namespace hadir::wire {

// h_0: what the first line builds on.
[[nodiscard]] Hash chain_genesis(const DeviceId& dev, std::uint32_t inc, const PublicKey& ledger_key);
// h_n from h_{n-1} and the n-th line.
[[nodiscard]] Hash chain_next(const Hash& previous, std::string_view line);

// What sig_n signs: the head after the line `id`.
[[nodiscard]] Bytes head_message(const LineId& id, const Hash& head);
[[nodiscard]] Signature sign_head(const SigningKey& key, const LineId& id, const Hash& head);
[[nodiscard]] bool verify_head(const PublicKey& key, const LineId& id, const Hash& head,
                               const Signature& signature);

}  // namespace hadir::wire
