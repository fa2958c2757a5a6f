// The tree of RFC 6962 over a log's lines: hashing, proofs and their verification (docs/formats.md 7). Pure:
// whoever keeps the hashes gives them by place, so that a proof costs O(log n) look-ups.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"

namespace hadir::wire {

// More than a tree of 2^53 leaves needs.
constexpr std::size_t kTreeProofMax = 64;

[[nodiscard]] Hash leaf_hash(std::string_view line);
[[nodiscard]] Hash node_hash(const Hash& left, const Hash& right);
[[nodiscard]] Hash empty_tree_root();

// A complete subtree of 2^level leaves: the leaves from index * 2^level on. Once complete it never changes.
struct TreeNode {
    unsigned level = 0;
    std::uint64_t index = 0;
    auto operator<=>(const TreeNode&) const = default;
};
// Gives the hash of a complete subtree; asked only for subtrees within the size that was named.
using TreeSource = std::function<Result<Hash>(const TreeNode&)>;

[[nodiscard]] Result<Hash> tree_root(std::uint64_t size, const TreeSource& source);
// USAGE unless index < size.
[[nodiscard]] Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                        const TreeSource& source);

// Two sizes of one tree; `from` may equal `to`, and 0 is the empty tree. USAGE when it is above.
struct TreeSizes {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
};
[[nodiscard]] Result<std::vector<Hash>> consistency_proof(const TreeSizes& sizes, const TreeSource& source);

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

// Adds leaves at the end of a tree, whatever its size, without reading more than its right edge.
class TreeGrower {
public:
    [[nodiscard]] static Result<TreeGrower> open(std::uint64_t size, const TreeSource& source);

    // Every subtree that the leaf completes, the leaf first: what is to be kept.
    [[nodiscard]] std::vector<std::pair<TreeNode, Hash>> add(const Hash& leaf);
    [[nodiscard]] std::uint64_t size() const { return size_; }

private:
    std::uint64_t size_ = 0;
    std::vector<Hash> edge_;  // by level: the complete subtree there that no larger one holds yet
};

}  // namespace hadir::wire
