// Makes a new card for each person of a list: signs it, draws it, lays it on printable sheets.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "apps/key_folder.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/time.h"
#include "qr/sheet.h"

namespace hadir::apps {

constexpr std::size_t kNameBytesMax = 120;

// Who gets a card. Never a NIP: not on the card, not in these files.
struct CardHolder {
    PersonId person;
    std::string number;  // nomor presensi: five digits
    std::string name;
    std::string opd;
    std::string unit;
};

// `person,number,name,opd,unit,kantor`, as `hadir-central people export` writes it. Failures carry the line:
// MALFORMED for a wrong value, CONFLICT for a person or number that stands there twice.
[[nodiscard]] Result<std::vector<CardHolder>> parse_card_holders(std::string_view csv);

// What is wrong with one holder, or empty.
[[nodiscard]] std::string fault_of(const CardHolder& holder);

// Writes into `folder`, 0600 each: one `<number>.png` a card, `lembar.html` (`lembar-01.html` ... if there
// are more than one sheet holds), and, last, `badges.csv` for central. Refuses a folder with an earlier run
// in it, whose cards would be mixed with these. Whoever holds these pictures can check in: they are to be
// deleted after printing. Answers the number of sheets.
[[nodiscard]] Result<std::size_t> print_badges(const std::vector<CardHolder>& holders,
                                               const KeyFolder::BadgeKey& key, LocalDay expires,
                                               const qr::SheetText& text, const std::filesystem::path& folder,
                                               Random& random);

}  // namespace hadir::apps
