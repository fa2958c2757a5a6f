// Cases of ethics on the `web` listener (docs/api.md), for accounts that were let to them.
#pragma once

#include <vector>

#include "central/web_api.h"
#include "httpd/site.h"

namespace hadir::central {

[[nodiscard]] std::vector<httpd::Route> ethics_routes(const WebApi& api);

}  // namespace hadir::central
