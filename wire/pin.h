// The PIN: six bits of it at a terminal, against mistyping, and the PIN itself sealed to BKD, which decides
// (docs/formats.md 4, Roster; 5, Side data). Bytes only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/keys_file.h"
#include "wire/photo.h"

namespace hadir::wire {

inline constexpr std::size_t kPinDigits = 6;
inline constexpr std::size_t kNumberDigits = 5;  // of a nomor presensi
inline constexpr const char* kPinField = "pin";  // of the side data

[[nodiscard]] bool is_pin(std::string_view text);
// All digits alike, or each one more or one less than the one before: what everybody tries first.
[[nodiscard]] bool is_easy_pin(std::string_view pin);
[[nodiscard]] bool is_presence_number(std::string_view text);

// One wrong PIN in 64 fits as well; whoever takes the disk is left with 15,625 PINs a person.
struct PinCheck {
    Salt salt;
    std::uint8_t bits = 0;  // the first six of the digest: 0 to 63
    bool operator==(const PinCheck&) const = default;
};
[[nodiscard]] std::uint8_t pin_bits(const Salt& salt, std::string_view pin);
[[nodiscard]] PinCheck make_pin_check(Random& random, std::string_view pin);
[[nodiscard]] inline bool fits(const PinCheck& check, std::string_view pin) {
    return pin_bits(check.salt, pin) == check.bits;
}

// One use of a PIN: terminal, person and the `at` of its record are sealed with it, so that no other record
// can borrow it.
struct PinUse {
    DeviceId dev;
    PersonId person;
    UnixMs at;
    std::string pin;
    bool operator==(const PinUse&) const = default;
};
// To which `evidence` key: the one of that moment; under a clock that is far off, the one that ends last.
[[nodiscard]] std::optional<PublicKey> pin_key_at(const KeysFile& keys, UnixMs time);
// The side data's value. INTERNAL for a key to which nothing can be sealed.
[[nodiscard]] Result<std::string> seal_pin(const PinUse& use, const PublicKey& key);
// Which key it was sealed to; nothing when it is no sealed PIN.
[[nodiscard]] std::optional<KeyId> pin_sealed_to(std::string_view value);
// BAD_SIGNATURE when another key sealed it or a byte was changed, MALFORMED when what was sealed is no PIN.
[[nodiscard]] Result<PinUse> open_pin(std::string_view value, const PhotoKey& key);

}  // namespace hadir::wire
