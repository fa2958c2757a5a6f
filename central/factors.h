// The second factor of an account: a secret that an authenticator app holds (RFC 6238), and ten recovery
// codes for when the phone is gone. Codes that fail count like failed sign-ins.
#pragma once

#include <string>
#include <vector>

#include "central/database.h"
#include "central/decisions.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/time.h"
#include "pki/totp.h"

namespace hadir::central {

constexpr std::size_t kRecoveryCodes = 10;
constexpr std::size_t kRecoveryChars = 16;  // of Crockford's base32: 80 bits, so that a plain hash is enough

// A new secret, which counts once a code of it was shown. CONFLICT when the account has a second factor.
[[nodiscard]] Result<pki::TotpSecret> offer_factor(const Database& database, Random& random,
                                                   const std::string& account, UnixMs now);
// The recovery codes, shown this once. UNKNOWN_CODE for a wrong code; RATE; CONFLICT when nothing was
// offered.
[[nodiscard]] Result<std::vector<std::string>> prove_factor(const Database& database, Random& random,
                                                            const std::string& account,
                                                            const std::string& code, UnixMs now);
// Six digits, or a recovery code with or without hyphens. UNKNOWN_CODE for a wrong or used one; RATE.
[[nodiscard]] Result<void> pass_factor(const Database& database, const std::string& account,
                                       const std::string& code, UnixMs now);
// A secret that somebody's app has already: for the command line.
[[nodiscard]] Result<void> set_factor(const Database& database, const std::string& account,
                                      const pki::TotpSecret& secret, UnixMs now);

}  // namespace hadir::central
