// A proof file that a stranger brings to a court's expert, and the checkpoints that central shows its
// terminals: once as they come, and once with a tree and a good signature put under what the file claims.
#include "tests/fuzz/fuzz.h"
#include "wire/checkpoint.h"
#include "wire/merkle.h"
#include "wire/record_proof.h"
#include "wire/tlog_proof.h"

namespace {

using namespace hadir;

constexpr const char* kOrigin = "hadir.example/log/1";

const wire::KeysFile& keys() {
    static const wire::KeysFile file = [] {
        wire::KeysFile listed = fuzz::keys_for("device");
        wire::KeyRow log = listed.rows.front();
        log.use = "log";
        log.origin = kOrigin;
        listed.rows.push_back(log);
        return listed;
    }();
    return file;
}

void judge(std::string_view file) {
    const auto finding = wire::judge_proof(file, keys());
    if (!finding) return;
    const bool good = finding->verdict == wire::ProofVerdict::valid;
    fuzz::require(good == finding->why.empty(), "a verdict that is not valid says why");
    fuzz::require(!good || finding->device, "nothing is valid without a device statement");
}

// The evidence as the only leaf of a log that our key signs.
void judge_in_a_tree(std::string_view extra) {
    const auto evidence = wire::parse_evidence(extra);
    if (!evidence) return;
    wire::TlogProof proof;
    proof.extra = std::string(extra);
    proof.checkpoint =
        wire::sign_checkpoint({kOrigin, {1, wire::leaf_hash(evidence->line)}}, fuzz::signing_key());
    judge(wire::write_tlog_proof(proof));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    judge(text);
    judge_in_a_tree(text);
    if (const auto proof = wire::parse_tlog_proof(text)) {
        fuzz::require(wire::write_tlog_proof(*proof) == text, "a proof that was read is written as it was");
        judge_in_a_tree(proof->extra);
    }
    const auto claimed = wire::read_checkpoint(text);
    if (const auto opened = wire::open_checkpoint(text, keys()))
        fuzz::require(claimed && claimed->head == opened->head, "what is signed is what was claimed");
    static_cast<void>(wire::read_proof_code(text));
    return 0;
}
