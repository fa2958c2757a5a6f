// Accounts of staff. People open their own (central/person_accounts.h).
#pragma once

#include <string>
#include <string_view>

#include "central/accounts_repository.h"
#include "central/database.h"
#include "core/result.h"
#include "wire/password.h"

namespace hadir::central {

constexpr std::size_t kAccountBytesMax = 64;
constexpr std::size_t kOpdBytesMax = 128;

[[nodiscard]] bool is_account_name(std::string_view name);

struct AccountOrder {
    std::string name;
    std::string password;
    Role role = Role::opd_officer;
    PersonId person;
    std::string opd{};    // needed for an OPD's officer, refused for everybody else
    bool ethics = false;  // for a discipline officer alone
};
// USAGE for a name, password, role or OPD that cannot be taken, CONFLICT for a name that exists.
[[nodiscard]] Result<void> add_account(const Database& database, const AccountOrder& order, UnixMs now,
                                       wire::PasswordCost cost = wire::PasswordCost::careful);

}  // namespace hadir::central
