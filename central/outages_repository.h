// Outages of terminals with what is around them. The judge reads the same rows by
// central/papers_repository.h. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/devices_repository.h"
#include "central/opd_scope.h"
#include "core/judge.h"

namespace hadir::central {

struct OutageRow {
    Outage outage;
    std::int64_t device = 0;
    DeviceId dev;
    Place place;
    std::int64_t people = 0;    // of the office
    std::int64_t checkins = 0;  // that the terminal made in that time, and that have come
    std::optional<UnixMs> decided;
    std::optional<PersonId> decided_by;
    std::optional<std::int64_t> decision;  // the record that ended it
    std::optional<std::string> decider;    // by name
    std::optional<std::string> why;
};

struct OutageEnd {
    std::int64_t outage = 0;
    PaperState state = PaperState::pending;
    PersonId by;
    UnixMs at;
    std::int64_t record = 0;
};

struct OutageQuery {
    OpdScope scope;
    bool pending = true;  // oldest first; else the decided ones, newest first
    int limit = 50;
};

class OutagesRepository {
public:
    explicit OutagesRepository(const Database& database) : sql_(database.sql()) {}

    void add(std::int64_t record, std::int64_t device, const TimeInterval& span);
    bool end(const OutageEnd& end);  // false unless it was pending
    void clear();

    std::optional<OutageRow> find(std::int64_t outage, const OpdScope& scope);
    std::vector<OutageRow> all(const OutageQuery& query);
    std::map<std::int64_t, UnixMs> covered();  // by device: the end of its latest outage

private:
    std::vector<OutageRow> select(const std::string& where, const OpdScope& scope, std::int64_t number);

    soci::session& sql_;
};

}  // namespace hadir::central
