// The JSON of recaps (docs/api.md). Pure.
#pragma once

#include <string>

#include "central/recaps.h"

namespace hadir::central {

[[nodiscard]] std::string people_recap_json(const PeopleRecap& recap);
[[nodiscard]] std::string opds_recap_json(const OpdsRecap& recap);
[[nodiscard]] std::string person_recap_json(const PersonRecap& recap);

}  // namespace hadir::central
