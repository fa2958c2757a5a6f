// The check-ins that somebody must look at, for officers' pages (docs/api.md).
#pragma once

#include <vector>

#include "central/web_api.h"
#include "httpd/site.h"

namespace hadir::central {

[[nodiscard]] std::vector<httpd::Route> review_routes(const WebApi& api);

}  // namespace hadir::central
