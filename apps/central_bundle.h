// hadir-central's words about terminals that no network reaches: their stick comes and goes.
#pragma once

#include "config/settings.h"
#include "core/result.h"

namespace hadir::apps {

// `bundle import DIR`: the records of every terminal on the stick. `bundle export DIR`: for each of these,
// keys, policy, roster and receipts.
[[nodiscard]] Result<void> bundle(const config::Settings& settings);

}  // namespace hadir::apps
