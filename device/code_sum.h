// Adds up what several frames show of one code: each may hide other modules, and grain averages out.
#pragma once

#include "device/code_sampler.h"

namespace hadir::device {

class CodeSum {
public:
    // The next frame's grid; one of size 0 says that it shows none. A grid that does not resemble the sum is
    // of another code, and the sum begins anew with it: two badges are never mixed.
    void add(const CodeGrid& grid);
    void clear();

    // Of how many frames, and their mean; older frames count less.
    [[nodiscard]] int count() const { return count_; }
    [[nodiscard]] const CodeGrid& grid() const { return sum_; }

private:
    [[nodiscard]] bool resembles(const CodeGrid& grid) const;

    CodeGrid sum_;
    int count_ = 0;
    int missed_ = 0;  // frames without a grid since the last one
};

}  // namespace hadir::device
