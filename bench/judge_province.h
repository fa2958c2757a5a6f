// An invented province in central's tables, large enough to time the judge with. Rows are written straight
// into the tables and signed by nobody: what is timed is judging, not ingest.
#pragma once

#include <string>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/rules.h"

namespace hadir::bench {

struct ProvinceSize {
    int people = 12'000;
    int terminals = 500;
};

// Nth of the province, from 0.
[[nodiscard]] PersonId person_at(int n);
[[nodiscard]] BadgeId badge_at(int n);
[[nodiscard]] std::string opd_of(int n, const ProvinceSize& size);
[[nodiscard]] std::string office_of(int n, const ProvinceSize& size);

// People with badges, terminals that have reported until `reported`, a work plan and a deduction profile for
// all.
[[nodiscard]] Result<void> found_province(const central::Database& database, const ProvinceSize& size,
                                          UnixMs enrolled, UnixMs reported);
// Four check-ins of everybody on each of these days, at about 07:20, 12:00, 13:00 and 16:05; some late, some
// missing.
[[nodiscard]] Result<void> fill_days(const central::Database& database, const ProvinceSize& size,
                                     const std::vector<LocalDay>& days);
// Those that BTN-5 asks for.
[[nodiscard]] std::vector<LocalDay> work_days(LocalDay first, int count, const PresenceRules& rules);

}  // namespace hadir::bench
