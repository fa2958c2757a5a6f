#include "device/frame.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/temporary_folder.h"

namespace hadir::device {
namespace {

using namespace std::string_literals;
using tests::TemporaryFolder;

TEST(Frame, KeepsItsMemoryForTheNextPicture) {
    Frame frame;
    auto* const first = frame.reset_bgr(kFrameSize);
    const auto* const gray = frame.gray().data;
    EXPECT_EQ(frame.reset_bgr(kFrameSize), first);
    EXPECT_EQ(frame.gray().data, gray);
    EXPECT_EQ(frame.reset_bgr({640, 480}), first);
}

TEST(Frame, MakesGrayOfItsColours) {
    Frame frame;
    std::fill_n(frame.reset_bgr({4, 2}), 24, std::uint8_t{90});
    EXPECT_EQ(frame.gray().row(1)[3], 90);
    std::fill_n(frame.reset_bgr({4, 2}), 24, std::uint8_t{30});
    EXPECT_EQ(frame.gray().row(1)[3], 30);
}

TEST(Fit, CentresThePictureOnGray128) {
    Frame frame;
    std::fill_n(frame.reset_gray({100, 100}), 10000, std::uint8_t{10});
    const auto fitted = fit(frame, {200, 100});
    EXPECT_EQ(fitted.size(), (Size{200, 100}));
    EXPECT_EQ(fitted.gray().row(50)[49], 128);
    EXPECT_EQ(fitted.gray().row(50)[50], 10);
    EXPECT_EQ(fitted.gray().row(50)[149], 10);
    EXPECT_EQ(fitted.gray().row(50)[150], 128);
}

TEST(PreviewEncoder, MakesAJpegOf640By360) {
    Frame frame;
    std::fill_n(frame.reset_bgr({640, 480}), 640 * 480 * 3, std::uint8_t{200});
    PreviewEncoder encoder;
    EXPECT_EQ(picture_size(encoder.encode(frame)), (Size{640, 360}));
    EXPECT_TRUE(encoder.encode(Frame()).empty());
}

TEST(PictureSize, ReadsEachKindAndRefusesTheRest) {
    struct Row {
        std::string head;
        std::optional<Size> size;
    };
    const std::vector<Row> rows{
        {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x05\0\0\0\x02\xd0"s, Size{1280, 720}},
        {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x05\0\0\0\x02"s, std::nullopt},
        {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\0\0\x02\xd0"s, std::nullopt},
        {"\xff\xd8\xff\xe0\0\x04xx\xff\xc0\0\x11\x08\x02\xd0\x05\0\x03"s, Size{1280, 720}},
        {"\xff\xd8\xff\xe0\0\x04xx"s, std::nullopt},
        {"\xff\xd8\xff\xe0\0\0\xff\xe0\0\0\0\0\0\0\0\0"s, std::nullopt},
        {"RIFF....WEBPVP8X\n\0\0\0\0\0\0\0\xff\x04\0\xcf\x02\0"s, Size{1280, 720}},
        {"RIFF....WEBP"s, std::nullopt},
        {"P5 # made\n64\t36\n255\n"s, Size{64, 36}},
        {"P5 # no end"s, std::nullopt},
        {"P6 0 10 255\n"s, std::nullopt},
        {"P5 99999999999 10 255\n"s, std::nullopt},
        {"GIF89a.............."s, std::nullopt},
        {""s, std::nullopt},
    };
    for (const auto& row : rows)
        EXPECT_EQ(picture_size(as_bytes(row.head)), row.size) << row.head;
}

TEST(LoadPicture, RefusesWhatIsTooLargeOrDamaged) {
    const TemporaryFolder folder;
    const auto write = [&](const std::string& name, const std::string& content) {
        std::ofstream(folder / name, std::ios::binary) << content;
        return load_picture(folder / name, PictureColour::gray);
    };
    EXPECT_TRUE(write("good.pgm", "P5 2 2 255\nabcd"));
    EXPECT_EQ(write("huge.pgm", "P5 10000 5001 255\nabcd").error().code, ErrorCode::too_large);
    EXPECT_EQ(write("noise.png", "no picture at all").error().code, ErrorCode::malformed);
    EXPECT_EQ(write("cut.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x05\0\0\0\x02\xd0"s).error().code,
              ErrorCode::malformed);
    EXPECT_EQ(load_picture(folder / "none.png", PictureColour::gray).error().code, ErrorCode::not_found);
    std::ofstream(folder / "long.pgm") << "P5 2 2 255\n";
    std::filesystem::resize_file(folder / "long.pgm", kPictureBytesMax + 1);
    EXPECT_EQ(load_picture(folder / "long.pgm", PictureColour::gray).error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace hadir::device
