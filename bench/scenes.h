// The eight rendered scenes that the reader is measured on: what makes reading hard at a terminal, one at a
// time.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "device/scene.h"

namespace hadir::bench {

struct SceneKind {
    const char* name;
    std::size_t letters;  // of a code's text: 121 make version 5-M, as on a badge; 170 version 7-M
    device::SceneOptions options;
};

// Fixed before the reader was tuned on them; a change makes earlier figures worthless.
[[nodiscard]] std::span<const SceneKind> scene_kinds();

// The text of the code on card `which`: as a badge's, by chance, another one for each seed.
[[nodiscard]] std::string card_text(const SceneKind& kind, std::uint64_t seed, std::size_t which);

// The scene with so many cards. Other seeds: other texts, leans, places, hands and grain.
[[nodiscard]] device::Scene make_scene(const SceneKind& kind, std::uint64_t seed, std::size_t cards);

}  // namespace hadir::bench
