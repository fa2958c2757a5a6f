// The kernel's randomness, by way of libsodium.
#pragma once

#include "core/clock.h"

namespace hadir::platform {

// Any thread may call. The constructor throws std::runtime_error where libsodium cannot start.
class SystemRandom final : public Random {
public:
    SystemRandom();
    void fill(std::span<std::uint8_t> out) override;
};

}  // namespace hadir::platform
