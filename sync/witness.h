// This terminal as a witness of central's log: it keeps the newest checkpoint that it has verified, and takes
// a newer one only with the proof that it grew out of that (docs/formats.md 5).
#pragma once

#include <optional>
#include <string>

#include "core/result.h"
#include "core/time.h"
#include "store/sync_store.h"
#include "wire/keys_file.h"
#include "wire/receipt.h"

namespace hadir::sync {

// Not shared between threads; the store outlives this.
class Witness {
public:
    explicit Witness(store::SyncStore& store) : store_(&store) {}

    // What the next request says in Hadir-Checkpoint; none when nothing is held yet.
    [[nodiscard]] Result<std::optional<std::string>> header();

    // Takes the checkpoint of a receipt that answers that request. What is wrong with it, for a person to
    // read; empty when all is well. A log that contradicts itself is an alarm, and what is held stays.
    [[nodiscard]] Result<std::string> take(const wire::Receipt& receipt, const wire::KeysFile& keys,
                                           UnixMs now);

private:
    store::SyncStore* store_;
    std::optional<store::HeldCheckpoint> sent_;
};

}  // namespace hadir::sync
