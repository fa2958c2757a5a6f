// Check-ins as the judge takes them (core/judge.h): those that count, each with the interval that holds its
// true time. Use inside Database::read or ::transaction.
#pragma once

#include <functional>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/judge.h"

namespace hadir::central {

class StampsRepository {
public:
    explicit StampsRepository(const Database& database) : sql_(database.sql()) {}

    // Of the days of presence from `days.first` to `days.last`, both included; ids are the records' rows.
    std::vector<Stamp> of_person(const PersonId& person, const DaySpan& days);
    // Everybody's, ordered by person.
    void of_all(const DaySpan& days, const std::function<void(const PersonId&, const Stamp&)>& each);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
