// Cases of discipline on the `web` listener (docs/api.md).
#pragma once

#include <vector>

#include "central/web_api.h"
#include "httpd/site.h"

namespace hadir::central {

[[nodiscard]] std::vector<httpd::Route> case_routes(const WebApi& api);

}  // namespace hadir::central
