// Whether the picture of one check-in is that of another's: a recording held to the lens, a camera that
// hangs, one face for two badges. Pure arithmetic on small gray pictures; a likeness is a mark for an officer
// and never a refusal.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace hadir::device {

// What is compared of one photograph.
struct Look {
    static constexpr int kFrameWidth = 128;
    static constexpr int kFrameHeight = 72;
    static constexpr int kFaceSide = 32;

    std::array<std::uint8_t, kFrameWidth * kFrameHeight> frame{};
    std::optional<std::array<std::uint8_t, kFaceSide * kFaceSide>> face;  // of the nearest one
};

// Two looks of the same kind of picture: mean absolute difference in gray levels, 0 to 255.
[[nodiscard]] double difference(const Look& left, const Look& right);
// How alike two faces are whatever the light: correlation, -1 to 1; 0 where one has none or is of one gray.
[[nodiscard]] double likeness_of_faces(const Look& left, const Look& right);

// The looks of the last minutes. One thread.
class Likeness {
public:
    static constexpr std::chrono::minutes kRemembered{5};
    static constexpr std::size_t kLooksMax = 64;  // of as many check-ins
    // A live camera's noise alone makes two pictures of an empty room differ by more.
    static constexpr double kSameFrameAtMost = 0.25;
    // Chosen so that only a picture of a picture reaches it; not measured on a crowd.
    static constexpr double kSameFaceFrom = 0.97;

    // The marks `same_frame`, `same_face` against check-ins of others; then this one is remembered. `who`
    // tells people apart, `up` is the time since boot.
    [[nodiscard]] std::vector<std::string> marks(const Look& look, const std::string& who,
                                                 std::chrono::milliseconds up);

private:
    struct Seen {
        std::chrono::milliseconds up{0};
        std::string who;
        Look look;
    };
    std::deque<Seen> seen_;
};

}  // namespace hadir::device
