// hadir-central person-code and phone: how a card's carrier comes to an account, and the end of a phone's
// key.
#pragma once

#include "config/settings.h"
#include "core/result.h"

namespace hadir::apps {

[[nodiscard]] Result<void> person_code(const config::Settings& settings);
[[nodiscard]] Result<void> phone(const config::Settings& settings);

}  // namespace hadir::apps
