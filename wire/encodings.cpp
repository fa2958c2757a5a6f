#include "wire/encodings.h"

#include <sodium.h>

#include <charconv>

namespace hadir::wire {
namespace {

constexpr std::string_view kBase45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string encode64(ByteView bytes, int variant) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), static_cast<unsigned>(variant)), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.pop_back();  // the terminating zero
    return text;
}

std::optional<Bytes> decode64(std::string_view text, int variant) {
    Bytes bytes(text.size() / 4 * 3 + 3);
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, &end,
                          variant) != 0 ||
        end != text.data() + text.size()) {
        return std::nullopt;
    }
    bytes.resize(size);
    if (encode64(bytes, variant) != text) return std::nullopt;
    return bytes;
}

std::optional<unsigned> value_in(std::string_view alphabet, char c) {
    const std::size_t at = alphabet.find(c);
    if (at == std::string_view::npos) return std::nullopt;
    return static_cast<unsigned>(at);
}

}  // namespace

std::string to_base64url(ByteView bytes) {
    return encode64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
std::optional<Bytes> from_base64url(std::string_view text) {
    return decode64(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
std::string to_base64(ByteView bytes) {
    return encode64(bytes, sodium_base64_VARIANT_ORIGINAL);
}
std::optional<Bytes> from_base64(std::string_view text) {
    return decode64(text, sodium_base64_VARIANT_ORIGINAL);
}

std::string to_base45(ByteView bytes) {
    std::string text;
    text.reserve((bytes.size() + 1) / 2 * 3);
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        const bool pair = i + 1 < bytes.size();
        unsigned value = pair ? bytes[i] * 256U + bytes[i + 1] : bytes[i];
        for (int digit = 0; digit < (pair ? 3 : 2); ++digit, value /= 45)
            text.push_back(kBase45[value % 45]);
    }
    return text;
}

std::optional<Bytes> from_base45(std::string_view text) {
    if (text.size() % 3 == 1) return std::nullopt;
    Bytes bytes;
    bytes.reserve(text.size() / 3 * 2 + 1);
    for (std::size_t i = 0; i < text.size(); i += 3) {
        const std::size_t digits = std::min<std::size_t>(3, text.size() - i);
        unsigned value = 0;
        for (std::size_t d = digits; d-- > 0;) {
            const auto digit = value_in(kBase45, text[i + d]);
            if (!digit) return std::nullopt;
            value = value * 45 + *digit;
        }
        if (value > (digits == 3 ? 0xffffU : 0xffU)) return std::nullopt;
        if (digits == 3) bytes.push_back(static_cast<std::uint8_t>(value >> 8U));
        bytes.push_back(static_cast<std::uint8_t>(value & 0xffU));
    }
    return bytes;
}

std::string to_crockford(ByteView bytes) {
    std::string text;
    unsigned held = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        held = held << 8U | byte;
        for (bits += 8; bits >= 5; bits -= 5)
            text.push_back(kCrockford[held >> (bits - 5) & 31U]);
        held &= (1U << bits) - 1;
    }
    return text;
}

std::optional<Bytes> from_crockford(std::string_view text) {
    if (text.empty() || text.size() * 5 % 8 != 0) return std::nullopt;
    Bytes bytes;
    unsigned held = 0;
    unsigned bits = 0;
    for (char c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == 'I' || c == 'L') c = '1';
        if (c == 'O') c = '0';
        const auto value = value_in(kCrockford, c);
        if (!value) return std::nullopt;
        held = held << 5U | *value;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<std::uint8_t>(held >> bits & 0xffU));
        }
        held &= (1U << bits) - 1;
    }
    return bytes;
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
    if (text.empty() || (text.size() > 1 && text[0] == '0')) return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size() || value >= 1ULL << 53U) return std::nullopt;
    return value;
}

std::optional<Signature> parse_signature(std::string_view text) {
    const auto raw = from_base64url(text);
    return raw ? Signature::from(*raw) : std::nullopt;
}

}  // namespace hadir::wire
