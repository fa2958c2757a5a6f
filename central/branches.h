// The branches of one forked ledger: a tree in which each branch leaves its parent at one seq and shares
// everything before it. Pure (docs/formats.md 5, Fork).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace hadir::central {

struct Branch {
    std::int64_t branch = 0;
    std::optional<std::int64_t> parent;  // none: the first one, 0
    std::uint64_t first = 1;             // its first own record
    bool revoked = false;
};

// Whether a record that is stored on `branch` at `seq` stands on the way to `tip`, itself included.
[[nodiscard]] bool leads_to(std::span<const Branch> branches, std::int64_t tip, std::int64_t branch,
                            std::uint64_t seq);

// Which branch holds the record at `seq` on the way to `tip`.
[[nodiscard]] std::int64_t holder_of(std::span<const Branch> branches, std::int64_t tip, std::uint64_t seq);

// The first seq where the way to `tip` and on parts from any other branch; none in a ledger without a fork.
[[nodiscard]] std::optional<std::uint64_t> first_parting(std::span<const Branch> branches, std::int64_t tip);

// The last seq that all branches which hold the record at `seq` of `branch` share; none: only `branch` does.
[[nodiscard]] std::optional<std::uint64_t> last_common(std::span<const Branch> branches, std::int64_t branch,
                                                       std::uint64_t seq);

}  // namespace hadir::central
