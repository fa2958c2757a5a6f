// The `keys` file: which public key signs what. Signed by the offline root, the one thing that is pinned
// (docs/formats.md 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "wire/badge.h"
#include "wire/signed_file.h"

namespace hadir::wire {

struct KeyRow {
    std::string use;  // badge roster policy receipt log evidence device revoked ca
    KeyId id;
    std::string alg;  // ed25519, x25519 (evidence), p256 (ca)
    Bytes pub;        // 32 bytes, or the 65 of the uncompressed point for p256
    UnixMs from;
    UnixMs until;                           // nothing new is signed after it; old signatures stay good
    std::optional<std::string> origin;      // of a log key
    std::optional<std::uint8_t> badge_key;  // 1 to 255, of a badge key
};

[[nodiscard]] std::string write_key_row(const KeyRow& row);
[[nodiscard]] Result<KeyRow> parse_key_row(const Json& json, const std::string& where);

struct KeysFile {
    FileHead head;
    std::vector<KeyRow> rows;

    [[nodiscard]] BadgeKeys badge_keys() const;
    // The body of a file that a listed key of that domain has signed. BAD_SIGNATURE when none has.
    [[nodiscard]] Result<std::string_view> open(FileDomain domain, std::string_view text) const;
};

[[nodiscard]] std::string write_keys_file(const FileHead& head, const std::vector<KeyRow>& rows,
                                          const SigningKey& root);
[[nodiscard]] Result<KeysFile> open_keys_file(std::string_view text, const PublicKey& root);

}  // namespace hadir::wire
