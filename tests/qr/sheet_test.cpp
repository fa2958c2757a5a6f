#include "qr/sheet.h"

#include <gtest/gtest.h>

#include "qr/code.h"
#include "qr/draw.h"

namespace hadir::qr {
namespace {

Card card(std::size_t n) {
    return {.code = "HADIR:1:" + std::to_string(n),
            .name = "Orang ke-" + std::to_string(n),
            .office = "Dinas PUPR",
            .unit = "Sekretariat",
            .number = std::to_string(20000 + n),
            .expires = *parse_day("2027-12-31")};
}

std::vector<Card> some_cards(std::size_t count) {
    std::vector<Card> cards;
    for (std::size_t n = 0; n < count; ++n)
        cards.push_back(card(n));
    return cards;
}

std::size_t count(const std::string& page, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = page.find(part); at != std::string::npos; at = page.find(part, at + 1))
        ++found;
    return found;
}

const SheetText kText{"Pemerintah Provinsi Banten", "BKD Provinsi Banten, Serang"};

TEST(CardSheet, HoldsTenCardsALeafOnBothSides) {
    struct Row {
        std::size_t cards, leaves;
    };
    for (const auto [cards, leaves] : {Row{0, 0}, {1, 1}, {10, 1}, {11, 2}, {200, 20}}) {
        const auto page = card_sheet(some_cards(cards), kText);
        ASSERT_TRUE(page);
        EXPECT_EQ(count(*page, "class=\"leaf front\""), leaves);
        EXPECT_EQ(count(*page, "class=\"leaf back\""), leaves);
        EXPECT_EQ(count(*page, "<article class=\"card\">"), 2 * cards);
    }
}

TEST(CardSheet, ShowsEachFieldOnItsSideOnly) {
    const auto page = card_sheet({card(7)}, kText);
    ASSERT_TRUE(page);
    const std::size_t turn = page->find("leaf back");
    const std::string front = page->substr(0, turn);
    const std::string back = page->substr(turn);
    EXPECT_EQ(count(front, "Orang ke-7"), 1U);
    EXPECT_EQ(count(front, "Dinas PUPR"), 1U);
    EXPECT_EQ(count(front, to_svg_path(*encode("HADIR:1:7"))), 1U);
    EXPECT_EQ(count(front, "20007"), 0U);
    EXPECT_EQ(count(back, "20007"), 1U);
    EXPECT_EQ(count(back, "31 Desember 2027"), 1U);
    EXPECT_EQ(count(back, "BKD Provinsi Banten, Serang"), 1U);
    EXPECT_EQ(count(back, "Orang ke-7"), 0U);
}

TEST(CardSheet, EscapesEveryText) {
    const std::string bad = R"(<script>"'&)";
    Card hostile = card(1);
    hostile.name = hostile.office = hostile.unit = hostile.number = bad;
    const auto page = card_sheet({hostile}, {bad, bad});
    ASSERT_TRUE(page);
    EXPECT_EQ(count(*page, "<script"), 0U);
    EXPECT_EQ(count(*page, "&lt;script&gt;&quot;&#39;&amp;"), 7U)
        << "name, office, unit, number, 2 x province, finder";
}

TEST(CardSheet, NamesNoOutsideAddress) {
    const auto page = card_sheet({card(1)}, kText);
    for (const char* outside : {"http:", "https:", "url(h", "@import", "src=", "//"})
        EXPECT_EQ(count(*page, outside), 0U) << outside;
}

TEST(CardSheet, MakesLongNamesSmaller) {
    Card long_name = card(1);
    long_name.name = std::string(27, 'N');
    EXPECT_EQ(count(*card_sheet({long_name}, kText), "class=\"name long\""), 1U);
    long_name.name = std::string(47, 'N');
    EXPECT_EQ(count(*card_sheet({long_name}, kText), "class=\"name longest\""), 1U);
    std::string accented;
    for (int i = 0; i < 26; ++i)
        accented += "é";
    long_name.name = accented;
    EXPECT_EQ(count(*card_sheet({long_name}, kText), "class=\"name\""), 1U) << "letters count, not bytes";
}

TEST(CardSheet, RefusesWhatIsPastItsLimits) {
    EXPECT_TRUE(card_sheet(some_cards(kCardsMax), kText));
    EXPECT_EQ(card_sheet(some_cards(kCardsMax + 1), kText).error().code, ErrorCode::too_large);
    Card wide = card(1);
    wide.unit = std::string(kCardTextBytesMax, 'u');
    EXPECT_TRUE(card_sheet({wide}, kText));
    wide.unit += 'u';
    EXPECT_EQ(card_sheet({wide}, kText).error().code, ErrorCode::too_large);
    Card no_code = card(1);
    no_code.code = "lower case";
    EXPECT_EQ(card_sheet({no_code}, kText).error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace hadir::qr
