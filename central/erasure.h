// A person is forgotten: everything that names them is overwritten, here and at each terminal, while every
// record and every proof stays as it is, since lines hold nothing but ids and digests (docs/formats.md 5,
// Erasure).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/decisions.h"
#include "central/erasures_repository.h"
#include "core/result.h"

namespace hadir::central {

struct ErasureOrder {
    PersonId person;
    std::string why;
};

// Decides it and overwrites what the tables hold; keep_erased() and scrub() are to follow. NOT_FOUND; USAGE
// when the reason names the person. Somebody who is erased already is not decided on again, and fine.
[[nodiscard]] Result<void> erase_person(const Database& database, const OwnLedger& own,
                                        const Officer& officer, const ErasureOrder& order);

// What an erasure overwrites, without the decision. Inside a transaction; again changes nothing.
void forget_person(const Database& database, const Erasure& erasure);

// Brings database and `erased.list` to say the same: the list, beside the database and in no backup, forgets
// once more whom a restored database has brought back. Before anything else is read. STORAGE, MALFORMED.
[[nodiscard]] Result<void> keep_erased(const Database& database, const std::filesystem::path& list);

// Writes the file anew when pages of it may hold what was erased, and empties its log. STORAGE, also when
// others read for too long; then call again.
[[nodiscard]] Result<void> scrub(const Database& database, const std::string& path, UnixMs now);

// Whether a text names them: by NIP, by the whole name, without degrees, or as a screen shows it.
[[nodiscard]] bool names_person(std::string_view text, std::string_view nip, std::string_view name);

}  // namespace hadir::central
