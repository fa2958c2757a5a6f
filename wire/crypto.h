// Hashes and signatures, through libsodium. Any thread; nothing here keeps state.
#pragma once

#include <array>
#include <initializer_list>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"

namespace hadir::wire {

// Call once at the start of each program, before anything else here; fails when the system has no randomness.
[[nodiscard]] Result<void> start_crypto();

[[nodiscard]] Hash sha256(std::initializer_list<ByteView> parts);
[[nodiscard]] inline Hash sha256(ByteView bytes) {
    return sha256({bytes});
}
[[nodiscard]] Hash hmac_sha256(ByteView key, ByteView message);
[[nodiscard]] bool equal_in_constant_time(ByteView left, ByteView right);
void wipe(std::span<std::uint8_t> secret);

// An Ed25519 key pair. The secret half is wiped when the object dies.
class SigningKey {
public:
    static constexpr std::size_t kSeedSize = 32;

    [[nodiscard]] static SigningKey generate();
    [[nodiscard]] static std::optional<SigningKey> from_seed(ByteView seed);
    SigningKey(const SigningKey&) = default;
    SigningKey& operator=(const SigningKey&) = default;
    ~SigningKey() { wipe(secret_); }

    [[nodiscard]] const PublicKey& public_key() const { return public_; }
    [[nodiscard]] ByteView seed() const { return ByteView(secret_).first(kSeedSize); }
    [[nodiscard]] Signature sign(ByteView message) const;

private:
    SigningKey() = default;
    PublicKey public_;
    std::array<std::uint8_t, 64> secret_{};
};

// Refuses S >= L and small-order or non-canonical keys and R (docs/formats.md 1).
[[nodiscard]] bool verify(const PublicKey& key, ByteView message, const Signature& signature);
// A key that could sign anything for anybody: small order, or not a canonical point.
[[nodiscard]] bool is_usable_key(const PublicKey& key);

[[nodiscard]] KeyId key_id_of(ByteView public_key);

}  // namespace hadir::wire
