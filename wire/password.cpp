#include "wire/password.h"

#include <sodium.h>

#include <array>

namespace hadir::wire {

Result<std::string> hash_password(std::string_view password, PasswordCost cost) {
    if (password.size() < kPasswordBytesMin || password.size() > kPasswordBytesMax)
        return fail(ErrorCode::usage, "a password has 8 to 1,024 bytes");
    const bool quick = cost == PasswordCost::quick;
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(),
                              quick ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              quick ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return fail(ErrorCode::unavailable, "not enough memory to hash a password");
    }
    return std::string(text.data());
}

bool password_fits(const std::string& stored, std::string_view password) {
    return stored.size() < crypto_pwhash_STRBYTES && password.size() <= kPasswordBytesMax &&
           crypto_pwhash_str_verify(stored.c_str(), password.data(), password.size()) == 0;
}

}  // namespace hadir::wire
