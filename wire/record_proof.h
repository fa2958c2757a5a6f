// What a proof file says of one record: that a terminal signed it, that the log holds it, and whose terminal
// that is (docs/formats.md 7). One judgement, the same for central and for a court.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/checkpoint.h"
#include "wire/keys_file.h"
#include "wire/line.h"
#include "wire/receipt.h"

namespace hadir::wire {

// The extra data of the tlog-proof.
struct RecordEvidence {
    std::string line;
    Hash prev;  // h_{n-1}
    Signature signature;
    PublicKey ledger_key;
    std::string device;  // the signed device statement; empty when there is none
};
[[nodiscard]] std::string write_evidence(const RecordEvidence& evidence);
[[nodiscard]] Result<RecordEvidence> parse_evidence(std::string_view extra);

enum class ProofVerdict : std::uint8_t { changed, not_in_log, terminal_unproven, valid };
[[nodiscard]] const char* name_of(ProofVerdict verdict);  // "NOT IN LOG"

// Filled as far as the judgement came.
struct ProofFinding {
    ProofVerdict verdict = ProofVerdict::changed;
    std::string why;  // empty when valid
    RecordEvidence evidence;
    LineId id;
    std::uint64_t index = 0;
    Checkpoint checkpoint;
    std::optional<DeviceStatement> device;
};

// An error means that the file could not be read as a proof at all: nothing is said of the record then.
[[nodiscard]] Result<ProofFinding> judge_proof(std::string_view file, const KeysFile& keys);

// What people quote: 16 characters, the first 80 bits of the leaf's hash.
[[nodiscard]] std::string proof_code(const Hash& leaf);
// As written, or as people type it: lower case, grouped by spaces or hyphens. None when it is no such code.
[[nodiscard]] std::optional<std::string> read_proof_code(std::string_view text);

}  // namespace hadir::wire
