// Writes into the terminal's own chain what hadir-sync has verified of central's log, so that nobody can take
// it back: checkpoints, and the alarm when the log contradicts itself.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "device/station.h"
#include "store/sync_store.h"

namespace hadir::device {

// Each checkpoint record makes the log grow in its turn: unbounded, terminals at rest would keep one another
// awake for ever.
constexpr std::chrono::hours kCheckpointNotedEvery{1};

// What sync.db says.
struct LogNews {
    std::optional<std::string> note;  // the newest verified checkpoint
    std::vector<store::SyncAlarm> alarms;
};

// One thread. Knows from the ledger what was written before this start.
class LogWitness {
public:
    [[nodiscard]] static Result<LogWitness> open(const std::string& ledger_path, std::uint32_t inc,
                                                 const std::string& vfs = {});

    // Writes each alarm once, and the checkpoint when it is another than the one in the chain, an hour after
    // that and not while it is the newest record. A fault leaves the rest for the next look.
    [[nodiscard]] Result<void> look(const LogNews& news, Station& station, const Moment& now);

private:
    [[nodiscard]] bool is_due(const Station& station, const Moment& now) const;

    std::optional<std::string> note_;                    // in the chain
    std::uint64_t seq_ = 0;                              // of that record
    std::optional<std::chrono::milliseconds> noted_up_;  // in this run
    std::vector<store::SyncAlarm> alarms_;
};

}  // namespace hadir::device
