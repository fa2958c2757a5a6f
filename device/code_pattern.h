// What every QR code of a size has at the same places: ISO/IEC 18004, 6.3.
#pragma once

#include <cstdint>
#include <vector>

namespace hadir::device {

struct KnownModule {
    int x = 0;
    int y = 0;
    bool is_light = false;
};

enum class Known : std::uint8_t { data, dark, light };

struct CodePattern {
    int size = 0;            // modules a side: 21, 25 .. 177
    std::vector<int> lines;  // coordinates of the alignment marks' middles; none in version 1
    std::vector<std::vector<KnownModule>> parts;  // the corner marks with their borders, the timing lines
    std::vector<KnownModule> far_alignment;       // the one nearest to the corner without a mark
    std::vector<Known> modules;

    [[nodiscard]] Known known(int x, int y) const { return modules[static_cast<std::size_t>(y * size + x)]; }
};

// Made at the first asking, then kept for good. `size` must be one that exists. Any thread.
[[nodiscard]] const CodePattern& pattern_of(int size);

// The 25 modules of the alignment mark around this one.
[[nodiscard]] std::vector<KnownModule> alignment_at(int x, int y);

}  // namespace hadir::device
