// The records that central has accepted, as the bytes that were signed. Use inside Database::read or
// ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"
#include "wire/batch.h"

namespace hadir::central {

// One terminal's ledger of one incarnation.
struct LedgerPlace {
    std::int64_t device = 0;
    std::uint32_t inc = 1;
};

struct StoredHead {
    std::uint64_t seq = 0;
    Hash hash;
};

// A record's hash and where it is; `branch` is the one that holds the row (central/branches.h).
struct StoredHash {
    std::int64_t branch = 0;
    std::uint64_t seq = 1;
    Hash hash;
};

struct StoredRecord {
    std::int64_t id = 0;
    std::uint32_t inc = 1;
    std::int64_t branch = 0;
    std::uint64_t seq = 1;
    wire::SignedLine line;
    Hash hash;
    UnixMs received;
};

// What is about to be stored.
struct NewRecord {
    std::int64_t branch = 0;
    std::uint64_t seq = 1;
    const wire::SignedLine* line = nullptr;
    Hash hash;
    std::optional<std::string> quarantine;
};

class RecordsRepository {
public:
    explicit RecordsRepository(const Database& database) : sql_(database.sql()) {}

    // The newest row that is stored on the branch itself, without what it shares.
    std::optional<StoredHead> head(const LedgerPlace& ledger, std::int64_t branch);
    // Rows from `from` on that are stored on the branch itself, by seq.
    std::vector<StoredHash> hashes(const LedgerPlace& ledger, std::int64_t branch, std::uint64_t from,
                                   std::size_t count);

    // The id of each row, in order.
    std::vector<std::int64_t> add(const LedgerPlace& ledger, std::span<const NewRecord> rows,
                                  UnixMs received);

    // In the order of commits; `device` 0 means all.
    std::vector<StoredRecord> page(std::int64_t device, std::int64_t after_id, int limit);
    // Of a ledger that never forks, from `seq` on.
    std::vector<StoredRecord> from(const LedgerPlace& ledger, std::uint64_t seq, int limit);
    std::int64_t count();
    // By row; on branch 0 of its ledger, as all that central writes itself.
    std::string line(std::int64_t id);  // empty: no such row
    std::optional<wire::LineId> place(std::int64_t id);
    std::optional<std::int64_t> find(const wire::LineId& place);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
