// How a person comes to an account of their own: a one-time code that travels with the card, then a
// passphrase and a PIN of their choice (docs/api.md).
#pragma once

#include <chrono>
#include <string>

#include "central/database.h"
#include "central/decisions.h"
#include "central/sessions.h"
#include "core/result.h"
#include "wire/password.h"

namespace hadir::central {

constexpr std::chrono::days kPersonCodeLife{30};
constexpr std::size_t kPersonCodeChars = 12;
constexpr int kPersonCodeWrongMax = 5;  // then that code alone is void

struct PersonCodeOrder {
    PersonId person;
    std::string why;
};
// Twelve letters of Crockford's base32, once; the person's earlier code ends. NOT_FOUND for one who is not
// among the active. The order is a record, the code is not.
[[nodiscard]] Result<std::string> make_person_code(const Database& database, const OwnLedger& own,
                                                   const Officer& officer, const PersonCodeOrder& order,
                                                   wire::PasswordCost cost = wire::PasswordCost::careful);

struct AccountWish {
    std::string code;  // as typed: spaces and hyphens are let pass
    std::string passphrase;
    std::string pin;
};
// Opens the account, named by the person's number, or gives the one that is there a new passphrase and PIN
// and ends its sessions; then signs in. MALFORMED for a passphrase or a PIN that is not taken, which uses
// nothing up. UNKNOWN_CODE, the same for a code that never was, is wrong, used or void; EXPIRED after the
// right one.
[[nodiscard]] Result<SignedIn> open_account(const Database& database, const OwnLedger& own,
                                            const AccountWish& wish,
                                            wire::PasswordCost cost = wire::PasswordCost::careful);

// unread: nobody can tell, as there is none, or it was chosen after that moment.
enum class PinVerdict : std::uint8_t { right, wrong, unread };
// Whether it was the person's PIN when it was entered. Takes as long as a password.
[[nodiscard]] Result<PinVerdict> judge_pin(const Database& database, const PersonId& person,
                                           const std::string& pin, UnixMs entered);

}  // namespace hadir::central
