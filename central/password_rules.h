// Which passwords an account may have, after NIST SP 800-63B-4 (3.1.1.2): length, and nothing that is guessed
// first. No rule about kinds of characters, and nobody must change one because time has passed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.h"

namespace hadir::central {

constexpr std::size_t kPasswordCharsAlone = 15;         // where it is all that is asked for
constexpr std::size_t kPasswordCharsBesideFactor = 12;  // the standard asks for 8
constexpr std::size_t kPasswordCharsMax = 128;

struct PasswordOf {
    std::string_view account;
    std::string_view holder;  // the person's name; may be empty
    bool has_factor = false;  // a second factor is asked for at each sign-in
};
// USAGE with the reason: too short, too long, no UTF-8, among the common ones, made by repeating or counting,
// or with the account's or the person's name in it.
[[nodiscard]] Result<void> check_password(std::string_view password, const PasswordOf& whose);

}  // namespace hadir::central
