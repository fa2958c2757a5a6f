// Which three corner marks belong to one code.
#pragma once

#include <span>
#include <vector>

#include "device/finder.h"

namespace hadir::device {

struct CodeCorners {
    Finder corner, right, down;  // as the code is read: the one between, its neighbours clockwise
    double size = 0;             // modules a side, as the marks' distances say; not yet a whole number
    double penalty = 0;          // 0: a square seen from the front
};

// Every triple that may be a code's, the most likely first; of the marks seen most often only. `found` is
// used again.
void find_corners(std::span<const Finder> marks, std::vector<CodeCorners>& found);

// The six codes of which the first two marks may be corners: side by side or across, seen from the front.
void find_corners_of_two(std::span<const Finder> marks, std::vector<CodeCorners>& found);

// How many codes at least: likely triples that do not overlap.
[[nodiscard]] int count_codes(std::span<const Finder> marks);

}  // namespace hadir::device
