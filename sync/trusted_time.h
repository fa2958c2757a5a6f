// What hadir-sync knows of the true time without a wall clock.
#pragma once

#include "core/clock.h"
#include "store/sync_store.h"

namespace hadir::sync {

// The true time has reached this: the build, every server time that was proved to this terminal, and in the
// boot of the newest of them the time since. A store that cannot be read leaves the build.
[[nodiscard]] UnixMs floor_of(UnixMs built, const store::SyncStore& store, const Clock& clock);

}  // namespace hadir::sync
