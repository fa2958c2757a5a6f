#include "wire/record_proof.h"

#include "wire/chain.h"
#include "wire/encodings.h"
#include "wire/tlog_proof.h"

namespace hadir::wire {
namespace {

constexpr std::size_t kCodeBytes = 10;
constexpr std::size_t kCodeTextMax = 64;

template <class Fixed>
Fixed base64_field(Fields& fields, std::string_view key) {
    const auto bytes = from_base64(fields.text(key));
    const auto value = bytes ? Fixed::from(*bytes) : std::nullopt;
    if (!value) fields.fault(key, "must be " + std::to_string(Fixed::kSize) + " bytes in base64");
    return value.value_or(Fixed{});
}

std::string base64_text(Fields& fields, std::string_view key) {
    const auto bytes = from_base64(fields.text(key, kProofBytesMax));
    if (!bytes) fields.fault(key, "must be base64");
    return bytes ? std::string(as_text(*bytes)) : std::string();
}

bool is_signed(const ProofFinding& finding) {
    const RecordEvidence& evidence = finding.evidence;
    const Hash head = chain_next(evidence.prev, evidence.line);
    return verify_head(evidence.ledger_key, finding.id, head, evidence.signature);
}

// Why the log does not hold the record; empty when it does.
std::string missing_in_log(const TlogProof& proof, const KeysFile& keys, ProofFinding& finding) {
    const auto checkpoint = open_checkpoint(proof.checkpoint, keys);
    if (!checkpoint) return checkpoint.error().message;
    finding.checkpoint = *checkpoint;
    const Hash leaf = leaf_hash(finding.evidence.line);
    const TreeHead& head = checkpoint->head;
    if (!verify_inclusion(leaf, {proof.index, head.size}, proof.hashes, head.root))
        return "the path does not lead from the record to the checkpoint's root";
    return {};
}

// Why nobody vouches for the terminal; empty when two officers do.
std::string unproven(const KeysFile& keys, ProofFinding& finding) {
    if (finding.evidence.device.empty()) return "no device statement is in the file";
    const auto device = open_device_statement(finding.evidence.device, keys);
    if (!device) return "the device statement: " + device.error().message;
    finding.device = *device;
    if (device->dev != finding.id.dev || device->inc != finding.id.inc ||
        device->ledger_key != finding.evidence.ledger_key)
        return "the device statement is for another terminal, incarnation or key";
    if (!device->confirmed) return "no two officers have confirmed this terminal's key";
    return {};
}

}  // namespace

std::string write_evidence(const RecordEvidence& evidence) {
    return JsonWriter()
        .begin_object()
        .field("line", to_base64(as_bytes(evidence.line)))
        .field("prev", to_base64(evidence.prev.bytes))
        .field("sig", to_base64(evidence.signature.bytes))
        .field("dev_key", to_base64(evidence.ledger_key.bytes))
        .field("device", to_base64(as_bytes(evidence.device)))
        .end_object()
        .take();
}

Result<RecordEvidence> parse_evidence(std::string_view extra) {
    const auto json = parse_json(extra);
    if (!json) return propagate(json.error().in("proof file: extra data"));
    Fields fields(*json, "proof file: extra data");
    RecordEvidence evidence;
    evidence.line = base64_text(fields, "line");
    evidence.prev = base64_field<Hash>(fields, "prev");
    evidence.signature = base64_field<Signature>(fields, "sig");
    evidence.ledger_key = base64_field<PublicKey>(fields, "dev_key");
    evidence.device = base64_text(fields, "device");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return evidence;
}

const char* name_of(ProofVerdict verdict) {
    switch (verdict) {
        case ProofVerdict::changed:
            return "CHANGED";
        case ProofVerdict::not_in_log:
            return "NOT IN LOG";
        case ProofVerdict::terminal_unproven:
            return "IN LOG, TERMINAL UNPROVEN";
        case ProofVerdict::valid:
            return "VALID";
    }
    return "";
}

Result<ProofFinding> judge_proof(std::string_view file, const KeysFile& keys) {
    const auto proof = parse_tlog_proof(file);
    if (!proof) return propagate(proof.error());
    if (const auto claimed = read_checkpoint(proof->checkpoint); !claimed) return propagate(claimed.error());
    ProofFinding finding;
    finding.index = proof->index;
    auto evidence = parse_evidence(proof->extra);
    if (!evidence) return propagate(evidence.error());
    finding.evidence = std::move(*evidence);
    const auto id = read_line_id(finding.evidence.line);
    if (!id) return propagate(id.error().in("proof file: the record"));
    finding.id = *id;

    finding.verdict = ProofVerdict::changed;
    finding.why = is_signed(finding) ? "" : "the signature does not fit the record";
    if (!finding.why.empty()) return finding;
    finding.verdict = ProofVerdict::not_in_log;
    finding.why = missing_in_log(*proof, keys, finding);
    if (!finding.why.empty()) return finding;
    finding.why = unproven(keys, finding);
    finding.verdict = finding.why.empty() ? ProofVerdict::valid : ProofVerdict::terminal_unproven;
    return finding;
}

std::string proof_code(const Hash& leaf) {
    return to_crockford(leaf.view().first(kCodeBytes));
}

std::optional<std::string> read_proof_code(std::string_view text) {
    if (text.size() > kCodeTextMax) return std::nullopt;
    std::string plain;
    for (const char c : text) {
        if (c != ' ' && c != '-') plain.push_back(c);
    }
    const auto bytes = from_crockford(plain);
    if (!bytes || bytes->size() != kCodeBytes) return std::nullopt;
    return to_crockford(*bytes);
}

}  // namespace hadir::wire
