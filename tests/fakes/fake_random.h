// Chance that is the same at every run: a failing test fails again.
#pragma once

#include "core/clock.h"

namespace hadir::tests {

class FakeRandom final : public Random {
public:
    explicit FakeRandom(std::uint64_t seed = 1) : state_(seed) {}

    void fill(std::span<std::uint8_t> out) override {
        for (std::uint8_t& byte : out)
            byte = static_cast<std::uint8_t>(next() >> 56U);
    }

private:
    std::uint64_t next() {  // splitmix64
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }

    std::uint64_t state_;
};

}  // namespace hadir::tests
