// What pages ask about days as they were judged: the people behind a figure, one person's days, one's own
// (docs/api.md, docs/openapi.json).
#pragma once

#include <vector>

#include "central/web_api.h"
#include "httpd/site.h"

namespace hadir::central {

[[nodiscard]] std::vector<httpd::Route> day_routes(const WebApi& api);

}  // namespace hadir::central
