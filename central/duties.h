// What the judge has to know of a person on a day: plan, shift, profile, zone, and the terminals that serve
// the person. Pure but for `read_duty_book`.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "central/assignments.h"
#include "central/database.h"
#include "central/posts.h"
#include "core/judge.h"
#include "core/time.h"

namespace hadir::central {

using Office = std::pair<std::string, std::string>;  // OPD, office

struct ServingTerminal {
    std::int64_t id = 0;  // the row in `devices`
    Office office;
    Zone zone = Zone::wib;
    UnixMs enrolled;
    std::optional<UnixMs> revoked;
};

struct DutyFacts {
    PostBook posts;
    std::map<PersonId, Workplace> homes;  // of people.csv: for those who have no post at all
    AssignmentBook plans;
    AssignmentBook profiles;
    std::map<std::pair<PersonId, LocalDay>, std::string> shifts;  // of the roster: "OFF" or a shift's name
    std::map<Office, Zone> zones;
    std::vector<ServingTerminal> terminals;
    Zone province = Zone::wib;
};

// A consistent picture of one moment; any thread may read it.
class DutyBook {
public:
    explicit DutyBook(DutyFacts facts);

    // Where the person works on that day; none: has posts, but none on that day.
    [[nodiscard]] const Workplace* workplace_on(const PersonId& person, LocalDay day) const;
    // One for each day from first to last, both included. Without a workplace a duty has no plan: nobody has
    // said what was asked of the person.
    [[nodiscard]] std::vector<Duty> duties(const PersonId& person, LocalDay first, LocalDay last) const;
    // Those of the person's office that were enrolled before the day's end and not revoked before its start.
    [[nodiscard]] std::vector<std::int64_t> terminals_of(const PersonId& person, LocalDay day) const;
    // The offices table's; without a row the one that all its terminals have, else the province's.
    [[nodiscard]] Zone zone_of(const Office& office) const;

    [[nodiscard]] const PostBook& posts() const { return facts_.posts; }

private:
    DutyFacts facts_;
    std::map<Office, std::vector<ServingTerminal>> terminals_;
};

// Rosters are read for these days alone. Inside Database::read or ::transaction.
[[nodiscard]] DutyBook read_duty_book(const Database& database, Zone province, LocalDay first, LocalDay last);

}  // namespace hadir::central
