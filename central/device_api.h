// What terminals may ask of the `devices` listener (docs/formats.md 4 to 6).
#pragma once

#include <vector>

#include "central/database_pool.h"
#include "central/live_feed.h"
#include "central/mirror.h"
#include "central/nonces.h"
#include "central/online_keys.h"
#include "central/photos.h"
#include "core/clock.h"
#include "httpd/site.h"
#include "wire/roster.h"

namespace hadir::central {

// Everything outlives the routes.
struct DeviceApi {
    DatabasePool& pool;
    const OnlineKeys& keys;
    Random& random;
    const Clock& clock;
    Nonces& nonces;
    LiveFeed& feed;
    wire::Policy policy{};               // what terminals are to keep to
    const Mirror* mirror = nullptr;      // the second copy of what is enrolled
    const PhotoStore* photos = nullptr;  // none: this server takes no photographs
};

[[nodiscard]] std::vector<httpd::Route> device_routes(const DeviceApi& api);

}  // namespace hadir::central
