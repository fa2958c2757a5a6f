#include "central/proofs.h"

#include "central/log.h"
#include "central/log_repository.h"
#include "central/proofs_repository.h"
#include "wire/record_proof.h"
#include "wire/tlog_proof.h"

namespace hadir::central {
namespace {

// Told in whole minutes, and never one that is over.
ProofNotYet not_yet(LogRepository& log, const Leaf& leaf, UnixMs now) {
    ProofNotYet answer{leaf.code, std::nullopt};
    const auto epoch = log.epoch();
    if (!epoch || epoch->halted) return answer;
    const auto last = log.newest_checkpoint(epoch->epoch);
    const UnixMs due = std::max(last ? last->signed_at + kCheckpointEvery : now, now);
    constexpr std::int64_t kMinuteMs = 60'000;
    answer.by = UnixMs{(due.value / kMinuteMs + 1) * kMinuteMs};
    return answer;
}

Result<ProofAnswer> proof_of(const Database& database, const Leaf& leaf, const wire::SigningKey& device_key,
                             UnixMs now) {
    LogRepository log(database);
    const auto checkpoint = log.checkpoint_over(leaf.position);
    if (!checkpoint) return not_yet(log, leaf, now);
    const auto record = ProofsRepository(database).record(leaf.record);
    if (!record)
        return fail(ErrorCode::storage,
                    "record " + std::to_string(leaf.record) + " stands alone: the one before it is not here");
    auto hashes = wire::inclusion_proof(leaf.position, checkpoint->size, stored_tree(database));
    if (!hashes) return propagate(hashes.error());
    const wire::RecordEvidence evidence{record->line.line, record->prev, record->line.signature,
                                        record->statement.ledger_key,
                                        wire::write_device_statement(record->statement, device_key)};
    const wire::TlogProof proof{wire::write_evidence(evidence), leaf.position, std::move(*hashes),
                                checkpoint->note};
    return ProofFile{leaf.code, wire::write_tlog_proof(proof)};
}

}  // namespace

Result<ProofAnswer> proof_of_code(const Database& database, const std::string& code,
                                  const wire::SigningKey& device_key, UnixMs now) {
    return database.read([&]() -> Result<ProofAnswer> {
        const auto leaf = LogRepository(database).leaf_of_code(code);
        if (!leaf) return fail(ErrorCode::not_found, "no record has the code " + code);
        return proof_of(database, *leaf, device_key, now);
    });
}

Result<ProofAnswer> proof_of_record(const Database& database, const wire::LineId& id,
                                    const wire::SigningKey& device_key, UnixMs now) {
    return database.read([&]() -> Result<ProofAnswer> {
        const auto record = ProofsRepository(database).find(id);
        const auto leaf = record ? LogRepository(database).leaf_of_record(*record) : std::nullopt;
        if (!leaf)
            return fail(ErrorCode::not_found, "no record " + id.dev.hex() + " inc " + std::to_string(id.inc) +
                                                  " seq " + std::to_string(id.seq));
        return proof_of(database, *leaf, device_key, now);
    });
}

}  // namespace hadir::central
