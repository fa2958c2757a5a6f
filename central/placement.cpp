#include "central/placement.h"

#include <algorithm>

namespace hadir::central {
namespace {

// One upload's way through a ledger. What is stored there is read once.
class Way {
public:
    Way(const Database& database, const LedgerPlace& ledger, std::uint64_t from, std::size_t count)
        : branches_(database), ledger_(ledger) {
        RecordsRepository records(database);
        for (const Branch& branch : branches_.all(ledger)) {
            const auto rows = records.hashes(ledger, branch.branch, from, count);
            stored_.insert(stored_.end(), rows.begin(), rows.end());
        }
        holes_ = branches_.holes(ledger);
    }

    // A hash names everything before it, so a row with this one is this row, on whatever branch.
    [[nodiscard]] std::optional<std::int64_t> holder(std::uint64_t seq, const Hash& hash) const {
        const auto found = std::ranges::find_if(
            stored_, [&](const StoredHash& row) { return row.seq == seq && row.hash == hash; });
        return found == stored_.end() ? std::nullopt : std::optional(found->branch);
    }

    // The line behind `branch` that is not stored yet. Returns the branch that it goes to.
    std::int64_t add(std::int64_t branch, std::uint64_t seq, const Hash& hash) {
        if (const auto end = hole([&](const Hole& hole) { return hole.last == seq && hole.hash == hash; });
            end != holes_.end()) {
            // The rows behind the hole turn out to follow what was sent.
            if (end->branch != branch) branches_.move_tail(ledger_, end->branch, seq, branch);
            branches_.close_hole(ledger_, *end);
            holes_.erase(end);
            return branch;
        }
        if (is_taken(branch, seq)) return branches_.add(ledger_, branch, seq);
        if (const auto in = hole([&](const Hole& hole) {
                return hole.branch == branch && hole.first == seq && hole.last > seq;
            });
            in != holes_.end()) {
            in->first = seq + 1;
            branches_.set_first_missing(ledger_, *in, in->first);
        }
        return branch;
    }

private:
    template <class Is>
    std::vector<Hole>::iterator hole(Is is) {
        return std::ranges::find_if(holes_, is);
    }
    [[nodiscard]] bool is_taken(std::int64_t branch, std::uint64_t seq) const {
        return std::ranges::any_of(
                   stored_, [&](const StoredHash& row) { return row.branch == branch && row.seq == seq; }) ||
               std::ranges::any_of(
                   holes_, [&](const Hole& hole) { return hole.branch == branch && hole.last == seq; });
    }

    BranchesRepository branches_;
    LedgerPlace ledger_;
    std::vector<StoredHash> stored_;
    std::vector<Hole> holes_;
};

}  // namespace

std::optional<std::int64_t> find_branch(const Database& database, const LedgerPlace& ledger,
                                        std::uint64_t seq, const Hash& hash) {
    BranchesRepository branches(database);
    RecordsRepository records(database);
    for (const Branch& branch : branches.all(ledger)) {
        const auto rows = records.hashes(ledger, branch.branch, seq, 1);
        if (!rows.empty() && rows.front().hash == hash) return branch.branch;
    }
    for (const Hole& hole : branches.holes(ledger)) {
        if (hole.last == seq && hole.hash == hash) return hole.branch;
    }
    return std::nullopt;
}

std::uint64_t newest_seq(const Database& database, const LedgerPlace& ledger) {
    std::uint64_t newest = 0;
    RecordsRepository records(database);
    for (const Branch& branch : BranchesRepository(database).all(ledger)) {
        if (const auto head = records.head(ledger, branch.branch)) newest = std::max(newest, head->seq);
    }
    return newest;
}

std::optional<Hash> hash_at(const Database& database, const LedgerPlace& ledger, std::int64_t branch,
                            std::uint64_t seq) {
    const auto rows = RecordsRepository(database).hashes(ledger, branch, seq, 1);
    if (!rows.empty()) return rows.front().hash;
    for (const Hole& hole : BranchesRepository(database).holes(ledger)) {
        if (hole.branch == branch && hole.last == seq) return hole.hash;
    }
    return std::nullopt;
}

Placement place_lines(const Database& database, const LedgerPlace& ledger, std::int64_t branch,
                      std::uint64_t from, std::span<const Hash> hashes) {
    Placement placement{{}, branch, std::nullopt};
    Way way(database, ledger, from, hashes.size());
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        const std::uint64_t seq = from + i;
        if (const auto holder = way.holder(seq, hashes[i])) {
            placement.branch = *holder;
            continue;
        }
        const std::int64_t to = way.add(placement.branch, seq, hashes[i]);
        if (to != placement.branch && !placement.fork) placement.fork = seq;
        placement.branch = to;
        placement.added.push_back({i, to});
    }
    return placement;
}

}  // namespace hadir::central
