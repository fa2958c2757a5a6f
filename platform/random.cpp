#include "platform/random.h"

#include <sodium.h>

#include <stdexcept>

namespace hadir::platform {

SystemRandom::SystemRandom() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start: the kernel gives no randomness");
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
    randombytes_buf(out.data(), out.size());
}

}  // namespace hadir::platform
