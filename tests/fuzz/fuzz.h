// What every fuzzer shares: keys that sign what would otherwise be thrown away at the signature, and an
// assertion that stops the fuzzer.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "wire/crypto.h"
#include "wire/keys_file.h"

namespace hadir::fuzz {

inline void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// The same keys in every run, so that a corpus stays good.
inline const wire::SigningKey& signing_key() {
    static const wire::SigningKey key = [] {
        require(wire::start_crypto().has_value(), "libsodium starts");
        return *wire::SigningKey::from_seed(Bytes(wire::SigningKey::kSeedSize, 7));
    }();
    return key;
}

// A keys file that lists that one key for `use`.
inline wire::KeysFile keys_for(const std::string& use) {
    wire::KeyRow row;
    row.use = use;
    row.alg = "ed25519";
    const PublicKey key = signing_key().public_key();
    row.pub = Bytes(key.bytes.begin(), key.bytes.end());
    row.id = wire::key_id_of(row.pub);
    if (use == "badge") row.badge_key = std::uint8_t{7};
    wire::KeysFile file;
    file.rows.push_back(row);
    return file;
}

}  // namespace hadir::fuzz
