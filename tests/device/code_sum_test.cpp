#include "device/code_sum.h"

#include <gtest/gtest.h>

#include "device/scene_parts.h"
#include "qr/code.h"

namespace hadir::device {
namespace {

constexpr float kGrain = 2.4F;  // more than dark and light are apart

// What a frame of much grain shows of the code; each `frame` another grain.
CodeGrid grid_of(const std::string& text, std::uint64_t frame) {
    const auto code = qr::encode(text).value();
    CodeGrid grid;
    grid.size = code.size;
    grid.fit = 0.7;
    for (int y = 0; y < code.size; ++y)
        for (int x = 0; x < code.size; ++x) {
            const auto which = static_cast<std::uint64_t>(y * code.size + x);
            const double grain = chance(frame, which, 1) + chance(frame, which, 2) - 1;
            grid.light.push_back((code.is_dark(x, y) ? -1.0F : 1.0F) + kGrain * static_cast<float>(grain));
        }
    return grid;
}

const std::string kOne = "HADIR:1:ONE-BADGE-0123456789-0123456789-0123456789-0123456789";
const std::string kOther = "HADIR:1:OTHER-ONE-9876543210-9876543210-9876543210-9876543210";

TEST(CodeSum, FramesThatFailSinglyAreReadTogether) {
    CodeSampler sampler;
    CodeSum sum;
    for (std::uint64_t frame = 1; frame <= 6; ++frame) {
        const auto grid = grid_of(kOne, frame);
        EXPECT_FALSE(sampler.decode(grid)) << "the control: frame " << frame << " alone";
        sum.add(grid);
    }
    EXPECT_EQ(sum.count(), 6);
    EXPECT_EQ(sampler.decode(sum.grid()), kOne);
}

TEST(CodeSum, AnotherBadgeBeginsAnewAndIsNeverMixedIn) {
    CodeSum sum;
    for (std::uint64_t frame = 1; frame <= 6; ++frame)
        sum.add(grid_of(kOne, frame));
    sum.add(grid_of(kOther, 7));
    EXPECT_EQ(sum.count(), 1);
    for (std::uint64_t frame = 8; frame <= 13; ++frame)
        sum.add(grid_of(kOther, frame));
    EXPECT_EQ(CodeSampler().decode(sum.grid()), kOther);
}

TEST(CodeSum, WhatIsOutOfSightIsForgotten) {
    CodeSum sum;
    sum.add(grid_of(kOne, 1));
    for (int i = 0; i < 11; ++i)
        sum.add({});
    EXPECT_EQ(sum.count(), 0);
}

}  // namespace
}  // namespace hadir::device
