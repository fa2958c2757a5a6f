#include "wire/merkle.h"

#include <bit>

#include "wire/crypto.h"

namespace hadir::wire {
namespace {

constexpr std::uint8_t kLeafMark = 0;
constexpr std::uint8_t kNodeMark = 1;

// A path upwards from a leaf, as both verifications walk it: `at` is the place on the way, `last` the last
// place of that level.
struct Climb {
    std::uint64_t at = 0;
    std::uint64_t last = 0;

    // Whether what comes next stands to the left; then steps over the levels where we are alone.
    bool from_left() {
        const bool left = (at & 1U) != 0 || at == last;
        if (left && (at & 1U) == 0) {
            while (at != 0 && (at & 1U) == 0)
                up();
        }
        return left;
    }
    void up() {
        at >>= 1U;
        last >>= 1U;
    }
};

}  // namespace

Hash leaf_hash(std::string_view line) {
    return sha256({ByteView(&kLeafMark, 1), as_bytes(line)});
}

Hash node_hash(const Hash& left, const Hash& right) {
    return sha256({ByteView(&kNodeMark, 1), left.bytes, right.bytes});
}

Hash empty_tree_root() {
    return sha256(ByteView{});
}

bool verify_inclusion(const Hash& leaf, const LeafPlace& place, std::span<const Hash> proof,
                      const Hash& root) {
    if (place.index >= place.size) return false;
    Climb climb{place.index, place.size - 1};
    Hash hash = leaf;
    for (const Hash& sibling : proof) {
        if (climb.last == 0) return false;
        hash = climb.from_left() ? node_hash(sibling, hash) : node_hash(hash, sibling);
        climb.up();
    }
    return climb.last == 0 && hash == root;
}

bool verify_consistency(const TreeHead& from, const TreeHead& to, std::span<const Hash> proof) {
    if (from.size == 0) return proof.empty() && from.root == empty_tree_root();
    if (from.size == to.size) return proof.empty() && from.root == to.root;
    if (from.size > to.size) return false;
    Climb climb{from.size - 1, to.size - 1};
    while ((climb.at & 1U) != 0)
        climb.up();
    // The old tree as one complete subtree is not repeated in the proof.
    const bool whole = std::has_single_bit(from.size);
    if (proof.empty()) return false;
    Hash old_root = whole ? from.root : proof.front();
    Hash new_root = old_root;
    for (const Hash& part : proof.subspan(whole ? 0 : 1)) {
        if (climb.last == 0) return false;
        if (climb.from_left()) {
            old_root = node_hash(part, old_root);
            new_root = node_hash(part, new_root);
        } else {
            new_root = node_hash(new_root, part);
        }
        climb.up();
    }
    return climb.last == 0 && old_root == from.root && new_root == to.root;
}

}  // namespace hadir::wire
