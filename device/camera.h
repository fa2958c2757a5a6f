// A camera that keeps only its newest picture and heals by itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "core/result.h"
#include "device/frame.h"

namespace hadir::device {

enum class CameraState : std::uint8_t {
    starting,  // never had a picture yet
    running,
    lost,   // no picture for kCameraLostAfter, or the device is gone; it is being reopened
    ended,  // a file or folder that was to be played once is over
};

// A source that has been silent for so long is lost; below the two seconds after which the page must say so.
inline constexpr std::chrono::milliseconds kCameraLostAfter{1500};
inline constexpr std::chrono::milliseconds kCameraReopenEvery{500};

// Used by one thread. The destructor returns within a second even when a driver hangs.
class Camera {
public:
    virtual ~Camera() = default;

    struct Look {
        CameraState state;
        bool fresh;  // `frame` now holds a picture newer than any given before
    };
    // Waits up to `wait` for a newer picture and swaps it into `frame`, whose memory the camera uses again.
    // Returns early when the state changes; never fails: a fault is a state.
    [[nodiscard]] virtual Look next(Frame& frame, std::chrono::milliseconds wait) = 0;

    // Why it is not running, in words for the log; empty while it runs.
    [[nodiscard]] virtual std::string trouble() const = 0;
};

enum class AtEnd : std::uint8_t { loop, stop };

struct CameraOptions {
    AtEnd at_end = AtEnd::loop;     // files and folders; a FIFO that ends is always opened again
    double frames_per_second = 30;  // folders; 0 = the next one when the last was taken, none left out
    int frames_per_picture = 10;    // folders: how many frames each picture is held
};

// `spec`: a V4L2 index ("0") or device path, a video file or FIFO, a folder of pictures (taken in the order
// of their names), and anything else as a URL of OpenCV. USAGE for an empty spec or a folder without
// pictures; a device that is not there now is no error but `lost`, because it may come.
[[nodiscard]] Result<std::unique_ptr<Camera>> open_camera(const std::string& spec,
                                                          const CameraOptions& options = {});

}  // namespace hadir::device
