#include "sync/trusted_time.h"

#include <algorithm>

namespace hadir::sync {

UnixMs floor_of(UnixMs built, const store::SyncStore& store, const Clock& clock) {
    UnixMs floor = built;
    if (const auto latest = store.latest_server_time(); latest && *latest) floor = std::max(floor, **latest);
    const auto anchor = store.newest_anchor(clock.boot());
    if (!anchor || !*anchor) return floor;
    const auto since = std::max(std::chrono::milliseconds(0), clock.since_boot() - (*anchor)->up);
    return std::max(floor, (*anchor)->server + -(*anchor)->uncertainty + (since - rate_error(since)));
}

}  // namespace hadir::sync
