// One picture of the camera: a gray plane for the reader, colour for the live picture. Memory is kept and
// reused.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"

namespace hadir::device {

// Pixels.
struct Size {
    int width = 0;
    int height = 0;
    bool operator==(const Size&) const = default;
};

inline constexpr Size kFrameSize{1280, 720};  // what a camera is asked for, and what pictures are fitted into

// A plane of luma that somebody else owns; rows are `stride` bytes apart.
struct GrayView {
    const std::uint8_t* data = nullptr;
    int width = 0;
    int height = 0;
    std::ptrdiff_t stride = 0;

    [[nodiscard]] bool empty() const { return width <= 0 || height <= 0; }
    [[nodiscard]] const std::uint8_t* row(int y) const { return data + y * stride; }
};

// Owns its pixels. One thread at a time; hand it over by swapping. Setting a picture of the size that was
// there before allocates nothing.
class Frame {
public:
    [[nodiscard]] Size size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_.width == 0; }
    [[nodiscard]] bool has_colour() const { return colour_; }

    // Made of the colours when first asked for, then kept.
    [[nodiscard]] GrayView gray() const;
    // Rows of B, G, R bytes without padding; empty when the picture was gray from the start.
    [[nodiscard]] ByteView bgr() const;

    // Room for a new picture, to be filled by the caller: `width * height * 3` or `width * height` bytes.
    [[nodiscard]] std::uint8_t* reset_bgr(Size size);
    [[nodiscard]] std::uint8_t* reset_gray(Size size);

    std::uint64_t number = 0;                             // from 1, as the camera counts
    std::chrono::steady_clock::time_point captured_at{};  // when the camera had the picture

private:
    Size size_;
    bool colour_ = false;
    mutable bool gray_made_ = false;
    std::vector<std::uint8_t> bgr_;
    mutable std::vector<std::uint8_t> gray_;
};

enum class PictureColour : std::uint8_t { gray, colour };

// Limits of a picture file; past them it is refused before memory is taken for its pixels.
inline constexpr std::size_t kPictureBytesMax = 64u << 20;
inline constexpr std::int64_t kPicturePixelsMax = 50'000'000;

// Reads a PNG, JPEG, WebP, BMP or PGM/PPM file. MALFORMED when it is no such picture or damaged, TOO_LARGE
// past a limit.
[[nodiscard]] Result<Frame> load_picture(const std::filesystem::path& file, PictureColour colour);
// Width and height from the first bytes of such a file; nothing when it is of another kind or cut short.
[[nodiscard]] std::optional<Size> picture_size(ByteView head);

// Scales the whole picture into `box`, centred on gray 128: averaging down, linear up.
[[nodiscard]] Frame fit(const Frame& frame, Size box);

// Makes the live picture: JPEG, 640x360, the whole view, dark bars where the shape differs.
class PreviewEncoder {
public:
    PreviewEncoder();
    ~PreviewEncoder();
    PreviewEncoder(PreviewEncoder&&) noexcept;
    PreviewEncoder& operator=(PreviewEncoder&&) noexcept;

    // Valid until the next call. Empty when the frame is empty.
    [[nodiscard]] ByteView encode(const Frame& frame);

private:
    struct Buffers;
    std::unique_ptr<Buffers> buffers_;
};

// OpenCV as a daemon wants it: no thread pool, no words on stderr. Once, before the first use; later calls do
// nothing.
void settle_opencv();

}  // namespace hadir::device
