#include "bench/scenes.h"

#include "device/scene_parts.h"

namespace hadir::bench {

namespace {

constexpr std::size_t kBadgeLetters = 121;
constexpr std::size_t kVersion7Letters = 170;
constexpr std::uint64_t kTextChance = 1000;  // apart from what the scene draws by the same seed

// A card is carried in, held for half a second and carried out.
constexpr device::SceneOptions with(device::SceneOptions options) {
    options.frames_between = 1;
    options.frames_in = 8;
    if (options.frames_held == device::SceneOptions().frames_held) options.frames_held = 15;
    options.frames_out = 6;
    return options;
}

// Fields that are not named have the demo's values.
constexpr SceneKind kKinds[]{
    {"nominal", kBadgeLetters, with({})},
    {"far", kBadgeLetters,
     with(
         {.module_pixels = 2.65, .module_spread = 0.45, .tilt = 25, .roll = 45, .defocus = 0.9, .noise = 6})},
    {"version 7", kVersion7Letters,
     with({.module_pixels = 3, .tilt = 30, .roll = 45, .defocus = 0.9, .noise = 6})},
    {"fast motion", kBadgeLetters, with({.frames_held = 4, .module_pixels = 4.5, .tremble = 30})},
    {"low light", kBadgeLetters,
     with({.module_pixels = 4, .defocus = 1, .motion_blur = 0.9, .noise = 7, .light = 0.2})},
    {"glare, tilt", kBadgeLetters, with({.module_pixels = 4, .tilt = 45, .roll = 40, .glare = 1.1})},
    {"inverted", kBadgeLetters, with({.inverted = true})},
    {"defocus", kBadgeLetters, with({.module_pixels = 4.5, .defocus = 1.9})},
};

}  // namespace

std::span<const SceneKind> scene_kinds() {
    return kKinds;
}

std::string card_text(const SceneKind& kind, std::uint64_t seed, std::size_t which) {
    constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    std::string text = "HADIR:1:";
    while (text.size() < kind.letters) {
        const double picked = device::chance(seed, which, kTextChance + text.size());
        text += kAlphabet[static_cast<std::size_t>(picked * static_cast<double>(kAlphabet.size()))];
    }
    return text;
}

device::Scene make_scene(const SceneKind& kind, std::uint64_t seed, std::size_t cards) {
    auto options = kind.options;
    options.seed = seed;
    std::vector<device::SceneCard> made;
    for (std::size_t i = 0; i < cards; ++i)
        made.push_back({qr::encode(card_text(kind, seed, i)).value(), "Siti Rahmawati", "PEMPROV BANTEN"});
    return {std::move(made), options};
}

}  // namespace hadir::bench
