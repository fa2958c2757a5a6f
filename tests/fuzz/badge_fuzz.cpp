// The text in front of the lens: anybody may hold up anything.
#include "tests/fuzz/fuzz.h"
#include "wire/badge.h"
#include "wire/encodings.h"
#include "wire/enrolment.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hadir;
    const std::string_view text = fuzz::text_of(data, size);
    static const wire::BadgeKeys keys = fuzz::keys_for("badge").badge_keys();
    if (const auto badge = wire::parse_badge(text, keys)) {
        const auto again = wire::write_badge(*badge, fuzz::signing_key());
        fuzz::require(again && *again == text, "a badge that is accepted is the one that was signed");
    }
    if (const auto bytes = wire::from_base45(text))
        fuzz::require(wire::to_base45(*bytes) == text, "base45 has one text for the same bytes");
    if (const auto bytes = wire::from_base64url(text))
        fuzz::require(wire::to_base64url(*bytes) == text, "base64url has one text for the same bytes");
    if (const auto bytes = wire::from_base64(text))
        fuzz::require(wire::to_base64(*bytes) == text, "base64 has one text for the same bytes");
    if (const auto qr = wire::parse_enrol_qr(text))
        fuzz::require(wire::write_enrol_qr(*qr) == text, "an enrolment QR has one text");
    if (const auto code = wire::parse_enrol_code(text)) {
        const auto again = wire::parse_enrol_code(wire::write_enrol_code(*code));
        fuzz::require(again && again->slot == code->slot, "an enrolment code reads back");
    }
    return 0;
}
