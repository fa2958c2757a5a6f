#include "device/likeness.h"

#include <gtest/gtest.h>

#include <random>

namespace hadir::device {
namespace {

using Marks = std::vector<std::string>;
using std::chrono::minutes;
using std::chrono::seconds;

// A room, and in it a face: both from their seeds.
Look look_of(unsigned room, std::optional<unsigned> face) {
    Look look;
    std::mt19937 random(room);
    std::uniform_int_distribution<int> gray(20, 230);
    for (std::uint8_t& pixel : look.frame)
        pixel = static_cast<std::uint8_t>(gray(random));
    if (face) {
        random.seed(*face);
        for (std::uint8_t& pixel : look.face.emplace())
            pixel = static_cast<std::uint8_t>(gray(random));
    }
    return look;
}

// What a live camera adds to the same scene.
Look with_noise(Look look, int levels) {
    std::mt19937 random(99);
    std::uniform_int_distribution<int> noise(-levels, levels);
    for (std::uint8_t& pixel : look.frame)
        pixel = static_cast<std::uint8_t>(pixel + noise(random));
    return look;
}

TEST(Likeness, OfARecordingHeldToTheLensForTwoBadges) {
    Likeness likeness;
    EXPECT_EQ(likeness.marks(look_of(1, 1), "siti", seconds(10)), Marks{});
    EXPECT_EQ(likeness.marks(look_of(1, 1), "budi", seconds(20)), (Marks{"same_frame", "same_face"}));
}

TEST(Likeness, OfALiveRoomIsNone) {
    Likeness likeness;
    EXPECT_EQ(likeness.marks(look_of(1, 1), "siti", seconds(10)), Marks{});
    EXPECT_EQ(likeness.marks(with_noise(look_of(1, 2), 1), "budi", seconds(20)), Marks{});
    EXPECT_EQ(likeness.marks(look_of(2, std::nullopt), "dewi", seconds(30)), Marks{});
}

TEST(Likeness, OfAFaceIsSeenInAnotherRoomAndLight) {
    Likeness likeness;
    EXPECT_EQ(likeness.marks(look_of(1, 1), "siti", seconds(10)), Marks{});
    Look darker = look_of(2, 1);
    for (std::uint8_t& pixel : *darker.face)
        pixel = static_cast<std::uint8_t>(pixel / 2 + 5);
    EXPECT_EQ(likeness.marks(darker, "budi", seconds(20)), Marks{"same_face"});
}

TEST(Likeness, OfOnePersonWithThemselvesIsNoMark) {
    Likeness likeness;
    EXPECT_EQ(likeness.marks(look_of(1, 1), "siti", seconds(10)), Marks{});
    EXPECT_EQ(likeness.marks(look_of(1, 1), "siti", seconds(90)), Marks{});
}

TEST(Likeness, IsForgottenAfterMinutesAndBeyondItsLimit) {
    Likeness likeness;
    EXPECT_EQ(likeness.marks(look_of(1, 1), "siti", minutes(1)), Marks{});
    EXPECT_EQ(likeness.marks(look_of(1, 1), "budi", minutes(7)), Marks{});
    for (unsigned i = 0; i < Likeness::kLooksMax; ++i)
        EXPECT_EQ(likeness.marks(look_of(100 + i, 100 + i), std::to_string(i), minutes(8)), Marks{});
    EXPECT_EQ(likeness.marks(look_of(1, 1), "dewi", minutes(8)), Marks{}) << "the first looks have gone";
}

TEST(Likeness, OfAPlainGrayFaceIsNoJudgement) {
    Look gray = look_of(1, std::nullopt);
    gray.face.emplace().fill(128);
    EXPECT_EQ(likeness_of_faces(gray, gray), 0);
}

}  // namespace
}  // namespace hadir::device
