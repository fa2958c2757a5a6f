#include "tests/faults/seeds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/sanitized.h"
#include "wire/crypto.h"

namespace hadir::tests {
namespace {

Seeds asked;

// The sanitizers look at what one run does, not at how many there are.
constexpr std::uint64_t kShare = kSanitized ? 10 : 1;

// The number behind `name`; the flags stand where googletest has left them.
std::uint64_t number_behind(std::string_view name, int argc, char** argv, std::uint64_t otherwise) {
    for (int i = 1; i + 1 < argc; ++i)
        if (argv[i] == name) return std::strtoull(argv[i + 1], nullptr, 10);
    return otherwise;
}

}  // namespace

Seeds seeds(std::uint64_t usual) {
    if (asked.count != 0) return asked;
    const std::uint64_t wanted = std::getenv("HADIR_SOAK") != nullptr ? usual * 10 : usual;
    return {asked.first, std::max<std::uint64_t>(wanted / kShare, 1)};
}

}  // namespace hadir::tests

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    using namespace hadir;
    const std::uint64_t seed = tests::number_behind("--seed", argc, argv, 0);
    tests::asked.first = seed == 0 ? 1 : seed;
    tests::asked.count = tests::number_behind("--seeds", argc, argv, seed == 0 ? 0 : 1);
    if (!wire::start_crypto()) return EXIT_FAILURE;
    return RUN_ALL_TESTS();
}
