#include "wire/crypto.h"

#include <sodium.h>

namespace hadir::wire {

Result<void> start_crypto() {
    if (sodium_init() < 0) return fail(ErrorCode::internal, "libsodium found no source of randomness");
    return {};
}

Hash sha256(std::initializer_list<ByteView> parts) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const ByteView part : parts)
        crypto_hash_sha256_update(&state, part.data(), part.size());
    Hash hash;
    crypto_hash_sha256_final(&state, hash.bytes.data());
    return hash;
}

Hash hmac_sha256(ByteView key, ByteView message) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    crypto_auth_hmacsha256_update(&state, message.data(), message.size());
    Hash mac;
    crypto_auth_hmacsha256_final(&state, mac.bytes.data());
    return mac;
}

bool equal_in_constant_time(ByteView left, ByteView right) {
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

void wipe(std::span<std::uint8_t> secret) {
    sodium_memzero(secret.data(), secret.size());
}

SigningKey SigningKey::generate() {
    SigningKey key;
    crypto_sign_keypair(key.public_.bytes.data(), key.secret_.data());
    return key;
}

std::optional<SigningKey> SigningKey::from_seed(ByteView seed) {
    if (seed.size() != kSeedSize) return std::nullopt;
    SigningKey key;
    crypto_sign_seed_keypair(key.public_.bytes.data(), key.secret_.data(), seed.data());
    return key;
}

Signature SigningKey::sign(ByteView message) const {
    Signature signature;
    crypto_sign_detached(signature.bytes.data(), nullptr, message.data(), message.size(), secret_.data());
    return signature;
}

bool verify(const PublicKey& key, ByteView message, const Signature& signature) {
    return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(),
                                       key.bytes.data()) == 0;
}

bool is_usable_key(const PublicKey& key) {
    return crypto_core_ed25519_is_valid_point(key.bytes.data()) == 1;
}

KeyId key_id_of(ByteView public_key) {
    const Hash hash = sha256(public_key);
    return *KeyId::from(hash.view().first(KeyId::kSize));
}

}  // namespace hadir::wire
