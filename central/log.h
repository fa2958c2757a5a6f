// The append-only log over every record, and its signed word (docs/formats.md 7). Central never signs a
// checkpoint that contradicts one which anybody holds: where it finds that it would, the epoch is halted, for
// ever, and an officer opens the next one.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/log_keys.h"
#include "central/log_repository.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/checkpoint.h"
#include "wire/tree.h"

namespace hadir::central {

constexpr std::chrono::minutes kCheckpointEvery{10};

// Gives every record that has none its leaf. Call it in the transaction that stores records.
[[nodiscard]] Result<void> grow_log(const Database& database);

// The subtrees that are stored, for proofs. The database must outlive it; use inside read or transaction.
[[nodiscard]] wire::TreeSource stored_tree(const Database& database);

// What a receipt says of the log.
struct LogWord {
    std::optional<std::string> checkpoint;  // the newest note, in base64; none while there is none to give
    std::vector<std::string> consistency;   // from what the asker holds, hashes in base64
};
// A terminal's note, and who sent it.
struct HeldNote {
    std::optional<std::string> note;
    std::int64_t device = 0;
    std::uint32_t inc = 1;
};
// Looks at the note first: one of this epoch that the tree does not agree with halts it and raises
// LOG_BEHIND. Any other note counts as none. Use inside transaction, after grow_log.
[[nodiscard]] Result<LogWord> answer_note(const Database& database, const HeldNote& held, UnixMs now);

// The first epoch of a new database. One that knows another epoch than the keys is left alone: it was put
// back to an older state, and sign_log says so.
[[nodiscard]] Result<void> open_first_epoch(const Database& database, const LogKeys& keys, UnixMs now);

enum class Signing : std::uint8_t { when_due, at_once };
// Due: every ten minutes and when a day has ended in `zone`. None: not due, or nothing new to sign. CONFLICT
// while the epoch is halted, or as soon as it has to be.
[[nodiscard]] Result<std::optional<SignedCheckpoint>> sign_log(const Database& database, const LogKeys& keys,
                                                               Signing signing, Zone zone, UnixMs now);

// After a restore: nobody here can know what was signed since.
[[nodiscard]] Result<void> halt_log(const Database& database, const std::string& why, UnixMs now);

// The next epoch, with its own key; proofs of earlier ones stay good. USAGE unless the root has listed it.
[[nodiscard]] Result<LogEpoch> open_next_epoch(const Database& database, LogKeys& keys,
                                               const wire::KeysFile& listed, UnixMs now);

}  // namespace hadir::central
