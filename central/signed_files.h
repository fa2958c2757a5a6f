// Rosters and the policy, signed anew only when what they say has changed or their end is near.
#pragma once

#include <chrono>
#include <string_view>

#include "central/database.h"
#include "central/devices_repository.h"
#include "central/files_repository.h"
#include "core/result.h"
#include "wire/crypto.h"
#include "wire/roster.h"

namespace hadir::central {

// After its end a roster still serves, with a mark on each record; a new one comes at half of its life.
constexpr std::chrono::days kFileLife{14};

[[nodiscard]] Result<IssuedFile> roster_for(const Database& database, const Device& device,
                                            const wire::SigningKey& key, UnixMs now);
// A new roster for every terminal that ever got one and is not revoked, where it says something new: the next
// receipt names it, so that terminals fetch it before their night. How many terminals those are.
[[nodiscard]] Result<std::size_t> issue_rosters(const Database& database, const wire::SigningKey& key,
                                                UnixMs now);
[[nodiscard]] Result<IssuedFile> current_policy(const Database& database, wire::Policy policy,
                                                const wire::SigningKey& key, UnixMs now);

// The keys file as the root signed it. BAD_SIGNATURE when another root did, CONFLICT for one that is older
// than the one held or of the same version with other bytes.
[[nodiscard]] Result<wire::KeysFile> import_keys(const Database& database, std::string_view file,
                                                 const PublicKey& root);

}  // namespace hadir::central
