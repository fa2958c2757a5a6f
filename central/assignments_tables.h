// plans.csv, profiles.csv, rosters.csv and offices.csv (docs/operating.md). All but rosters.csv are the whole
// province, past rows too.
#pragma once

#include <map>
#include <set>
#include <string>

#include "central/assignments.h"
#include "central/tables.h"
#include "core/rules.h"

namespace hadir::central {

// The names that rows may give; the rules themselves are read elsewhere.
struct KnownRules {
    std::set<std::string> plans;                          // of fixed hours
    std::map<std::string, std::set<std::string>> shifts;  // by rostered plan
    std::map<std::string, bool> profiles;                 // whether it has all rows (D35)
};
[[nodiscard]] KnownRules known_rules(const PresenceRules& rules);

// Every scope that somebody is in, by today's table of people or by any post. Inside a transaction.
constexpr const char* kNobodyThere = "nobody is there; is a name spelled otherwise in people or posts?";
[[nodiscard]] std::set<Scope> peopled_scopes(const Database& database);

// `opd,unit,kantor,nip,rencana,dari,sampai`. A row is for one person (nip alone), or for who is in that OPD
// and there in that unit, office or both; all empty: everybody.
[[nodiscard]] Table plans_table(KnownRules known);
// `opd,nip,profil,dari,sampai`. An incomplete profile is a warning.
[[nodiscard]] Table profiles_table(KnownRules known);
// `nip,tanggal,sif`: a shift of that day's plan, LIBUR, or nothing, which takes the day's row away. Days that
// do not stand in the table stay as they are.
[[nodiscard]] Table rosters_table(KnownRules known);
// `opd,kantor,zona`: WIB, WITA or WIT. A terminal there with another zone is a warning, as is an office
// without people.
[[nodiscard]] Table offices_table();

}  // namespace hadir::central
