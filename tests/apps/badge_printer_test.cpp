#include "apps/badge_printer.h"

#include <gtest/gtest.h>
#include <png.h>
#include <ZXing/ReadBarcode.h>
#include <ZXing/TextUtfEncoding.h>

#include <set>

#include "platform/file.h"
#include "platform/random.h"
#include "tests/temporary_folder.h"
#include "wire/badge.h"
#include "wire/csv.h"

namespace hadir::apps {
namespace {

using tests::TemporaryFolder;

constexpr const char* kHeader = "person,number,name,opd,unit,kantor\n";
const LocalDay kExpires = *parse_day("2027-12-31");

std::string read_qr(const std::filesystem::path& path) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    EXPECT_NE(png_image_begin_read_from_file(&image, path.c_str()), 0);
    image.format = PNG_FORMAT_GRAY;
    Bytes gray(PNG_IMAGE_SIZE(image));
    EXPECT_NE(png_image_finish_read(&image, nullptr, gray.data(), 0, nullptr), 0);
    const ZXing::ImageView view(gray.data(), static_cast<int>(image.width), static_cast<int>(image.height),
                                ZXing::ImageFormat::Lum);
    return ZXing::TextUtfEncoding::ToUtf8(ZXing::ReadBarcode(view).text());
}

std::vector<CardHolder> holders(std::size_t count) {
    std::string csv = kHeader;
    for (std::size_t i = 0; i < count; ++i)
        csv += "00000000000" + std::to_string(10000 + i) + "," + std::to_string(20000 + i) +
               ",Orang,Dinas,Unit,Kantor\n";
    auto parsed = parse_card_holders(csv);
    EXPECT_TRUE(parsed) << parsed.error().message;
    return std::move(*parsed);
}

class BadgePrinter : public ::testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(wire::start_crypto()); }

    TemporaryFolder folder_;
    platform::SystemRandom random_;
    KeyFolder::BadgeKey key_{7, wire::SigningKey::generate()};
};

TEST_F(BadgePrinter, MakesCardsThatAreReadAndVerified) {
    const auto sheets = print_badges(holders(3), key_, kExpires, {"Banten", ""}, folder_ / "out", random_);
    ASSERT_TRUE(sheets) << sheets.error().message;
    EXPECT_EQ(*sheets, 1U);
    const auto table = wire::parse_csv(as_text(*platform::read_file(folder_ / "out/badges.csv", 1 << 20)),
                                       {"badge", "person", "key_id", "expires"});
    ASSERT_TRUE(table);
    ASSERT_EQ(table->size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string text = read_qr(folder_ / ("out/" + std::to_string(20000 + i) + ".png"));
        EXPECT_EQ(text.size(), wire::kBadgeTextChars);
        const auto badge = wire::parse_badge(text, {{std::uint8_t{7}, key_.key.public_key()}});
        ASSERT_TRUE(badge) << badge.error().message;
        const auto& row = (*table)[i].fields;
        EXPECT_EQ(
            row, (std::vector<std::string>{badge->badge.hex(), "00000000000" + std::to_string(10000 + i), "7",
                                           "2027-12-31"}));
        EXPECT_EQ(badge->expires, kExpires);
    }
    EXPECT_TRUE(std::filesystem::exists(folder_ / "out/lembar.html"));
}

TEST_F(BadgePrinter, GivesEveryCardANewId) {
    std::set<std::string> ids;
    for (const char* out : {"a", "b"}) {
        ASSERT_TRUE(print_badges(holders(20), key_, kExpires, {"Banten", ""}, folder_ / out, random_));
        const auto text = platform::read_file(folder_ / out / "badges.csv", 1 << 20);
        const auto table = wire::parse_csv(as_text(*text), {"badge", "person", "key_id", "expires"});
        ASSERT_TRUE(table);
        for (const auto& row : *table)
            ids.insert(row.fields[0]);
    }
    EXPECT_EQ(ids.size(), 40U);
}

TEST_F(BadgePrinter, NeverMixesTwoRuns) {
    ASSERT_TRUE(print_badges(holders(1), key_, kExpires, {"Banten", ""}, folder_ / "out", random_));
    const std::string before = read_qr(folder_ / "out/20000.png");
    const auto again = print_badges(holders(1), key_, kExpires, {"Banten", ""}, folder_ / "out", random_);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::usage);
    EXPECT_EQ(read_qr(folder_ / "out/20000.png"), before);
}

TEST_F(BadgePrinter, MakesSeveralSheetsPastTheLimitOfOne) {
    const auto sheets =
        print_badges(holders(qr::kCardsMax + 1), key_, kExpires, {"Banten", ""}, folder_ / "out", random_);
    ASSERT_TRUE(sheets);
    EXPECT_EQ(*sheets, 2U);
    EXPECT_TRUE(std::filesystem::exists(folder_ / "out/lembar-01.html"));
    EXPECT_TRUE(std::filesystem::exists(folder_ / "out/lembar-02.html"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "out/lembar.html"));
}

TEST(CardHolders, AreReadFromCentralsExport) {
    const auto parsed =
        parse_card_holders(std::string("\xef\xbb\xbf") + kHeader +
                           "00112233445566aa,20417,\"Budi, S.E.\",Dinas PUPR,Sekretariat,Serang\r\n");
    ASSERT_TRUE(parsed) << parsed.error().message;
    ASSERT_EQ(parsed->size(), 1U);
    EXPECT_EQ(parsed->front().name, "Budi, S.E.");
    EXPECT_EQ(parsed->front().number, "20417");
    EXPECT_EQ(parsed->front().person.hex(), "00112233445566aa");
}

TEST(CardHolders, AreRefusedWithTheLineAtFault) {
    struct Row {
        const char* why;
        std::string rows;
        ErrorCode code;
        std::uint64_t line;
    };
    const std::string good = "00112233445566aa,20417,Siti,A,B,C\n";
    for (const Row& row : std::initializer_list<Row>{
             {"person twice", good + "00112233445566aa,20418,Budi,A,B,C\n", ErrorCode::conflict, 3},
             {"number twice", good + "00112233445566ab,20417,Budi,A,B,C\n", ErrorCode::conflict, 3},
             {"short person", good + "00112233445566,20418,Budi,A,B,C\n", ErrorCode::malformed, 3},
             {"upper-case person", "00112233445566AA,20417,Siti,A,B,C\n", ErrorCode::malformed, 2},
             {"a NIP for a number", "00112233445566aa,198501012010011001,Siti,A,B,C\n", ErrorCode::malformed,
              2},
             {"four digits", "00112233445566aa,2041,Siti,A,B,C\n", ErrorCode::malformed, 2},
             {"a path for a number", "00112233445566aa,../..,Siti,A,B,C\n", ErrorCode::malformed, 2},
             {"no name", "00112233445566aa,20417,,A,B,C\n", ErrorCode::malformed, 2},
             {"long name", "00112233445566aa,20417," + std::string(kNameBytesMax + 1, 'n') + ",A,B,C\n",
              ErrorCode::malformed, 2},
             {"a line break in a name", "00112233445566aa,20417,\"Si\nti\",A,B,C\n", ErrorCode::malformed, 2},
             {"five columns", good + "00112233445566ab,20418,Budi,A,B\n", ErrorCode::malformed, 3},
             {"Latin-1", good + "00112233445566ab,20418,Ren\xe9,A,B,C\n", ErrorCode::malformed, 3},
         }) {
        const auto refused = parse_card_holders(kHeader + row.rows);
        ASSERT_FALSE(refused) << row.why;
        EXPECT_EQ(refused.error().code, row.code) << row.why << ": " << refused.error().message;
        EXPECT_EQ(refused.error().line, row.line) << row.why;
    }
    EXPECT_FALSE(parse_card_holders(kHeader));
    EXPECT_FALSE(parse_card_holders("nip,nama\n"));
    EXPECT_TRUE(parse_card_holders(kHeader +
                                   ("00112233445566aa,20417," + std::string(kNameBytesMax, 'n') + ",,,\n")));
}

}  // namespace
}  // namespace hadir::apps
