#include "central/branches.h"

#include <algorithm>

namespace hadir::central {
namespace {

const Branch* find(std::span<const Branch> branches, std::int64_t number) {
    const auto found = std::ranges::find(branches, number, &Branch::branch);
    return found == branches.end() ? nullptr : &*found;
}

}  // namespace

std::int64_t holder_of(std::span<const Branch> branches, std::int64_t tip, std::uint64_t seq) {
    // Each branch is younger than its parent, so this ends.
    for (const Branch* at = find(branches, tip); at != nullptr && at->parent && seq < at->first;
         at = find(branches, tip))
        tip = *at->parent;
    return tip;
}

bool leads_to(std::span<const Branch> branches, std::int64_t tip, std::int64_t branch, std::uint64_t seq) {
    return holder_of(branches, tip, seq) == branch;
}

std::optional<std::uint64_t> first_parting(std::span<const Branch> branches, std::int64_t tip) {
    std::optional<std::uint64_t> first;
    for (const Branch& other : branches) {
        if (!other.parent) continue;
        // It leaves the way to `tip`, or is a part of that way that has left its parent.
        const bool parts = leads_to(branches, tip, *other.parent, other.first) ||
                           leads_to(branches, tip, other.branch, other.first);
        if (parts) first = std::min(first.value_or(other.first), other.first);
    }
    return first;
}

std::optional<std::uint64_t> last_common(std::span<const Branch> branches, std::int64_t branch,
                                         std::uint64_t seq) {
    std::optional<std::uint64_t> last;
    for (const Branch& other : branches) {
        if (other.parent == branch && other.first > seq)
            last = std::min(last.value_or(other.first - 1), other.first - 1);
    }
    return last;
}

}  // namespace hadir::central
