// Checks the proof file of one record and says in words what it proves (docs/formats.md 7).
#pragma once

#include <string>

#include "core/result.h"
#include "wire/keys_file.h"
#include "wire/record_proof.h"

namespace hadir::apps {

// `revoked` is the text of BKD's list of revoked ledgers, empty when none was given.
struct ProofReport {
    wire::ProofVerdict verdict = wire::ProofVerdict::changed;
    std::string words;  // lines for people, each with its LF
};
[[nodiscard]] Result<ProofReport> verify_proof(const std::string& proof, const wire::KeysFile& keys,
                                               const std::string& revoked);

}  // namespace hadir::apps
