// What the table of options says to people: `--help` and the commented default file. Nothing fails.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "config/options.h"

namespace hadir::config {

[[nodiscard]] std::string help_text(Program program, std::span<const Option> extra,
                                    std::string_view commands);

// What config/<program>.conf holds and `--print-config` prints: every key that a file may have, commented
// out.
[[nodiscard]] std::string default_file(Program program);

// "HADIR_KIOSK_SYNC_DB" for sync-db; with an empty option the prefix "HADIR_KIOSK_".
[[nodiscard]] std::string variable_of(Program program, std::string_view option);

}  // namespace hadir::config
