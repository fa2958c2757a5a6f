// Outages of terminals on the `web` listener, for officers (docs/api.md).
#pragma once

#include <vector>

#include "central/web_api.h"
#include "httpd/site.h"

namespace hadir::central {

[[nodiscard]] std::vector<httpd::Route> outage_routes(const WebApi& api);

}  // namespace hadir::central
