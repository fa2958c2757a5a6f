// Accounts of staff without the decision that makes them, and what their authenticator apps show.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "central/accounts_repository.h"
#include "central/factors.h"
#include "central/sessions.h"
#include "pki/totp.h"
#include "wire/password.h"

namespace hadir::central::tests {

inline const pki::TotpSecret kFactor = *pki::TotpSecret::from(as_bytes("12345678901234567890"));

inline std::string code_at(UnixMs now, const pki::TotpSecret& secret = kFactor) {
    return pki::totp_code(secret.view(), pki::totp_step(now));
}

// `account.password` is the plain one; a role that needs a second factor has kFactor.
inline void add_staff(const Database& database, Account account, UnixMs now) {
    account.password = wire::hash_password(account.password, wire::PasswordCost::quick).value();
    const auto added = database.transaction([&]() -> Result<void> {
        AccountsRepository(database).add(account, now);
        return {};
    });
    ASSERT_TRUE(added) << added.error().message;
    if (!needs_factor(account.role)) return;
    ASSERT_TRUE(set_factor(database, account.name, kFactor, now));
}

}  // namespace hadir::central::tests
