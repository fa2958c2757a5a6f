#include "wire/tree.h"

#include <bit>

namespace hadir::wire {
namespace {

// Leaves from `begin` on, as RFC 6962's D[begin:begin+count]; `begin` is a multiple of the power of two that
// holds `count`, as every range of its recursions is.
struct Range {
    std::uint64_t begin = 0;
    std::uint64_t count = 0;

    // Where it is cut: the largest power of two below the count.
    [[nodiscard]] std::uint64_t half() const { return std::bit_floor(count - 1); }
    [[nodiscard]] Range left() const { return {begin, half()}; }
    [[nodiscard]] Range right() const { return {begin + half(), count - half()}; }
    [[nodiscard]] bool is_complete() const { return std::has_single_bit(count); }
    [[nodiscard]] TreeNode node() const {
        return {static_cast<unsigned>(std::countr_zero(count)), begin / count};
    }
};

Result<Hash> root_of(const Range& range, const TreeSource& source) {
    if (range.is_complete()) return source(range.node());
    const auto left = root_of(range.left(), source);
    if (!left) return propagate(left.error());
    const auto right = root_of(range.right(), source);
    if (!right) return propagate(right.error());
    return node_hash(*left, *right);
}

Result<std::vector<Hash>> roots_of(const std::vector<Range>& ranges, const TreeSource& source) {
    std::vector<Hash> roots;
    for (const Range& range : ranges) {
        const auto root = root_of(range, source);
        if (!root) return propagate(root.error());
        roots.push_back(*root);
    }
    return roots;
}

}  // namespace

Result<Hash> tree_root(std::uint64_t size, const TreeSource& source) {
    if (size == 0) return empty_tree_root();
    return root_of({0, size}, source);
}

Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size, const TreeSource& source) {
    if (index >= size) return fail(ErrorCode::usage, "a leaf beyond the tree's end has no proof");
    std::vector<Range> siblings;
    for (Range range{0, size}; range.count > 1;) {
        const bool left = index < range.begin + range.half();
        siblings.push_back(left ? range.right() : range.left());
        range = left ? range.left() : range.right();
    }
    return roots_of({siblings.rbegin(), siblings.rend()}, source);
}

Result<std::vector<Hash>> consistency_proof(const TreeSizes& sizes, const TreeSource& source) {
    if (sizes.from > sizes.to) return fail(ErrorCode::usage, "a tree is never consistent with a larger one");
    if (sizes.from == sizes.to || sizes.from == 0) return std::vector<Hash>{};
    std::vector<Range> parts;
    Range range{0, sizes.to};
    bool is_old_tree = true;  // the old tree's own root need not be told
    while (range.begin + range.count != sizes.from) {
        const bool left = sizes.from <= range.begin + range.half();
        parts.push_back(left ? range.right() : range.left());
        is_old_tree = is_old_tree && left;
        range = left ? range.left() : range.right();
    }
    if (!is_old_tree) parts.push_back(range);
    return roots_of({parts.rbegin(), parts.rend()}, source);
}

Result<TreeGrower> TreeGrower::open(std::uint64_t size, const TreeSource& source) {
    TreeGrower grower;
    grower.size_ = size;
    for (unsigned level = 0; size >> level != 0; ++level) {
        grower.edge_.emplace_back();
        if ((size >> level & 1U) == 0) continue;
        const auto hash = source({level, (size >> level) - 1});
        if (!hash) return propagate(hash.error());
        grower.edge_.back() = *hash;
    }
    return grower;
}

std::vector<std::pair<TreeNode, Hash>> TreeGrower::add(const Hash& leaf) {
    std::vector<std::pair<TreeNode, Hash>> completed;
    Hash hash = leaf;
    unsigned level = 0;
    for (; (size_ >> level & 1U) != 0; ++level) {
        completed.emplace_back(TreeNode{level, size_ >> level}, hash);
        hash = node_hash(edge_[level], hash);
    }
    completed.emplace_back(TreeNode{level, size_ >> level}, hash);
    if (edge_.size() <= level) edge_.resize(level + 1);
    edge_[level] = hash;
    ++size_;
    return completed;
}

}  // namespace hadir::wire
