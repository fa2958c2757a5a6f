// The drawn parts of a scene, as plain BGR and mask pixels.
#pragma once

#include <cstdint>
#include <vector>

#include "device/frame.h"
#include "device/scene.h"

namespace hadir::device {

inline constexpr int kCardModulePixels = 8;  // a module in the card's own picture

// A picture with a mask of what is opaque; rows without padding.
struct Cutout {
    Size size;
    std::vector<std::uint8_t> bgr;   // 3 bytes a pixel
    std::vector<std::uint8_t> mask;  // 0 or 255
};

// 0 to 1, by chance, but the same for the same three numbers.
[[nodiscard]] double chance(std::uint64_t seed, std::uint64_t which, std::uint64_t what);

[[nodiscard]] Cutout draw_card(const SceneCard& card, bool inverted, double glare);
[[nodiscard]] Cutout draw_person(std::uint64_t seed, std::uint64_t which);
// kFrameSize, all opaque.
[[nodiscard]] Cutout draw_office(std::uint64_t seed);

}  // namespace hadir::device
