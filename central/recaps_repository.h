// Judged days as a recap counts them: without the parts of a verdict that it does not ask for, since a
// province's month is 400,000 of them. Use inside Database::read or ::transaction.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/opd_scope.h"
#include "core/bytes.h"
#include "core/judge.h"

namespace hadir::central {

struct RecapDay {
    DayVerdict verdict;  // its why only where something is deducted or the day is one of leave
    std::string opd;     // where the person worked on that day
    std::string profile;
};

class RecapsRepository {
public:
    using Each = std::function<void(const PersonId&, const std::vector<RecapDay>&)>;

    explicit RecapsRepository(const Database& database) : sql_(database.sql()) {}

    // All days of everybody who has one within the scope, also those elsewhere: a month is one. By person.
    void each_person(const DaySpan& days, const OpdScope& scope, const Each& each);
    long long people(const DaySpan& days, const OpdScope& scope);
    // The first day behind the last one before `day` that ends a run of absence (core/discipline.h).
    LocalDay absent_since(const PersonId& person, LocalDay day);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
