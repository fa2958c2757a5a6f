// Accounts of staff: who adds, resets and ends them, each a decision on record. People open their own
// (central/person_accounts.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "central/accounts_repository.h"
#include "central/database.h"
#include "central/decisions.h"
#include "core/result.h"
#include "wire/password.h"

namespace hadir::central {

constexpr std::size_t kAccountBytesMax = 64;
constexpr std::size_t kOpdBytesMax = 128;

[[nodiscard]] bool is_account_name(std::string_view name);

struct AccountOrder {
    std::string name;
    Role role = Role::opd_officer;
    PersonId person;
    std::string opd{};    // needed for an OPD's officer, refused for everybody else
    bool ethics = false;  // for a discipline officer alone
    std::string why;
};
// With a password that its holder has chosen. USAGE for a name, password, role, OPD or reason that cannot be
// taken; NOT_FOUND for a person who is not among the active; CONFLICT for a name that exists or existed;
// NOT_ALLOWED for one who is signed in and gives rights to themselves.
[[nodiscard]] Result<void> add_account(const Database& database, const OwnLedger& own, const Officer& officer,
                                       const AccountOrder& order, std::string_view password,
                                       wire::PasswordCost cost = wire::PasswordCost::careful);
// With a password that is drawn and returned this once; whoever signs in with it must choose another.
[[nodiscard]] Result<std::string> add_account(const Database& database, const OwnLedger& own,
                                              const Officer& officer, const AccountOrder& order,
                                              wire::PasswordCost cost = wire::PasswordCost::careful);

struct AccountChange {
    std::string name;
    std::string why;
};
// Each ends the account's sessions. USAGE; NOT_FOUND for one that is not there, has ended or is a person's
// own; NOT_ALLOWED for one who is signed in and changes an account of theirs.
[[nodiscard]] Result<void> end_account(const Database& database, const OwnLedger& own, const Officer& officer,
                                       const AccountChange& change);
[[nodiscard]] Result<void> reset_factor(const Database& database, const OwnLedger& own,
                                        const Officer& officer, const AccountChange& change);
// A new password as above, for who has forgotten theirs.
[[nodiscard]] Result<std::string> reset_password(const Database& database, const OwnLedger& own,
                                                 const Officer& officer, const AccountChange& change,
                                                 wire::PasswordCost cost = wire::PasswordCost::careful);

// Of one's own, by its old one. Ends the other sessions, too: sign in anew. UNKNOWN_CODE for a wrong old one;
// USAGE for a new one that is not taken; RATE.
struct PasswordChange {
    std::string old;
    std::string chosen;
};
[[nodiscard]] Result<void> change_password(const Database& database, const std::string& account,
                                           const PasswordChange& change, UnixMs now,
                                           wire::PasswordCost cost = wire::PasswordCost::careful);

[[nodiscard]] Result<std::vector<StaffRow>> staff_of(const Database& database, UnixMs now);

}  // namespace hadir::central
