// The sub-commands of hadir-central that concern the log and its proofs, and what `serve` does for it.
#pragma once

#include <string>

#include "central/database.h"
#include "central/log_keys.h"
#include "central/online_keys.h"
#include "config/settings.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/keys_file.h"

namespace hadir::apps {

[[nodiscard]] Result<void> log(const config::Settings& settings);    // status, checkpoint, new-epoch
[[nodiscard]] Result<void> proof(const config::Settings& settings);  // DEV INC SEQ FILE, or CODE FILE

// keys-request.json for the root: every key that central signs with. Log keys are made where they lack.
[[nodiscard]] Result<void> request_keys(const config::Settings& settings, const central::OnlineKeys& keys);

// The keys file that was imported last, read under the root that was pinned then. USAGE when there is none.
[[nodiscard]] Result<wire::KeysFile> imported_keys(const config::Settings& settings,
                                                   const central::Database& database);

// What an old data folder lacks is made; the log begins where none is.
[[nodiscard]] Result<central::LogKeys> open_log(const config::Settings& settings,
                                                const central::Database& database, UnixMs now);
// Signs a checkpoint when one is due. `told` keeps the trouble that was logged last: once, not every time.
void tend_log(const central::Database& database, const central::LogKeys& keys, Zone zone, UnixMs now,
              std::string& told);

}  // namespace hadir::apps
