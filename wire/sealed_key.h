// A private key in a file that only a passphrase opens: BKD's offline root and badge key.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "wire/crypto.h"

namespace hadir::wire {

constexpr std::size_t kPassphraseCharsMin = 8;

// How dear one guess is. `quick` is for tests alone.
enum class SealCost : std::uint8_t { careful, quick };

// One line of JSON: Argon2id over the passphrase, then XSalsa20-Poly1305 over the 32-byte seed.
[[nodiscard]] Result<std::string> seal_key(const SigningKey& key, std::string_view use,
                                           std::string_view passphrase, SealCost cost = SealCost::careful);
// NOT_ALLOWED for a wrong passphrase; MALFORMED for a damaged file or one for another use.
[[nodiscard]] Result<SigningKey> open_sealed_key(std::string_view text, std::string_view use,
                                                 std::string_view passphrase);

}  // namespace hadir::wire
