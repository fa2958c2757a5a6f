// Where the lines of an upload go: each is known already, or new on a branch, or the first of a fork
// (docs/formats.md 5). Use inside Database::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "central/branches_repository.h"
#include "central/database.h"
#include "central/records_repository.h"
#include "core/bytes.h"

namespace hadir::central {

// The branch that holds the row `seq` with that hash, or knows it as the end of a hole. Row 0 is h_0's.
[[nodiscard]] std::optional<std::int64_t> find_branch(const Database& database, const LedgerPlace& ledger,
                                                      std::uint64_t seq, const Hash& hash);
// The highest seq on any branch; 0: none.
[[nodiscard]] std::uint64_t newest_seq(const Database& database, const LedgerPlace& ledger);
[[nodiscard]] std::optional<Hash> hash_at(const Database& database, const LedgerPlace& ledger,
                                          std::int64_t branch, std::uint64_t seq);

struct NewPlace {
    std::size_t index = 0;  // of the line in the upload
    std::int64_t branch = 0;
};
struct Placement {
    std::vector<NewPlace> added;
    std::int64_t branch = 0;            // the one that holds the last line
    std::optional<std::uint64_t> fork;  // the first seq with other bytes than what was stored there
};
// `branch` holds the row before `from`. Opens branches and fills holes as the lines want it.
[[nodiscard]] Placement place_lines(const Database& database, const LedgerPlace& ledger, std::int64_t branch,
                                    std::uint64_t from, std::span<const Hash> hashes);

}  // namespace hadir::central
