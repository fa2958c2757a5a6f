// hadir-central's word about forgetting a person: `erase PERSON` and `erase --status`.
#pragma once

#include "config/settings.h"
#include "core/result.h"

namespace hadir::apps {

[[nodiscard]] Result<void> erase(const config::Settings& settings);

}  // namespace hadir::apps
