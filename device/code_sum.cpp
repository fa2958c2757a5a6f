#include "device/code_sum.h"

#include <algorithm>
#include <cmath>

namespace hadir::device {

namespace {

constexpr int kFramesMax = 8;            // further back a hand has moved on
constexpr int kMissedMax = 10;           // a third of a second
constexpr double kResemblanceMin = 0.4;  // what all codes share is worth 0.2

}  // namespace

void CodeSum::clear() {
    count_ = 0;
    missed_ = 0;
}

void CodeSum::add(const CodeGrid& grid) {
    if (grid.size == 0) {
        if (++missed_ > kMissedMax) clear();
        return;
    }
    missed_ = 0;
    if (count_ == 0 || !resembles(grid)) {
        sum_ = grid;
        count_ = 1;
        return;
    }
    count_ = std::min(count_ + 1, kFramesMax);
    const float share = 1.0F / static_cast<float>(count_);
    for (std::size_t i = 0; i < sum_.light.size(); ++i)
        sum_.light[i] += (grid.light[i] - sum_.light[i]) * share;
}

bool CodeSum::resembles(const CodeGrid& grid) const {
    if (grid.size != sum_.size) return false;
    double product = 0, squares = 0, sum_squares = 0;
    for (std::size_t i = 0; i < grid.light.size(); ++i) {
        product += double(grid.light[i]) * sum_.light[i];
        squares += double(grid.light[i]) * grid.light[i];
        sum_squares += double(sum_.light[i]) * sum_.light[i];
    }
    return product > kResemblanceMin * std::sqrt(squares * sum_squares);
}

}  // namespace hadir::device
