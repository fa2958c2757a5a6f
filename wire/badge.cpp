#include "wire/badge.h"

#include "wire/encodings.h"

namespace hadir::wire {
namespace {

constexpr std::string_view kPrefix = "HADIR:1:";
constexpr std::size_t kSignedBytes = 11;
constexpr std::size_t kBadgeBytes = kSignedBytes + Signature::kSize;
constexpr LocalDay kFirstDay{std::chrono::year(2020) / 1 / 1};

Bytes signed_message(ByteView fields) {
    Bytes message;
    append_domain(message, "hadir-badge-1");
    append(message, fields);
    return message;
}

}  // namespace

Result<std::string> write_badge(const PrintedBadge& badge, const SigningKey& key) {
    const auto days = (badge.expires - kFirstDay).count();
    if (days < 0 || days > 0xffff) {
        return fail(ErrorCode::usage, "a badge cannot expire on " + format_day(badge.expires) +
                                          "; choose a day from 2020-01-01 to 2199-06-06");
    }
    if (badge.key_id == 0) return fail(ErrorCode::usage, "a badge key's number is from 1 to 255");
    Bytes fields{badge.key_id};
    append(fields, badge.badge.bytes);
    append_u16(fields, static_cast<std::uint16_t>(days));
    const Signature signature = key.sign(signed_message(fields));
    append(fields, signature.bytes);
    return std::string(kPrefix) + to_base45(fields);
}

Result<PrintedBadge> parse_badge(std::string_view text, const BadgeKeys& keys) {
    if (text.size() != kBadgeTextChars || !text.starts_with(kPrefix)) {
        return fail(ErrorCode::malformed, "not a Hadir badge");
    }
    const auto raw = from_base45(text.substr(kPrefix.size()));
    if (!raw || raw->size() != kBadgeBytes || to_base45(*raw) != text.substr(kPrefix.size())) {
        return fail(ErrorCode::malformed, "not a Hadir badge: base45");
    }
    const ByteView bytes = *raw;
    PrintedBadge badge;
    badge.key_id = bytes[0];
    badge.badge = *BadgeId::from(bytes.subspan(1, BadgeId::kSize));
    badge.expires = kFirstDay + std::chrono::days(bytes[9] * 256 + bytes[10]);
    const auto key = keys.find(badge.key_id);
    if (key == keys.end()) return fail(ErrorCode::bad_signature, "no badge key has this number");
    if (!verify(key->second, signed_message(bytes.first(kSignedBytes)),
                *Signature::from(bytes.subspan(kSignedBytes)))) {
        return fail(ErrorCode::bad_signature, "the badge's signature does not fit");
    }
    return badge;
}

}  // namespace hadir::wire
