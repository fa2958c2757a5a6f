// hadir-central posts, deputies, offices, plans, profiles and rosters: tables that come in as a decision.
#pragma once

#include "config/settings.h"
#include "core/result.h"

namespace hadir::apps {

// `TABLE import FILE`; with --dry-run nobody decides and nothing changes.
[[nodiscard]] Result<void> table(const config::Settings& settings);

}  // namespace hadir::apps
