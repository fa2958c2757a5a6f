// Whole SQLite files: what only the engine itself can copy, and a ledger as a terminal keeps it.
#pragma once

#include <string>

#include "central/database.h"
#include "core/bytes.h"
#include "core/result.h"

namespace hadir::central {

// A consistent copy while others write; `to` must not exist. Checked before it gets its name.
[[nodiscard]] Result<void> back_up(const std::string& database, const std::string& to);

// Puts a backup in the place of all that the database holds. The server must be stopped. USAGE unless `from`
// is a sound database of central's, no newer than this program.
[[nodiscard]] Result<void> restore(const std::string& from, const std::string& database);

// Writes the whole file anew, so that no free page or gap of it holds what was deleted, and empties its
// write-ahead log; others may have it open. STORAGE, also when they read for too long.
[[nodiscard]] Result<void> write_anew(const std::string& database);

// Writes the records of one terminal, as many as are told, into a new file with the table that `ledger.db`
// has. Of a forked ledger one branch, with what it shares with others. NOT_FOUND for an unknown terminal.
[[nodiscard]] Result<std::size_t> export_ledger(const Database& database, const DeviceId& dev,
                                                const std::string& to, std::int64_t branch = 0);

}  // namespace hadir::central
