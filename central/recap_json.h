// The JSON of recaps (docs/api.md). Pure.
#pragma once

#include <string>

#include "central/recaps.h"

namespace hadir::central {

[[nodiscard]] std::string people_recap_json(const PeopleRecap& recap);
[[nodiscard]] std::string opds_recap_json(const OpdsRecap& recap);
[[nodiscard]] std::string person_recap_json(const PersonRecap& recap);

// "2026-11"
[[nodiscard]] std::string format_month(std::chrono::year_month month);

}  // namespace hadir::central
