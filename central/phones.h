// The keys of people's phones: registered by the person, proved at a terminal behind their printed badge, one
// at a time (docs/formats.md 3, docs/api.md).
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/decisions.h"
#include "central/phones_repository.h"
#include "core/result.h"
#include "wire/phone_badge.h"

namespace hadir::central {

constexpr std::chrono::hours kNextPhoneWait{24};     // of a person's second key and each one after it
constexpr std::chrono::minutes kBadgeToPhoneMax{2};  // from the printed badge to the phone's code
constexpr int kPhonesRegisteredADayMax = 5;          // each is a record
constexpr int kPhonesShownMax = 10;                  // to the person: the newest

struct PhoneWish {
    PublicKey key;
    Nonce browser;    // random, kept by the browser: two people's keys of one browser are marked
    Signature proof;  // by the key itself
};
// It waits for a terminal; the person's key that waited before it ends. BAD_SIGNATURE; CONFLICT for a key
// that is there; RATE past five a day.
[[nodiscard]] Result<Phone> register_phone(const Database& database, const OwnLedger& own,
                                           const PersonId& person, const PhoneWish& wish);

// The person ends a key of their own; one that has ended stays so. NOT_FOUND for another's.
[[nodiscard]] Result<void> end_phone(const Database& database, const OwnLedger& own, const PersonId& person,
                                     const PhoneKeyId& id);
// The same by an officer, with a reason. CONFLICT when it has ended.
[[nodiscard]] Result<void> revoke_phone(const Database& database, const OwnLedger& own,
                                        const Officer& officer, const PhoneKeyId& id, const std::string& why);

[[nodiscard]] Result<std::vector<Phone>> phones_of(const Database& database, const PersonId& person);

// Makes keys valid that terminals have seen behind the printed badge, and lets rosters list those whose wait
// is over. Call it again and again: what is missing today may come tomorrow. How many keys became valid.
[[nodiscard]] Result<std::size_t> tend_phones(const Database& database, const OwnLedger& own);

// Does again what a `phone-...` record of central's own did, where the database has lost it. Inside a
// transaction.
void apply_phone_decision(const Database& database, const wire::Line& line);

}  // namespace hadir::central
