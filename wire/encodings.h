// Text forms of bytes (docs/formats.md 1, 3, 6). Reading is strict: what would not be written again as the
// same text is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"

namespace hadir::wire {

[[nodiscard]] std::string to_base64url(ByteView bytes);  // no padding: signatures and salts in JSON
[[nodiscard]] std::optional<Bytes> from_base64url(std::string_view text);

[[nodiscard]] std::string to_base64(ByteView bytes);  // padded: certificates and whole files inside JSON
[[nodiscard]] std::optional<Bytes> from_base64(std::string_view text);

[[nodiscard]] std::string to_base45(ByteView bytes);  // RFC 9285: fits the alphanumeric mode of QR
[[nodiscard]] std::optional<Bytes> from_base45(std::string_view text);

// Crockford's base32 in upper case. Reading takes lower case too, and I, L, O as 1, 1, 0: people type it.
// The size in bits must be a multiple of 5 and 8: 5 bytes are 8 characters, 10 bytes are 16.
[[nodiscard]] std::string to_crockford(ByteView bytes);
[[nodiscard]] std::optional<Bytes> from_crockford(std::string_view text);

// A decimal without leading zeros, up to 2^53-1.
[[nodiscard]] std::optional<std::uint64_t> parse_decimal(std::string_view text);

[[nodiscard]] inline std::string signature_text(const Signature& signature) {
    return to_base64url(signature.bytes);
}
[[nodiscard]] std::optional<Signature> parse_signature(std::string_view text);

}  // namespace hadir::wire
