#include "device/motion_gate.h"

#include <gtest/gtest.h>

#include <ctime>

#include "device/scene.h"

namespace hadir::device {
namespace {

using namespace std::chrono_literals;

constexpr auto kFrameTime = 33ms;

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// An empty office of `frames` frames, then a card.
Scene office(int frames, double light = 0.85) {
    return Scene({{qr::encode("HADIR").value(), "Siti", "PUPR"}},
                 {.frames_between = frames, .frames_in = 10, .noise = 6, .light = light});
}

TEST(MotionGate, ReadsAStillSceneOnlyNowAndThen) {
    auto scene = office(300);
    MotionGate gate;
    Frame frame;
    int wanted = 0;
    for (int n = 0; n < 300; ++n) {
        scene.render(n, frame);
        const bool wants = gate.wants(frame, n * kFrameTime);
        if (n * kFrameTime > kGateSettle) wanted += wants;
    }
    const auto still = 300 * kFrameTime - kGateSettle;
    EXPECT_LE(wanted, still / kGateStillEvery + 1);
    EXPECT_GE(wanted, 1);
}

TEST(MotionGate, OpensWhenACardComes) {
    for (const double light : {0.85, 0.2}) {
        auto scene = office(90, light);
        MotionGate gate;
        Frame frame;
        std::chrono::milliseconds now = 0ms;
        int first = -1;
        for (int n = 0; n < scene.frame_count() && first < 0; ++n, now += kFrameTime) {
            scene.render(n, frame);
            if (gate.wants(frame, now) && n > 80 && n >= 90) first = n;
        }
        EXPECT_GE(first, 90);
        EXPECT_LE(first, 96) << "light " << light;
    }
}

TEST(MotionGate, StaysOpenWhileHandsCalmDown) {
    MotionGate gate;
    Frame dark;
    Frame half_bright;
    std::fill_n(dark.reset_gray(kFrameSize), kFrameSize.width * kFrameSize.height, std::uint8_t{40});
    std::fill_n(half_bright.reset_gray(kFrameSize), kFrameSize.width * kFrameSize.height, std::uint8_t{40});
    std::fill_n(half_bright.reset_gray(kFrameSize), kFrameSize.width * kFrameSize.height / 2,
                std::uint8_t{90});
    EXPECT_TRUE(gate.wants(dark, 0ms));
    EXPECT_TRUE(gate.wants(half_bright, 100ms));
    EXPECT_TRUE(gate.wants(half_bright, 100ms + kGateSettle));
    EXPECT_FALSE(gate.wants(half_bright, 101ms + kGateSettle));
    EXPECT_TRUE(gate.wants(half_bright, 100ms + kGateSettle + kGateStillEvery));
}

TEST(MotionGate, DoesNotCountADarkeningOfTheWholePicture) {
    MotionGate gate;
    Frame frame;
    std::chrono::milliseconds now = 0ms;
    for (int luma = 120; luma > 60; --luma, now += 100ms) {
        std::fill_n(frame.reset_gray(kFrameSize), kFrameSize.width * kFrameSize.height,
                    static_cast<std::uint8_t>(luma));
        if (now > kGateSettle)
            EXPECT_FALSE(gate.wants(frame, now) && now < kGateStillEvery + kGateSettle);
        else
            EXPECT_TRUE(gate.wants(frame, now));
    }
}

TEST(MotionGate, CostsUnderHalfAMillisecondAFrame) {
    auto scene = office(1);
    MotionGate gate;
    Frame frame;
    scene.render(0, frame);
    EXPECT_TRUE(gate.wants(frame, 0ms));
    double best = 1e9;
    for (int round = 0; round < 20; ++round) {
        const double before = cpu_ms();
        for (int i = 0; i < 10; ++i)
            static_cast<void>(gate.wants(frame, 1ms));
        best = std::min(best, (cpu_ms() - before) / 10);
    }
    RecordProperty("us", static_cast<int>(best * 1000));
    EXPECT_LT(best, 0.5);
}

}  // namespace
}  // namespace hadir::device
