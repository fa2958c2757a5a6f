// What officers read, made from records alone: the same records give the same rows. Use inside
// Database::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/records_repository.h"
#include "core/clock.h"
#include "core/time.h"

namespace hadir::central {

// One line as central understands it.
struct Reading {
    std::optional<std::string> quarantine;  // why it is not understood; it is kept all the same
    std::optional<ClockState> clock;
};
[[nodiscard]] Reading read_record(std::string_view line);

// Where and of which row a line is.
struct RecordPlace {
    std::int64_t id = 0;
    LedgerPlace ledger;
    std::int64_t branch = 0;
    std::uint64_t seq = 1;
    Zone zone = Zone::wib;
};

enum class Projected : std::uint8_t { nothing, arrival };
Projected project(const Database& database, const RecordPlace& place, std::string_view line);

// Throws everything projected away and makes it again from the records.
void rebuild_projections(const Database& database);

}  // namespace hadir::central
