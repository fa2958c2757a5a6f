#include "device/hint.h"

#include <gtest/gtest.h>

#include "device/reader.h"
#include "device/scene.h"

namespace hadir::device {
namespace {

constexpr int kHeld = 12;  // a frame in the midst of holding

Scene scene_of(SceneOptions options,
               const std::string& text = "HADIR:1:%-AAAA-0123456789-BADGE-THAT-IS-LONG-ENOUGH") {
    options.frames_between = 1;
    options.frames_in = 4;
    return Scene({{qr::encode(text + "-0123456789-0123456789-0123456789-0123456789-0123456789").value(),
                   "Siti", "PUPR"}},
                 options);
}

std::string hint_in(const Frame& frame) {
    Reader reader;
    const auto hint = reader.hint(reader.read(frame));
    return hint ? name_of(*hint) : "";
}

struct Case {
    const char* name;
    SceneOptions options;
    const char* hint;
};

class SceneHint : public testing::TestWithParam<Case> {};

TEST_P(SceneHint, SaysWhatIsWrong) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        auto options = GetParam().options;
        options.seed = seed;
        auto scene = scene_of(options);
        Frame frame;
        scene.render(kHeld, frame);
        EXPECT_EQ(hint_in(frame), GetParam().hint) << "seed " << seed;
    }
}

INSTANTIATE_TEST_SUITE_P(Hint, SceneHint,
                         testing::Values(Case{"Usual", {}, ""},
                                         Case{"Dark", {.noise = 6, .light = 0.05}, "dark"},
                                         Case{"Near", {.module_pixels = 20, .tilt = 6, .roll = 3}, "near"},
                                         Case{"Far", {.module_pixels = 1.1}, "far"},
                                         Case{"Blurred", {.defocus = 4.5}, "blurred"},
                                         Case{"Glare", {.glare = 3}, "glare"}),
                         [](const auto& test) { return test.param.name; });

TEST(Hint, AnEmptyOfficeHasNone) {
    auto scene = scene_of({});
    Frame frame;
    scene.render(0, frame);
    EXPECT_EQ(hint_in(frame), "");
}

TEST(Hint, TwoBadgesAreTwoWhetherReadOrNot) {
    auto one = scene_of({.seed = 1});
    auto other = scene_of({.seed = 2}, "HADIR:1:ANOTHER-BADGE-OF-ANOTHER-PERSON-0123456789");
    Frame left, right, both;
    one.render(kHeld, left);
    other.render(kHeld, right);
    constexpr int kAside = 300;
    const int middle = kFrameSize.width / 2;
    auto* pixel = both.reset_gray(kFrameSize);
    for (int y = 0; y < kFrameSize.height; ++y)
        for (int x = 0; x < kFrameSize.width; ++x)
            *pixel++ = x < middle ? left.gray().row(y)[x + kAside] : right.gray().row(y)[x - kAside];
    EXPECT_EQ(hint_in(both), "two");
    EXPECT_EQ(hint_in(left), "");
}

}  // namespace
}  // namespace hadir::device
