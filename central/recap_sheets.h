// Recaps as tables for a spreadsheet: the same figures as the JSON, column by column
// (central/recap_columns.h). Pure.
#pragma once

#include <vector>

#include "central/recaps.h"
#include "central/sheets.h"

namespace hadir::central {

enum class Nips : std::uint8_t { hidden, shown };

// The first sheet is the recap, and the table of the CSV; the last one, Keterangan, says what is in it.
[[nodiscard]] std::vector<Sheet> sheets_of(const PeopleRecap& recap, Nips nips);
[[nodiscard]] std::vector<Sheet> sheets_of(const OpdsRecap& recap);
[[nodiscard]] std::vector<Sheet> sheets_of(const PersonRecap& recap, Nips nips);

}  // namespace hadir::central
