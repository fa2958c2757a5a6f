// The one thing that central gives to anybody who asks: the proof file of a record whose code he has
// (docs/formats.md 7).
#pragma once

#include <string>
#include <vector>

#include "central/database_pool.h"
#include "central/rate_limit.h"
#include "core/clock.h"
#include "httpd/site.h"
#include "wire/crypto.h"

namespace hadir::central {

// Everything outlives the routes.
struct ProofApi {
    DatabasePool& pool;
    const wire::SigningKey& device_key;
    const Clock& clock;
    RateLimit& limit;
    std::string proxy;  // from this address alone X-Forwarded-For is believed; empty: from nobody
};

[[nodiscard]] std::vector<httpd::Route> proof_routes(const ProofApi& api);

}  // namespace hadir::central
