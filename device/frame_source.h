// What the camera's thread reads from: one blocking stream of pictures, opened again after each end.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "device/camera.h"
#include "device/frame.h"

namespace hadir::device {

// Used by the camera's thread alone, but for the stop token. Every call returns soon after a stop was asked
// for, except in drivers that do not let go; the camera then leaves its thread behind.
class FrameSource {
public:
    virtual ~FrameSource() = default;

    [[nodiscard]] virtual Result<void> open(std::stop_token stop) = 0;
    // The next picture; false at the end or on a fault, after which the source must be opened again.
    [[nodiscard]] virtual bool read(Frame& frame) = 0;
    virtual void close() = 0;

    // How long a picture lasts; zero when the source sets the pace (a device, a FIFO, a URL).
    [[nodiscard]] virtual std::chrono::nanoseconds frame_time() const { return {}; }
    // Whether an end is an end and not a loss.
    [[nodiscard]] virtual bool is_finite() const { return false; }
    // After the end, with the number of pictures that came: MALFORMED when a file was cut short or damaged.
    [[nodiscard]] virtual Result<void> check_whole(std::uint64_t /*pictures*/) const { return {}; }
};

[[nodiscard]] std::unique_ptr<FrameSource> folder_source(std::vector<std::filesystem::path> pictures,
                                                         const CameraOptions& options);
// Opens what OpenCV's videoio opens.
[[nodiscard]] std::unique_ptr<FrameSource> device_source(std::string path_or_index);
[[nodiscard]] std::unique_ptr<FrameSource> file_source(std::filesystem::path file);
[[nodiscard]] std::unique_ptr<FrameSource> fifo_source(std::filesystem::path fifo);
[[nodiscard]] std::unique_ptr<FrameSource> url_source(std::string url);

// The pictures of a folder by name; hidden files and other kinds are left out.
[[nodiscard]] Result<std::vector<std::filesystem::path>> list_pictures(const std::filesystem::path& folder);

}  // namespace hadir::device
