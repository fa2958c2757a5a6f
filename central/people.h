// The tables that come from and go to other programs: people from the personnel system, badges from the
// badge office.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "central/database.h"
#include "central/people_repository.h"
#include "core/clock.h"
#include "core/result.h"

namespace hadir::central {

enum class ImportMode : std::uint8_t { apply, dry_run };

// What a table of people changes. It is the whole province: who does not stand in it is gone.
struct PeopleDifference {
    struct Change {
        PersonFacts before;
        PersonFacts after;
    };
    std::vector<PersonFacts> added;  // also those who come back
    std::vector<Change> changed;
    std::vector<PersonFacts> gone;
    std::size_t unchanged = 0;
};

// `nip,nama,opd,unit,kantor`. A fault names its line and changes nothing.
[[nodiscard]] Result<PeopleDifference> import_people(const Database& database, Random& random,
                                                     std::string_view csv, ImportMode mode);
// `person,number,name,opd,unit,kantor` of everybody who is active: what badges are made from. No NIP.
[[nodiscard]] Result<std::string> export_people(const Database& database);

// `badge,person,key_id,expires`. A badge that is there already must say the same. The number of new ones.
[[nodiscard]] Result<std::size_t> import_badges(const Database& database, std::string_view csv);
[[nodiscard]] Result<void> revoke_badge(const Database& database, const BadgeId& badge, UnixMs now);

// Without degrees and titles: "Agus Salim Putra".
[[nodiscard]] std::string bare_name(std::string_view name);
// As a screen in a corridor shows it: first name and the last one's initial, without titles: "Siti R.".
[[nodiscard]] std::string short_name(std::string_view name);

}  // namespace hadir::central
