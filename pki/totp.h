// One-time codes of six digits that an authenticator app shows, new every 30 seconds (RFC 6238 with SHA-1,
// which is what all apps know). OpenSSL's HMAC; nothing here keeps state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/time.h"

namespace hadir::pki {

using TotpSecret = FixedBytes<struct TotpSecretTag, 20>;

constexpr std::int64_t kTotpStepMs = 30'000;
constexpr std::size_t kTotpDigits = 6;

[[nodiscard]] std::int64_t totp_step(UnixMs now);
[[nodiscard]] std::string totp_code(ByteView secret, std::int64_t step);
// The step whose code it is: the one before, of or after `now`, the newest first, and later than `used`,
// since each code serves once. Takes the same time for right and wrong codes.
[[nodiscard]] std::optional<std::int64_t> totp_match(const TotpSecret& secret, std::string_view code,
                                                     UnixMs now, std::int64_t used);

// RFC 4648's base32 without padding: how a secret is typed into an app.
[[nodiscard]] std::string to_base32(ByteView bytes);
// What an app reads from the QR: "otpauth://totp/Hadir:siti?secret=...&issuer=Hadir". `account` is of a-z,
// 0-9, dot, hyphen and underscore.
[[nodiscard]] std::string totp_address(const TotpSecret& secret, std::string_view account);

}  // namespace hadir::pki
