// A clock that stands still until the test moves it.
#pragma once

#include "core/clock.h"

namespace hadir::tests {

class FakeClock final : public Clock {
public:
    // 2026-11-24T00:00:00Z: seven in the morning in Jakarta.
    static constexpr UnixMs kStart{1'795'478'400'000};

    [[nodiscard]] UnixMs wall() const override { return wall_; }
    [[nodiscard]] std::chrono::milliseconds since_boot() const override { return up_; }
    [[nodiscard]] BootId boot() const override { return boot_; }
    [[nodiscard]] std::optional<std::chrono::milliseconds> kernel_error() const override {
        return synchronised_ ? std::optional(std::chrono::milliseconds(5)) : std::nullopt;
    }

    void advance(std::chrono::milliseconds span) {
        wall_ = wall_ + span;
        up_ += span;
    }
    void jump_wall(UnixMs to) { wall_ = to; }  // the steady clock does not follow
    void set_synchronised(bool yes) { synchronised_ = yes; }
    void reboot(std::chrono::milliseconds off = std::chrono::seconds(30)) {
        wall_ = wall_ + off;
        up_ = std::chrono::seconds(5);
        ++boot_.bytes.back();
    }

private:
    UnixMs wall_ = kStart;
    std::chrono::milliseconds up_ = std::chrono::minutes(10);
    BootId boot_{{0xb0, 0x07}};
    bool synchronised_ = false;
};

}  // namespace hadir::tests
