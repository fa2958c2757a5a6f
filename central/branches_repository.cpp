#include "central/branches_repository.h"

#include <soci/soci.h>

#include "central/blobs.h"

namespace hadir::central {

std::vector<Branch> BranchesRepository::all(const LedgerPlace& ledger) {
    const long long device = ledger.device;
    const long long inc = ledger.inc;
    long long branch = 0, parent = 0, first = 0, revoked = 0;
    soci::statement statement =
        (sql_.prepare << "SELECT branch, COALESCE(parent, -1), first_seq, COALESCE(revoked_ms, 0) "
                         "FROM branches WHERE device = :device AND inc = :inc ORDER BY branch",
         soci::use(device), soci::use(inc), soci::into(branch), soci::into(parent), soci::into(first),
         soci::into(revoked));
    statement.execute();
    std::vector<Branch> found;
    while (statement.fetch())
        found.push_back({branch, parent < 0 ? std::nullopt : std::optional<std::int64_t>(parent),
                         static_cast<std::uint64_t>(first), revoked != 0});
    if (found.empty()) found.push_back({});
    return found;
}

std::int64_t BranchesRepository::add(const LedgerPlace& ledger, std::int64_t parent, std::uint64_t first) {
    const long long device = ledger.device;
    const long long inc = ledger.inc;
    sql_ << "INSERT INTO branches (device, inc, branch, first_seq) VALUES (:device, :inc, 0, 1) "
            "ON CONFLICT (device, inc, branch) DO NOTHING",
        soci::use(device), soci::use(inc);
    const long long branch = all(ledger).back().branch + 1;
    const long long leaves = parent;
    const auto seq = static_cast<long long>(first);
    sql_ << "INSERT INTO branches (device, inc, branch, parent, first_seq) "
            "VALUES (:device, :inc, :branch, :parent, :first)",
        soci::use(device), soci::use(inc), soci::use(branch), soci::use(leaves), soci::use(seq);
    return branch;
}

bool BranchesRepository::revoke(const LedgerPlace& ledger, std::int64_t branch, UnixMs now) {
    const long long device = ledger.device;
    const long long inc = ledger.inc;
    const long long number = branch;
    const long long at = now.value;
    soci::statement update =
        (sql_.prepare << "UPDATE branches SET revoked_ms = :at WHERE device = :device AND inc = :inc AND "
                         "branch = :branch AND revoked_ms IS NULL",
         soci::use(at), soci::use(device), soci::use(inc), soci::use(number));
    update.execute(true);
    return update.get_affected_rows() == 1;
}

std::vector<Hole> BranchesRepository::holes(const LedgerPlace& ledger) {
    const long long device = ledger.device;
    const long long inc = ledger.inc;
    long long branch = 0, first = 0, last = 0;
    soci::blob hash(sql_);
    soci::statement statement =
        (sql_.prepare << "SELECT branch, first_seq, last_seq, hash FROM holes WHERE device = :device AND "
                         "inc = :inc ORDER BY last_seq",
         soci::use(device), soci::use(inc), soci::into(branch), soci::into(first), soci::into(last),
         soci::into(hash));
    statement.execute();
    std::vector<Hole> found;
    while (statement.fetch())
        found.push_back({branch, static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last),
                         fixed_in<Hash>(hash)});
    return found;
}

void BranchesRepository::add_hole(const LedgerPlace& ledger, const Hole& hole, const Signature& anchor) {
    const long long device = ledger.device;
    const long long inc = ledger.inc;
    const long long branch = hole.branch;
    const auto first = static_cast<long long>(hole.first);
    const auto last = static_cast<long long>(hole.last);
    soci::blob hash(sql_), sig(sql_);
    put(hash, hole.hash.bytes);
    put(sig, anchor.bytes);
    sql_ << "INSERT INTO holes (device, inc, branch, first_seq, last_seq, hash, sig) "
            "VALUES (:device, :inc, :branch, :first, :last, :hash, :sig)",
        soci::use(device), soci::use(inc), soci::use(branch), soci::use(first), soci::use(last),
        soci::use(hash), soci::use(sig);
}

void BranchesRepository::set_first_missing(const LedgerPlace& ledger, const Hole& hole, std::uint64_t first) {
    const long long device = ledger.device;
    const long long inc = ledger.inc;
    const long long branch = hole.branch;
    const auto last = static_cast<long long>(hole.last);
    const auto seq = static_cast<long long>(first);
    sql_ << "UPDATE holes SET first_seq = :first WHERE device = :device AND inc = :inc AND branch = :branch "
            "AND last_seq = :last",
        soci::use(seq), soci::use(device), soci::use(inc), soci::use(branch), soci::use(last);
}

void BranchesRepository::close_hole(const LedgerPlace& ledger, const Hole& hole) {
    const long long device = ledger.device;
    const long long inc = ledger.inc;
    const long long branch = hole.branch;
    const auto last = static_cast<long long>(hole.last);
    sql_ << "DELETE FROM holes WHERE device = :device AND inc = :inc AND branch = :branch AND last_seq = "
            ":last",
        soci::use(device), soci::use(inc), soci::use(branch), soci::use(last);
}

void BranchesRepository::move_tail(const LedgerPlace& ledger, std::int64_t from, std::uint64_t seq,
                                   std::int64_t to) {
    const long long device = ledger.device;
    const long long inc = ledger.inc;
    const long long old_branch = from;
    const long long new_branch = to;
    const auto after = static_cast<long long>(seq);
    static constexpr const char* kMoves[] = {
        "UPDATE records SET branch = :to WHERE device = :device AND inc = :inc AND branch = :from AND "
        "seq > :seq",
        "UPDATE attendance SET branch = :to WHERE device = :device AND inc = :inc AND branch = :from AND "
        "seq > :seq",
        "UPDATE holes SET branch = :to WHERE device = :device AND inc = :inc AND branch = :from AND "
        "last_seq > :seq",
        "UPDATE branches SET parent = :to WHERE device = :device AND inc = :inc AND parent = :from AND "
        "first_seq > :seq"};
    for (const char* move : kMoves)
        sql_ << move, soci::use(new_branch), soci::use(device), soci::use(inc), soci::use(old_branch),
            soci::use(after);
}

}  // namespace hadir::central
