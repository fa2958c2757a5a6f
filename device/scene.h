// Renders clips of people who hold badges to a camera: for the demo without a camera, and for tests and
// benches that need to know what stands in a picture.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "device/frame.h"
#include "qr/code.h"

namespace hadir::device {

struct SceneCard {
    qr::QrCode code;
    std::string name;     // drawn on the card; only ASCII can be drawn
    std::string office;   // the card's head
    double distance = 1;  // times that of a card held as it should be
};

// Angles in degrees, lengths in pixels of the frame, times in frames of 1/30 s.
struct SceneOptions {
    std::uint64_t seed = 1;
    int frames_between = 15;  // the empty office before each card
    int frames_in = 12;       // the card is carried in, ...
    int frames_held = 40;     // ... held with an unsteady hand, ...
    int frames_out = 10;      // ... and carried out
    double module_pixels = 5;
    double module_spread = 0;  // by how much a card's module may be larger or smaller, each card's another
    double tilt = 18;          // the most that a card leans away, each card by another part of it
    double roll = 12;          // the most that it is turned in the picture's plane
    double tremble = 2;        // how far the hand wanders while it holds
    double defocus = 0.7;
    double motion_blur = 0.5;  // the part of a frame's time that the shutter is open
    double noise = 4;          // gray levels, one sigma
    double light = 0.85;       // 1 = well lit, 0.1 = hardly any
    double glare = 0;          // 0 to 1: a lamp mirrored in the card's cover
    bool inverted = false;     // light modules on dark: a phone in dark mode
};

// Frame n is a pure function of cards, options and n. One thread at a time: it keeps drawn parts.
class Scene {
public:
    Scene(std::vector<SceneCard> cards, const SceneOptions& options);
    ~Scene();
    Scene(Scene&&) noexcept;
    Scene& operator=(Scene&&) noexcept;

    [[nodiscard]] int frame_count() const;
    // The card that is held still in this frame: what a reader should find.
    [[nodiscard]] std::optional<std::size_t> held_card(int n) const;
    // Frame `n`, 0 to frame_count() - 1, in colour, kFrameSize.
    void render(int n, Frame& into);

private:
    struct State;
    std::unique_ptr<State> state_;
};

inline constexpr double kSceneFramesPerSecond = 30;

// STORAGE when the folder or file cannot be written. Frames are named frame-00000.jpg and so on.
[[nodiscard]] Result<void> write_pictures(Scene& scene, const std::filesystem::path& folder);
// Motion JPEG in AVI at 30 frames a second, which every FFmpeg reads.
[[nodiscard]] Result<void> write_video(Scene& scene, const std::filesystem::path& file);

}  // namespace hadir::device
