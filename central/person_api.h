// What a person may ask of the `web` listener: an account with the code that came with the card, and the keys
// of their own phone (docs/api.md, docs/openapi.json).
#pragma once

#include <vector>

#include "central/web_api.h"
#include "httpd/site.h"

namespace hadir::central {

[[nodiscard]] std::vector<httpd::Route> person_routes(const WebApi& api);

}  // namespace hadir::central
