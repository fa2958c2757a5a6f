// The photograph of the moment: cut out around the nearest face, in memory only. Whoever asks seals it before
// anything is written.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "device/frame.h"
#include "device/likeness.h"
#include "wire/photo.h"

namespace hadir::device {

// A photograph, and what of it is compared with those of others.
struct Shot {
    wire::Photo photo;
    Look look;
};

class PhotoSource {
public:
    virtual ~PhotoSource() = default;
    // Of now; nothing when there is no picture. Blocks for some 25 ms; never fails.
    [[nodiscard]] virtual std::optional<Shot> take() = 0;
};

// What a face looks like, as Debian's opencv-data has it.
inline constexpr const char* kFaceModel = "/usr/share/opencv4/haarcascades/haarcascade_frontalface_alt2.xml";

// One thread. Without the model photographs are taken all the same, and nothing is said of faces.
class CameraPhoto final : public PhotoSource {
public:
    // `newest` is the camera's newest picture whenever take() is called, and outlives this.
    explicit CameraPhoto(const Frame& newest, const std::filesystem::path& face_model = kFaceModel);
    ~CameraPhoto() override;

    [[nodiscard]] std::optional<Shot> take() override;

private:
    struct Eye;
    std::unique_ptr<Eye> eye_;
};

}  // namespace hadir::device
