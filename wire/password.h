// Passwords of accounts: what is stored never gives them back.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace hadir::wire {

constexpr std::size_t kPasswordBytesMin = 8;
constexpr std::size_t kPasswordBytesMax = 1024;

// How dear one guess is. `quick` is for tests alone.
enum class PasswordCost : std::uint8_t { careful, quick };

// Argon2id with a salt of its own, as one line of text. USAGE when the length is not allowed.
[[nodiscard]] Result<std::string> hash_password(std::string_view password,
                                                PasswordCost cost = PasswordCost::careful);
[[nodiscard]] bool password_fits(const std::string& stored, std::string_view password);

}  // namespace hadir::wire
