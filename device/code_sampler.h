// Reads the modules of a code one by one, from the places where they must be: for codes that no reader takes
// as they stand, because they are bent, blurred, small or unevenly lit.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "device/finder.h"
#include "device/frame.h"

namespace hadir::device {

// What was seen of a code: the light of its modules, row by row, about -1 dark to 1 light, against their
// neighbourhood.
struct CodeGrid {
    int size = 0;    // modules a side; 0: nothing was seen
    double fit = 0;  // how well that is there which every code of this size has; 1: perfectly
    std::vector<float> light;
};

// Keeps its buffers. One thread at a time.
class CodeSampler {
public:
    CodeSampler();
    ~CodeSampler();
    CodeSampler(CodeSampler&&) noexcept;
    CodeSampler& operator=(CodeSampler&&) noexcept;

    // The code whose corners three of `marks` (places in `picture`) are; the best fitting one when several
    // are possible. Valid until the next call; null when nothing fits.
    [[nodiscard]] const CodeGrid* sample(GrayView picture, std::span<const Finder> marks);

    // The same from the two marks most often seen, wherever the third may be: for codes with a damaged or
    // hidden corner. Six times as dear.
    [[nodiscard]] const CodeGrid* sample_pair(GrayView picture, std::span<const Finder> marks);

    // The text, when the modules are sure enough: through the code's own error correction.
    [[nodiscard]] std::optional<std::string> decode(const CodeGrid& grid);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hadir::device
