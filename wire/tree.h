// A tree that is kept as the hashes of its complete subtrees: growing it and making proofs from it cost
// O(log n) look-ups, whatever its size. Pure: whoever keeps the hashes gives them by place.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "wire/merkle.h"

namespace hadir::wire {

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
