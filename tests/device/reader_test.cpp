#include "device/reader.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "bench/read_samples.h"
#include "device/scene.h"

namespace hadir::device {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

// As long as a badge's text; another one for each `which`.
std::string badge_text(std::size_t which) {
    std::string text = "HADIR:1:";
    for (std::size_t i = 0; text.size() < 121; ++i)
        text += kAlphabet[(which * 7919 + i * i * 31 + i * which) % 45];
    return text;
}

std::vector<SceneCard> cards(std::size_t count) {
    std::vector<SceneCard> made;
    for (std::size_t i = 0; i < count; ++i)
        made.push_back({qr::encode(badge_text(i)).value(), "Siti Rahmawati", "PEMPROV BANTEN"});
    return made;
}

struct Counted {
    int held = 0;
    int read = 0;
    int wrong = 0;
};

// Reads every third held frame of twelve cards; a wrong text is one that no card of this moment has.
Counted read_scene(SceneOptions options) {
    options.frames_between = 1;
    options.frames_out = 1;
    options.frames_held = 9;
    Scene scene(cards(12), options);
    Reader reader;
    Frame frame;
    Counted counted;
    for (int n = 0; n < scene.frame_count(); n += 3) {
        const auto card = scene.held_card(n);
        if (!card) continue;
        scene.render(n, frame);
        const auto result = reader.read(frame);
        ++counted.held;
        for (const auto& text : result.texts)
            ++(text == badge_text(*card) ? counted.read : counted.wrong);
    }
    return counted;
}

struct Expected {
    const char* name;
    SceneOptions options;
    int read_min;  // of 36; may rise, never fall
};

class RenderedScene : public testing::TestWithParam<Expected> {};

TEST_P(RenderedScene, IsReadAsOftenAsBeforeAndNeverWrongly) {
    const auto counted = read_scene(GetParam().options);
    RecordProperty("held", counted.held);
    RecordProperty("read", counted.read);
    EXPECT_GE(counted.read, GetParam().read_min) << "of " << counted.held;
    EXPECT_EQ(counted.wrong, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Reader, RenderedScene,
    testing::Values(Expected{"Usual", {}, 36}, Expected{"Far", {.module_pixels = 1.7, .defocus = 0.5}, 31},
                    Expected{"Near", {.module_pixels = 9}, 36},
                    Expected{"Tilted", {.tilt = 75, .roll = 180}, 28},
                    Expected{"Dark", {.noise = 5, .light = 0.1}, 35},
                    Expected{"Inverted", {.inverted = true}, 36}, Expected{"Blurred", {.defocus = 2.6}, 14},
                    Expected{"Glare", {.glare = 1.1}, 35}, Expected{"Noisy", {.noise = 60}, 33},
                    Expected{"Moving", {.tremble = 70, .motion_blur = 0.6}, 9}),
    [](const auto& test) { return test.param.name; });

TEST(Reader, FindsNothingInAnEmptyOffice) {
    Scene scene(cards(1), {});
    Reader reader;
    Frame frame;
    scene.render(0, frame);
    const auto result = reader.read(frame);
    EXPECT_TRUE(result.texts.empty());
    EXPECT_EQ(result.rung, Reader::rungs().size());
}

TEST(Reader, ReadsPicturesOfAnySize) {
    Reader reader;
    for (const Size size :
         {Size{1, 1}, Size{23, 400}, Size{24, 24}, Size{640, 25}, Size{4000, 3000}, Size{33, 31}}) {
        Frame frame;
        std::fill_n(frame.reset_gray(size), size.width * size.height, std::uint8_t{77});
        EXPECT_TRUE(reader.read(frame).texts.empty()) << size.width << 'x' << size.height;
    }
}

TEST(Reader, ReadsACardInALargePicture) {
    Scene scene(cards(1), {.frames_between = 0, .frames_in = 0});
    Frame frame;
    scene.render(3, frame);
    const auto large = fit(frame, {3840, 2160});
    EXPECT_EQ(Reader().read(large).texts, std::vector{badge_text(0)});
}

// HADIR_QR_SAMPLES: a folder of real pictures, as for the bench, which prints the whole table.
TEST(Reader, ReadsNothingWronglyInRealPictures) {
    const char* const folder = std::getenv("HADIR_QR_SAMPLES");
    if (!folder) GTEST_SKIP() << "HADIR_QR_SAMPLES is not set: no real pictures here";
    const auto samples = bench::load_samples(folder);
    ASSERT_TRUE(samples) << samples.error().message;
    Reader reader;
    int known = 0;
    int read = 0;
    for (const auto& sample : *samples) {
        const auto picture = load_picture(sample.file, PictureColour::gray);
        ASSERT_TRUE(picture) << picture.error().message;
        const auto verdict = sample.judge(reader.read(fit(*picture, kFrameSize)).texts);
        EXPECT_NE(verdict, bench::Verdict::wrong) << sample.file;
        known += !sample.texts.empty();
        read += verdict == bench::Verdict::read;
    }
    RecordProperty("known", known);
    RecordProperty("read", read);
    EXPECT_GE(read * 100, known * 75);
}

}  // namespace
}  // namespace hadir::device
