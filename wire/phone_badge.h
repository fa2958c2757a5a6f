// The code that a person's phone shows (docs/formats.md 3): new every ten seconds, signed by a key that never
// leaves the phone's browser. Bytes only; which keys are registered is for the caller.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/crypto.h"

namespace hadir::wire {

constexpr std::size_t kPhoneTextChars = 122;
constexpr std::size_t kPhoneCodeBytes = 76;
constexpr std::chrono::seconds kPhoneStep{10};
constexpr std::uint32_t kPhoneStepsAside = 3;  // how far a phone's clock may be off, either way

struct PhoneCode {
    PhoneKeyId key;          // only selects: whose it is, and whether it counts, is not in the code
    std::uint32_t step = 0;  // unix seconds / 10, by the phone's clock
    Signature signature;
};

// MALFORMED: not a phone's code. What is read is not proved yet: ask is_signed_by.
[[nodiscard]] Result<PhoneCode> parse_phone_code(std::string_view text);
// The same from the 76 bytes that a check-in carries as `phone_code`.
[[nodiscard]] Result<PhoneCode> read_phone_code(ByteView bytes);
[[nodiscard]] Bytes bytes_of(const PhoneCode& code);
[[nodiscard]] bool is_signed_by(const PhoneCode& code, const PublicKey& key);

// What a phone does. Central and terminals never hold such a key: for tests and the demo.
[[nodiscard]] PhoneCode make_phone_code(const PhoneKeyId& id, std::uint32_t step, const SigningKey& key);
[[nodiscard]] std::string write_phone_code(const PhoneCode& code);

// With what a phone shows that it holds the key which it registers for a person.
[[nodiscard]] Bytes phone_registration_message(const PersonId& person, const PublicKey& key);

// The step of a moment; 0 before 1970, the last one past year 3331.
[[nodiscard]] std::uint32_t phone_step_at(UnixMs time);
// Whether a code of that step is taken at `now`.
[[nodiscard]] bool is_step_near(std::uint32_t step, UnixMs now);

}  // namespace hadir::wire
