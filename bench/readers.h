// The readers that the benches compare, and what each costs.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "device/reader.h"
#include "device/zbar_reader.h"

namespace hadir::bench {

inline constexpr std::array kReaders{"Hadir", "ZXing 1.4", "ZBar"};

struct Look {
    std::vector<std::string> texts;
    double ms = 0;  // CPU time
};

// CPU time of this process so far, in milliseconds.
[[nodiscard]] double cpu_ms();

// One call with ZXing's own defaults: all symbologies, its own shrunken copies.
[[nodiscard]] std::vector<std::string> read_plainly_with_zxing(device::GrayView view);

// Costs of many looks, in milliseconds.
class Costs {
public:
    void add(double ms) { all_.push_back(ms); }
    [[nodiscard]] double mean() const;
    // `q` from 0 to 1; 0 when nothing was added.
    [[nodiscard]] double quantile(double q) const;

private:
    std::vector<double> all_;
};

}  // namespace hadir::bench
