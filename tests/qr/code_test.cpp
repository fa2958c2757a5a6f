#include "qr/code.h"

#include <gtest/gtest.h>
#include <png.h>
#include <ZXing/ReadBarcode.h>
#include <ZXing/TextUtfEncoding.h>

#include "qr/draw.h"

namespace hadir::qr {
namespace {

// As long as a printed badge: 8 characters of prefix and 113 of base45.
const std::string kBadge = "HADIR:1:" + std::string(113, '%');

struct Picture {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    Bytes gray;  // one byte a pixel
};

Picture open_png(const Bytes& png) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    EXPECT_NE(png_image_begin_read_from_memory(&image, png.data(), png.size()), 0) << image.message;
    image.format = PNG_FORMAT_GRAY;
    Picture picture{image.width, image.height, Bytes(PNG_IMAGE_SIZE(image))};
    EXPECT_NE(png_image_finish_read(&image, nullptr, picture.gray.data(), 0, nullptr), 0) << image.message;
    return picture;
}

std::string read(const Picture& picture) {
    const ZXing::ImageView view(picture.gray.data(), static_cast<int>(picture.width),
                                static_cast<int>(picture.height), ZXing::ImageFormat::Lum);
    const auto result =
        ZXing::ReadBarcode(view, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode));
    return ZXing::TextUtfEncoding::ToUtf8(result.text());
}

TEST(QrCode, BadgeIsVersion5) {
    for (const std::size_t length : {std::size_t{121}, std::size_t{122}}) {
        const auto code = encode(kBadge + std::string(length - kBadge.size(), 'A'));
        ASSERT_TRUE(code);
        EXPECT_EQ(code->version, 5);
        EXPECT_EQ(code->size, 37);
        EXPECT_EQ(code->dark.size(), 37U * 37U);
    }
    EXPECT_EQ(encode(kBadge + "AB")->version, 6);
}

TEST(QrCode, IsOfLevelM) {
    // The level is the first two format bits, left of the top finder; M is 00, drawn masked as 10.
    const auto code = encode(kBadge);
    EXPECT_TRUE(code->is_dark(0, 8));
    EXPECT_FALSE(code->is_dark(1, 8));
}

TEST(QrCode, TakesUpToItsLimit) {
    EXPECT_EQ(encode("A")->version, 1);
    EXPECT_EQ(encode(std::string(kTextMax, 'A'))->version, 10);
    EXPECT_EQ(encode(std::string(kTextMax + 1, 'A')).error().code, ErrorCode::too_large);
}

TEST(QrCode, RefusesTextsThatAreNotAlphanumeric) {
    for (const std::string& bad : {std::string(), std::string("hadir"), std::string("A_B"), std::string("É"),
                                   std::string("A\0B", 3), std::string("A\n")}) {
        const auto refused = encode(bad);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::malformed);
    }
}

TEST(Png, IsReadByZxingAtEverySize) {
    const auto code = encode(kBadge);
    for (const int pixels : {1, 2, 3, 7, 12}) {
        const auto png = to_png(*code, pixels);
        ASSERT_TRUE(png);
        const Picture picture = open_png(*png);
        EXPECT_EQ(picture.width, static_cast<std::uint32_t>(45 * pixels));
        EXPECT_EQ(picture.height, picture.width);
        EXPECT_EQ(read(picture), kBadge) << pixels;
    }
}

TEST(Png, HasFourWhiteModulesAround) {
    const Picture picture = open_png(*to_png(*encode(kBadge), 1));
    for (std::size_t y = 0; y < 45; ++y) {
        for (std::size_t x = 0; x < 45; ++x) {
            if (x >= 4 && x < 41 && y >= 4 && y < 41) continue;
            ASSERT_EQ(picture.gray[y * 45 + x], 255) << x << "," << y;
        }
    }
    EXPECT_EQ(picture.gray[4 * 45 + 4], 0) << "the finder begins right behind the border";
}

TEST(Png, RefusesSizesOutOfRange) {
    const auto code = encode("A");
    EXPECT_TRUE(to_png(*code, kPixelsPerModuleMax));
    for (const int pixels : {-1, 0, kPixelsPerModuleMax + 1})
        EXPECT_EQ(to_png(*code, pixels).error().code, ErrorCode::usage);
}

// Fills the rectangles that the path names, so that what it draws can be compared with the modules.
std::vector<bool> fill_path(const std::string& path, int side) {
    std::vector<bool> pixels(static_cast<std::size_t>(side * side));
    const char* at = path.c_str();
    int column = 0;
    int row = 0;
    int width = 0;
    int back = 0;
    int used = 0;
    while (std::sscanf(at, "M%d %dh%dv1h-%dz%n", &column, &row, &width, &back, &used) == 4) {
        EXPECT_EQ(width, back);
        for (int x = column; x < column + width; ++x)
            pixels[static_cast<std::size_t>(row * side + x)] = true;
        at += used;
    }
    EXPECT_EQ(*at, '\0');
    return pixels;
}

TEST(SvgPath, DrawsExactlyTheDarkModules) {
    const auto code = encode(kBadge);
    const auto pixels = fill_path(to_svg_path(*code), 45);
    for (int row = 0; row < 45; ++row) {
        for (int column = 0; column < 45; ++column) {
            const bool inside = column >= 4 && column < 41 && row >= 4 && row < 41;
            ASSERT_EQ(pixels[static_cast<std::size_t>(row * 45 + column)],
                      inside && code->is_dark(column - 4, row - 4));
        }
    }
}

}  // namespace
}  // namespace hadir::qr
