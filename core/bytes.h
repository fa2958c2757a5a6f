// Byte strings and the fixed-size values made of them, each a type of its own so that two cannot be swapped.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hadir {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

[[nodiscard]] inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
[[nodiscard]] inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Lower-case hex. from_hex takes only lower case and whole bytes: anything else is not canonical.
[[nodiscard]] std::string to_hex(ByteView bytes);
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view text);

template <class Tag, std::size_t N>
struct FixedBytes {
    static constexpr std::size_t kSize = N;
    std::array<std::uint8_t, N> bytes{};

    auto operator<=>(const FixedBytes&) const = default;
    [[nodiscard]] ByteView view() const { return bytes; }
    [[nodiscard]] std::string hex() const { return to_hex(bytes); }

    [[nodiscard]] static std::optional<FixedBytes> from(ByteView source) {
        if (source.size() != N) return std::nullopt;
        FixedBytes value;
        std::copy(source.begin(), source.end(), value.bytes.begin());
        return value;
    }
    [[nodiscard]] static std::optional<FixedBytes> parse_hex(std::string_view text) {
        const auto raw = from_hex(text);
        return raw ? from(*raw) : std::nullopt;
    }
};

using DeviceId = FixedBytes<struct DeviceIdTag, 16>;     // a terminal or tablet; random
using BootId = FixedBytes<struct BootIdTag, 16>;         // the kernel's boot_id
using BadgeId = FixedBytes<struct BadgeIdTag, 8>;        // random, new for each card
using PhoneKeyId = FixedBytes<struct PhoneKeyIdTag, 8>;  // of a key in one person's phone; random
using PersonId = FixedBytes<struct PersonIdTag, 8>;      // random, opaque; never the NIP
using Hash = FixedBytes<struct HashTag, 32>;             // SHA-256
using PublicKey = FixedBytes<struct PublicKeyTag, 32>;   // Ed25519 or X25519
using Signature = FixedBytes<struct SignatureTag, 64>;   // Ed25519
using KeyId = FixedBytes<struct KeyIdTag, 4>;            // first 4 bytes of SHA-256(public key); only selects
using Nonce = FixedBytes<struct NonceTag, 16>;
using Salt = FixedBytes<struct SaltTag, 16>;  // what makes a line's hash unguessable

// Appends to a message that will be hashed or signed; integers are big-endian (docs/formats.md 1).
inline void append(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}
inline void append(Bytes& out, std::string_view text) {
    append(out, as_bytes(text));
}
void append_u16(Bytes& out, std::uint16_t value);
void append_u32(Bytes& out, std::uint32_t value);
void append_u64(Bytes& out, std::uint64_t value);
// Appends the text and one zero byte: the domain in front of everything that is signed or hashed.
void append_domain(Bytes& out, std::string_view domain);

}  // namespace hadir
