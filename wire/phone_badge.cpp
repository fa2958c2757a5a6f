#include "wire/phone_badge.h"

#include <limits>

#include "wire/encodings.h"

namespace hadir::wire {
namespace {

constexpr std::string_view kPrefix = "HADIR:2:";
constexpr std::size_t kStepAt = PhoneKeyId::kSize;
constexpr std::size_t kSignedBytes = kStepAt + 4;

Bytes signed_fields(const PhoneKeyId& id, std::uint32_t step) {
    Bytes fields(id.bytes.begin(), id.bytes.end());
    append_u32(fields, step);
    return fields;
}

Bytes signed_message(const PhoneKeyId& id, std::uint32_t step) {
    Bytes message;
    append_domain(message, "hadir-phone-1");
    append(message, signed_fields(id, step));
    return message;
}

std::uint32_t read_u32(ByteView bytes) {
    std::uint32_t value = 0;
    for (const std::uint8_t byte : bytes)
        value = value << 8 | byte;
    return value;
}

}  // namespace

Result<PhoneCode> parse_phone_code(std::string_view text) {
    if (text.size() != kPhoneTextChars || !text.starts_with(kPrefix))
        return fail(ErrorCode::malformed, "not a phone's code");
    const auto raw = from_base45(text.substr(kPrefix.size()));
    if (!raw || to_base45(*raw) != text.substr(kPrefix.size()))
        return fail(ErrorCode::malformed, "not a phone's code: base45");
    return read_phone_code(*raw);
}

Result<PhoneCode> read_phone_code(ByteView bytes) {
    if (bytes.size() != kPhoneCodeBytes) return fail(ErrorCode::malformed, "a phone's code is 76 bytes");
    return PhoneCode{*PhoneKeyId::from(bytes.first(kStepAt)), read_u32(bytes.subspan(kStepAt, 4)),
                     *Signature::from(bytes.subspan(kSignedBytes))};
}

Bytes bytes_of(const PhoneCode& code) {
    Bytes bytes = signed_fields(code.key, code.step);
    append(bytes, code.signature.bytes);
    return bytes;
}

bool is_signed_by(const PhoneCode& code, const PublicKey& key) {
    return verify(key, signed_message(code.key, code.step), code.signature);
}

PhoneCode make_phone_code(const PhoneKeyId& id, std::uint32_t step, const SigningKey& key) {
    return {id, step, key.sign(signed_message(id, step))};
}

std::string write_phone_code(const PhoneCode& code) {
    return std::string(kPrefix) + to_base45(bytes_of(code));
}

Bytes phone_registration_message(const PersonId& person, const PublicKey& key) {
    Bytes message;
    append_domain(message, "hadir-phone-key-1");
    append(message, person.bytes);
    append(message, key.bytes);
    return message;
}

std::uint32_t phone_step_at(UnixMs time) {
    constexpr std::int64_t kStepMs = std::chrono::milliseconds(kPhoneStep).count();
    constexpr std::int64_t kLast = std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(std::clamp(time.value / kStepMs, std::int64_t{0}, kLast));
}

bool is_step_near(std::uint32_t step, UnixMs now) {
    const std::uint32_t own = phone_step_at(now);
    return (step > own ? step - own : own - step) <= kPhoneStepsAside;
}

}  // namespace hadir::wire
