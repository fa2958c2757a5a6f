// One seed, one run. `--seed N` makes the one run again that a failure named, `--seeds K` makes K from there.
#pragma once

#include <cstdint>

namespace hadir::tests {

struct Seeds {
    std::uint64_t first = 1;
    std::uint64_t count = 0;
};

// What the command line asked for, else seeds 1 to `usual`: ten times as many in script/soak, a tenth under
// the sanitizers.
[[nodiscard]] Seeds seeds(std::uint64_t usual);

}  // namespace hadir::tests
