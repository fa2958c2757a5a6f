// Central's own ledger on a second disk, so that no decision is lost with the first. The file has the
// `records` table of a terminal's ledger.db: hadir-verify checks it as it is.
#pragma once

#include <string>

#include "central/database.h"
#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/crypto.h"

namespace hadir::central {

// Any thread; several processes too: SQLite's own locks keep them apart.
class Mirror {
public:
    explicit Mirror(std::string path) : path_(std::move(path)) {}

    // Appends what central's ledger holds beyond the file, durably. Called after each decision and before it
    // is answered, and at start. STORAGE; CONFLICT when the file holds what the database does not: the
    // database was restored from a backup, and nothing is decided before `hadir-central mirror restore`
    // brought those back.
    [[nodiscard]] Result<void> catch_up(const Database& database, const DeviceId& own) const;

    // Brings back what the file holds and the database does not: the records, and what they decided. Only
    // records in one chain, signed by central's own ledger key, are taken. How many; the server must be
    // stopped.
    [[nodiscard]] Result<std::size_t> restore(const Database& database, const wire::SigningKey& ledger_key,
                                              UnixMs now) const;

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace hadir::central
