// The hashes and proofs of RFC 6962, and how they are verified (docs/formats.md 7). wire/tree.h makes them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/bytes.h"

namespace hadir::wire {

// More than a tree of 2^53 leaves needs.
constexpr std::size_t kTreeProofMax = 64;

[[nodiscard]] Hash leaf_hash(std::string_view line);
[[nodiscard]] Hash node_hash(const Hash& left, const Hash& right);
[[nodiscard]] Hash empty_tree_root();

struct LeafPlace {
    std::uint64_t index = 0;
    std::uint64_t size = 0;  // of the whole tree
};
[[nodiscard]] bool verify_inclusion(const Hash& leaf, const LeafPlace& place, std::span<const Hash> proof,
                                    const Hash& root);

struct TreeHead {
    std::uint64_t size = 0;
    Hash root;
    bool operator==(const TreeHead&) const = default;
};
[[nodiscard]] bool verify_consistency(const TreeHead& from, const TreeHead& to, std::span<const Hash> proof);

}  // namespace hadir::wire
