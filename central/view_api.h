// Who has looked at one's own data, and at another person's for who audits (docs/api.md, docs/openapi.json).
#pragma once

#include <vector>

#include "central/web_api.h"
#include "httpd/site.h"

namespace hadir::central {

[[nodiscard]] std::vector<httpd::Route> view_routes(const WebApi& api);

}  // namespace hadir::central
