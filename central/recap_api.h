// Monthly recaps as JSON, CSV and XLSX (docs/api.md, docs/openapi.json).
#pragma once

#include <vector>

#include "central/web_api.h"
#include "httpd/site.h"

namespace hadir::central {

[[nodiscard]] std::vector<httpd::Route> recap_routes(const WebApi& api);

}  // namespace hadir::central
