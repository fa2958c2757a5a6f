// Nonces that prove freshness without being remembered: time, chance and a MAC over both. Any thread.
#pragma once

#include <chrono>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/time.h"

namespace hadir::central {

constexpr std::chrono::minutes kNonceLife{5};

class Nonces {
public:
    // The key lives as long as the process: a restart makes nonces EXPIRED, and the asker asks again.
    explicit Nonces(Random& random) : random_(random), key_(random.make<Hash>()) {}

    [[nodiscard]] Nonce make(UnixMs now);
    // Made here and not yet old. Used ones are for the caller to remember.
    [[nodiscard]] bool is_fresh(const Nonce& nonce, UnixMs now) const;

private:
    [[nodiscard]] Nonce sealed(Nonce nonce) const;

    Random& random_;
    Hash key_;
};

}  // namespace hadir::central
