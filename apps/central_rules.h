// The tables of rules on the command line.
#pragma once

#include "config/settings.h"
#include "core/result.h"

namespace hadir::apps {

// `rules check [FOLDER]`: how many rows each table has, or every fault by file and line. Without a folder
// that of the option `rules`.
[[nodiscard]] Result<void> rules(const config::Settings& settings);

}  // namespace hadir::apps
