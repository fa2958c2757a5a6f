// Sealed photographs on the command line: how many there are, and their end.
#pragma once

#include <vector>

#include "central/database.h"
#include "central/photos.h"
#include "config/settings.h"
#include "core/result.h"
#include "wire/roster.h"

namespace hadir::apps {

[[nodiscard]] central::PhotoStore photo_store(const config::Settings& settings);

// What the root is asked to list: the keys of this month and of those ahead, made where they are missing.
[[nodiscard]] Result<std::vector<wire::KeyRow>> photo_key_rows(const config::Settings& settings);

// `photos list | expire`.
[[nodiscard]] Result<void> photos(const config::Settings& settings);

// Says in the log when policy asks for photographs to which no listed key of this month is there.
void check_photo_key(const central::Database& database, const config::Settings& settings,
                     wire::PhotoWhen when);

}  // namespace hadir::apps
