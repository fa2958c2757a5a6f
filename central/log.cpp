#include "central/log.h"

#include <spdlog/spdlog.h>

#include "central/devices_repository.h"
#include "wire/encodings.h"
#include "wire/record_proof.h"

namespace hadir::central {
namespace {

constexpr int kGrowStep = 1000;
constexpr const char* kAlarm = "LOG_BEHIND";

// Why a head that this log has signed cannot be one of the tree that is here; empty when it is.
Result<std::string> contradiction(const Database& database, const wire::TreeHead& head) {
    const std::uint64_t size = LogRepository(database).size();
    if (head.size > size) {
        return "a checkpoint of " + std::to_string(head.size) + " records was given out, here are " +
               std::to_string(size);
    }
    const auto root = wire::tree_root(head.size, stored_tree(database));
    if (!root) return propagate(root.error());
    if (*root != head.root)
        return "other records stand here than in a checkpoint of " + std::to_string(head.size) +
               " that was given out";
    return std::string();
}

void halt(const Database& database, const LogEpoch& epoch, const std::string& why, UnixMs now) {
    LogRepository(database).halt(epoch.epoch, why, now);
    spdlog::critical("the log {} is halted: {}; run hadir-central log new-epoch", epoch.origin, why);
}

// What a note says, when this epoch's key has signed it.
std::optional<wire::TreeHead> own_head(const LogEpoch& epoch, const std::optional<std::string>& note) {
    if (!note) return std::nullopt;
    const auto checkpoint = wire::open_checkpoint(*note, epoch.key);
    if (!checkpoint || checkpoint->origin != epoch.origin) return std::nullopt;
    return checkpoint->head;
}

bool is_due(const SignedCheckpoint& last, Zone zone, UnixMs now) {
    return now - last.signed_at >= kCheckpointEvery || now < last.signed_at ||
           local_day(now, zone) != local_day(last.signed_at, zone);
}

std::unexpected<Error> halted(const LogEpoch& epoch, const std::string& why) {
    return fail(ErrorCode::conflict, "the log " + epoch.origin + " signs nothing more: " + why +
                                         "; run hadir-central log new-epoch");
}

// Everything that was ever signed in this epoch, as far as it is known here, must fit the tree.
Result<std::string> reason_to_halt(const Database& database, const LogKeys& keys, const LogEpoch& epoch,
                                   const std::optional<SignedCheckpoint>& last) {
    if (epoch.epoch != keys.current().epoch || epoch.key != keys.current().key.public_key())
        return "the keys are those of " + keys.current().origin + ", so this database is an older copy";
    const auto kept = keys.last_note();
    if (!kept) return propagate(kept.error());
    for (const auto& note : {last ? std::optional(last->note) : std::nullopt, *kept}) {
        const auto head = own_head(epoch, note);
        if (!head) continue;  // of an earlier epoch
        auto why = contradiction(database, *head);
        if (!why || !why->empty()) return why;
    }
    return std::string();
}

}  // namespace

wire::TreeSource stored_tree(const Database& database) {
    return [&database](const wire::TreeNode& node) -> Result<Hash> {
        const auto hash = LogRepository(database).node(node);
        if (!hash) {
            return fail(ErrorCode::storage, "the log lacks subtree " + std::to_string(node.index) +
                                                " of level " + std::to_string(node.level));
        }
        return *hash;
    };
}

Result<void> grow_log(const Database& database) {
    LogRepository log(database);
    auto grower = wire::TreeGrower::open(log.size(), stored_tree(database));
    if (!grower) return propagate(grower.error());
    for (;;) {
        const auto rows = log.unlogged(kGrowStep);
        for (const Unlogged& row : rows) {
            const Hash leaf = wire::leaf_hash(row.line);
            log.add_leaf({grower->size(), row.record, wire::proof_code(leaf)});
            for (const auto& [node, hash] : grower->add(leaf))
                log.add_node(node, hash);
        }
        if (rows.size() < kGrowStep) return {};
    }
}

Result<LogWord> answer_note(const Database& database, const HeldNote& held, UnixMs now) {
    LogRepository log(database);
    const auto epoch = log.epoch();
    if (!epoch || epoch->halted) return LogWord{};
    const auto newest = log.newest_checkpoint(epoch->epoch);
    // Consistency counts within one origin: a note of an earlier epoch asks for nothing.
    const auto note = own_head(*epoch, held.note);
    if (note) {
        const auto why = contradiction(database, *note);
        if (!why) return propagate(why.error());
        if (!why->empty()) {
            halt(database, *epoch, *why, now);
            DevicesRepository(database).raise(held.device, kAlarm, held.inc, note->size, now);
            return LogWord{};
        }
    }
    if (!newest || (note && note->size > newest->size)) return LogWord{};
    LogWord word{wire::to_base64(as_bytes(newest->note)), {}};
    if (!note) return word;
    const auto proof = wire::consistency_proof({note->size, newest->size}, stored_tree(database));
    if (!proof) return propagate(proof.error());
    for (const Hash& hash : *proof)
        word.consistency.push_back(wire::to_base64(hash.bytes));
    return word;
}

Result<void> open_first_epoch(const Database& database, const LogKeys& keys, UnixMs now) {
    return database.transaction([&]() -> Result<void> {
        LogRepository log(database);
        if (log.epoch()) return {};
        const LogKey& key = keys.current();
        log.open_epoch({key.epoch, key.origin, key.key.public_key(), std::nullopt, {}}, now);
        return {};
    });
}

Result<std::optional<SignedCheckpoint>> sign_log(const Database& database, const LogKeys& keys,
                                                 Signing signing, Zone zone, UnixMs now) {
    // In a transaction of its own: a checkpoint is signed only over what is committed.
    const auto grown = database.transaction([&]() -> Result<void> { return grow_log(database); });
    if (!grown) return propagate(grown.error());
    std::optional<Error> refused;
    auto done = database.transaction([&]() -> Result<std::optional<SignedCheckpoint>> {
        LogRepository log(database);
        const auto epoch = log.epoch();
        if (!epoch) return fail(ErrorCode::internal, "the log has no epoch yet");
        if (epoch->halted) return halted(*epoch, epoch->halted_by);
        const auto last = log.newest_checkpoint(epoch->epoch);
        const auto why = reason_to_halt(database, keys, *epoch, last);
        if (!why) return propagate(why.error());
        if (!why->empty()) {
            halt(database, *epoch, *why, now);
            refused = halted(*epoch, *why).error();
            return std::nullopt;  // the halt must be committed
        }
        const wire::TreeHead head{log.size(), {}};
        if (head.size == 0) return std::nullopt;
        if (last && (last->size == head.size || (signing == Signing::when_due && !is_due(*last, zone, now))))
            return std::nullopt;
        const auto root = wire::tree_root(head.size, stored_tree(database));
        if (!root) return propagate(root.error());
        SignedCheckpoint checkpoint{
            epoch->epoch, head.size,
            wire::sign_checkpoint({epoch->origin, {head.size, *root}}, keys.current().key), now};
        if (auto kept = keys.keep_last_note(checkpoint.note); !kept) return propagate(kept.error());
        log.add_checkpoint(checkpoint);
        return checkpoint;
    });
    if (done && refused) return propagate(*refused);
    return done;
}

Result<void> halt_log(const Database& database, const std::string& why, UnixMs now) {
    return database.transaction([&]() -> Result<void> {
        LogRepository log(database);
        if (const auto epoch = log.epoch()) halt(database, *epoch, why, now);
        return {};
    });
}

Result<LogEpoch> open_next_epoch(const Database& database, LogKeys& keys, const wire::KeysFile& listed,
                                 UnixMs now) {
    if (auto ok = LogKeys::check_listed(keys.next(), listed); !ok) return propagate(ok.error());
    // The keys first: once they have advanced, no key of an earlier epoch signs anything here.
    if (auto ok = keys.advance(); !ok) return propagate(ok.error());
    return database.transaction([&]() -> Result<LogEpoch> {
        LogRepository log(database);
        const LogKey& key = keys.current();
        LogEpoch epoch{key.epoch, key.origin, key.key.public_key(), std::nullopt, {}};
        if (const auto before = log.epoch()) log.halt(before->epoch, "followed by " + key.origin, now);
        log.open_epoch(epoch, now);
        return epoch;
    });
}

}  // namespace hadir::central
