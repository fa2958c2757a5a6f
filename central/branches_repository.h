// Where ledgers fork, and where rows are missing. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "central/branches.h"
#include "central/database.h"
#include "central/records_repository.h"
#include "core/bytes.h"
#include "core/time.h"

namespace hadir::central {

// Rows `first` to `last` are missing on `branch`; `hash` is known to be h_last.
struct Hole {
    std::int64_t branch = 0;
    std::uint64_t first = 1;
    std::uint64_t last = 1;
    Hash hash;
};

class BranchesRepository {
public:
    explicit BranchesRepository(const Database& database) : sql_(database.sql()) {}

    std::vector<Branch> all(const LedgerPlace& ledger);  // by number; at least branch 0
    // A new branch that leaves `parent` at `first`.
    std::int64_t add(const LedgerPlace& ledger, std::int64_t parent, std::uint64_t first);
    bool revoke(const LedgerPlace& ledger, std::int64_t branch, UnixMs now);  // false: no such branch, or is

    std::vector<Hole> holes(const LedgerPlace& ledger);
    void add_hole(const LedgerPlace& ledger, const Hole& hole, const Signature& anchor);
    void set_first_missing(const LedgerPlace& ledger, const Hole& hole, std::uint64_t first);
    void close_hole(const LedgerPlace& ledger, const Hole& hole);
    // Everything behind `seq` on `from` turns out to follow `to`.
    void move_tail(const LedgerPlace& ledger, std::int64_t from, std::uint64_t seq, std::int64_t to);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
