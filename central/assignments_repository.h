// Plans, profiles and rosters of people, zones of offices. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "central/assignments.h"
#include "central/database.h"
#include "central/duties.h"

namespace hadir::central {

enum class AssignmentKind : std::uint8_t { plan, profile };

struct RosterDay {
    PersonId person;
    LocalDay day;
    std::string shift;  // "OFF": free
};

class AssignmentsRepository {
public:
    explicit AssignmentsRepository(const Database& database) : sql_(database.sql()) {}

    std::vector<Assignment> all(AssignmentKind kind);
    void replace(AssignmentKind kind, const std::vector<Assignment>& rows);  // all of that kind

    std::vector<RosterDay> rosters(LocalDay first, LocalDay last);  // both included
    void put(const std::vector<RosterDay>& rows);                   // an empty shift takes the day's row away

    std::map<Office, Zone> offices();
    void replace(const std::map<Office, Zone>& offices);

    std::vector<ServingTerminal> terminals();  // of all offices, revoked ones too

private:
    soci::session& sql_;
};

}  // namespace hadir::central
