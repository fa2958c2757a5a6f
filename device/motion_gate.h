// Says which frames are worth reading: a scene in which nothing moves costs next to nothing.
#pragma once

#include <chrono>
#include <memory>

#include "device/frame.h"

namespace hadir::device {

// After something moved every frame is read for so long: hands calm down, the lens finds its focus.
inline constexpr std::chrono::milliseconds kGateSettle{1500};
// And a still scene is read now and then: focus and exposure change without moving anything.
inline constexpr std::chrono::milliseconds kGateStillEvery{2000};

// Compares the means of 80x45 cells with those of the last frame that differed; a change of the whole
// picture's brightness is not counted. One thread at a time; about 0.1 ms a frame.
class MotionGate {
public:
    MotionGate();
    ~MotionGate();
    MotionGate(MotionGate&&) noexcept;
    MotionGate& operator=(MotionGate&&) noexcept;

    // Whether to read this frame. `now` is on any clock that does not go back.
    [[nodiscard]] bool wants(const Frame& frame, std::chrono::milliseconds now);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hadir::device
