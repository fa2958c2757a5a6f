// A log's signed word on how far it reaches: C2SP tlog-checkpoint in a C2SP signed-note (docs/formats.md 7).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "wire/crypto.h"
#include "wire/keys_file.h"
#include "wire/merkle.h"

namespace hadir::wire {

constexpr std::size_t kNoteBytesMax = 65'536;

struct Checkpoint {
    std::string origin;  // which log, and which epoch of it
    TreeHead head;
};

// First 4 bytes of SHA-256(name || 0x0A || 0x01 || key): not the id of the same key in the `keys` file.
[[nodiscard]] KeyId note_key_id(std::string_view name, const PublicKey& key);

// The whole note, signed by `key` under the origin as its name.
[[nodiscard]] std::string sign_checkpoint(const Checkpoint& checkpoint, const SigningKey& key);

// What a note claims, before any signature is looked at. MALFORMED, TOO_LARGE.
[[nodiscard]] Result<Checkpoint> read_checkpoint(std::string_view note);
// BAD_SIGNATURE unless this key signed it under its origin; signatures of others are passed over.
[[nodiscard]] Result<Checkpoint> open_checkpoint(std::string_view note, const PublicKey& key);
// NOT_FOUND when `keys` lists no log of that origin: a new epoch is believed only from there.
[[nodiscard]] Result<Checkpoint> open_checkpoint(std::string_view note, const KeysFile& keys);

}  // namespace hadir::wire
