// Papers on the `web` listener: asked for, decided on, and their documents (docs/api.md).
#pragma once

#include <vector>

#include "central/web_api.h"
#include "httpd/site.h"

namespace hadir::central {

[[nodiscard]] std::vector<httpd::Route> paper_routes(const WebApi& api);

}  // namespace hadir::central
