#include "pki/totp.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace hadir::pki {
namespace {

constexpr std::uint32_t kModulus = 1'000'000;  // six digits
constexpr std::size_t kSha1Bytes = 20;
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::int64_t kStepsBeside = 1;  // clocks of phones are a little off

}  // namespace

std::int64_t totp_step(UnixMs now) {
    return now.value / kTotpStepMs;
}

std::string totp_code(ByteView secret, std::int64_t step) {
    Bytes counter;
    append_u64(counter, static_cast<std::uint64_t>(step));
    std::array<std::uint8_t, kSha1Bytes> mac{};
    unsigned size = 0;
    HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(),
         mac.data(), &size);
    // RFC 4226 5.3: the last nibble says where the 31 bits stand.
    const std::size_t at = mac.back() & 0x0FU;
    const std::uint32_t bits = (mac[at] & 0x7FU) << 24U | std::uint32_t{mac[at + 1]} << 16U |
                               std::uint32_t{mac[at + 2]} << 8U | mac[at + 3];
    std::string digits = std::to_string(bits % kModulus);
    return std::string(kTotpDigits - digits.size(), '0') + digits;
}

std::optional<std::int64_t> totp_match(const TotpSecret& secret, std::string_view code, UnixMs now,
                                       std::int64_t used) {
    if (code.size() != kTotpDigits) return std::nullopt;
    std::optional<std::int64_t> found;
    const std::int64_t middle = totp_step(now);
    for (std::int64_t step = middle - kStepsBeside; step <= middle + kStepsBeside; ++step) {
        const std::string right = totp_code(secret.view(), step);
        if (CRYPTO_memcmp(right.data(), code.data(), kTotpDigits) == 0 && step > used) found = step;
    }
    return found;
}

std::string to_base32(ByteView bytes) {
    std::string text;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        held = held << 8U | byte;
        for (bits += 8; bits >= 5; bits -= 5)
            text.push_back(kBase32[held >> (bits - 5) & 0x1FU]);
    }
    if (bits > 0) text.push_back(kBase32[held << (5 - bits) & 0x1FU]);
    return text;
}

std::string totp_address(const TotpSecret& secret, std::string_view account) {
    return "otpauth://totp/Hadir:" + std::string(account) + "?secret=" + to_base32(secret.view()) +
           "&issuer=Hadir&algorithm=SHA1&digits=6&period=30";
}

}  // namespace hadir::pki
