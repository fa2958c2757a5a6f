// hadir-central's words about accounts of staff: list, add, end, reset.
#pragma once

#include "config/settings.h"
#include "core/result.h"

namespace hadir::apps {

[[nodiscard]] Result<void> account(const config::Settings& settings);

}  // namespace hadir::apps
