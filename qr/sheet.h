// Badges as cards on A4: one HTML page that prints from any browser, ten cards a leaf, both sides.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace hadir::qr {

constexpr std::size_t kCardsMax = 1000;         // a sheet: some 6 MB, what a browser still prints at ease
constexpr std::size_t kCardTextBytesMax = 200;  // each text on a card

struct Card {
    std::string code;    // the text of the QR
    std::string name;    // front
    std::string office;  // front: the OPD
    std::string unit;    // front, under the office; may be empty
    std::string number;  // back: nomor presensi
    LocalDay expires;    // back: the last valid day
};

struct SheetText {
    std::string province;   // "Pemerintah Provinsi Banten"
    std::string return_to;  // where a finder brings a card, without a full stop; empty: any office
};

// Texts are escaped; the page names no outside address and runs no script. Back sides are mirrored: print on
// both sides, turned over the long edge, at 100 %. too_large past the limits, malformed for a code that is
// none.
[[nodiscard]] Result<std::string> card_sheet(const std::vector<Card>& cards, const SheetText& text);

}  // namespace hadir::qr
