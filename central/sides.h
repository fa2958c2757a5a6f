// What a terminal sends beside its records (docs/formats.md 5, Side data).
#pragma once

#include "central/database.h"
#include "central/devices_repository.h"
#include "httpd/request.h"
#include "httpd/response.h"

namespace hadir::central {

// All lines or none: 204. MALFORMED with `line` when no stored record of this terminal has that digest under
// that field. A repeat is fine; of a person who was erased nothing is kept.
[[nodiscard]] httpd::Response handle_sides(const httpd::Request& request, const Database& database,
                                           const Device& device);

}  // namespace hadir::central
