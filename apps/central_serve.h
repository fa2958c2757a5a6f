// hadir-central's own work: two listeners until it is told to stop.
#pragma once

#include "config/settings.h"
#include "core/result.h"

namespace hadir::apps {

[[nodiscard]] Result<void> serve(const config::Settings& settings);

}  // namespace hadir::apps
