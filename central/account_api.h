// The accounts of staff, for administrators (docs/api.md, docs/openapi.json).
#pragma once

#include <vector>

#include "central/web_api.h"
#include "httpd/site.h"

namespace hadir::central {

[[nodiscard]] std::vector<httpd::Route> account_routes(const WebApi& api);

}  // namespace hadir::central
