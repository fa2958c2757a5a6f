// Signing in by steps, and what everybody may do with their own account: sessions, password, second factor
// (docs/api.md, docs/openapi.json).
#pragma once

#include <vector>

#include "central/web_api.h"
#include "httpd/site.h"

namespace hadir::central {

[[nodiscard]] std::vector<httpd::Route> session_routes(const WebApi& api);

}  // namespace hadir::central
