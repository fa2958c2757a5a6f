// Proof files of records, as anybody may ask for one: what is in them is told by docs/formats.md 7.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "central/database.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/crypto.h"
#include "wire/line.h"

namespace hadir::central {

struct ProofFile {
    std::string code;  // what the file is called by
    std::string text;
};
// The record is in the log, but no checkpoint holds it yet.
struct ProofNotYet {
    std::string code;
    std::optional<UnixMs> by;  // when the next checkpoint is due; none while the log is halted
};
using ProofAnswer = std::variant<ProofFile, ProofNotYet>;

// `device_key` signs the device statement that goes into the file. NOT_FOUND when there is no such record.
[[nodiscard]] Result<ProofAnswer> proof_of_code(const Database& database, const std::string& code,
                                                const wire::SigningKey& device_key, UnixMs now);
// Of a forked ledger the record that was stored first.
[[nodiscard]] Result<ProofAnswer> proof_of_record(const Database& database, const wire::LineId& id,
                                                  const wire::SigningKey& device_key, UnixMs now);

}  // namespace hadir::central
