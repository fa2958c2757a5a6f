// Requests for leave, duty and corrections, and outages of terminals, as the judge takes them. Use inside
// Database::read or
// ::transaction.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/judge.h"

namespace hadir::central {

[[nodiscard]] const char* name_of(PaperState state);
[[nodiscard]] std::optional<PaperState> paper_state_from(std::string_view name);

class PapersRepository {
public:
    explicit PapersRepository(const Database& database) : sql_(database.sql()) {}

    std::vector<Paper> of_person(const PersonId& person, const DaySpan& days);  // that touch these days
    std::map<PersonId, std::vector<Paper>> of_all(const DaySpan& days);
    std::map<std::int64_t, std::vector<Outage>> outages(const DaySpan& days);  // by terminal

private:
    soci::session& sql_;
};

}  // namespace hadir::central
