// The machine's own clocks.
#pragma once

#include "core/clock.h"

namespace hadir::platform {

// Any thread may call. The constructor throws std::runtime_error where the kernel tells no boot id: without
// it no record can be made, so a program ends at its start.
class SystemClock final : public Clock {
public:
    SystemClock();

    [[nodiscard]] UnixMs wall() const override;
    [[nodiscard]] std::chrono::milliseconds since_boot() const override;  // counts time asleep too
    [[nodiscard]] BootId boot() const override { return boot_; }
    [[nodiscard]] std::optional<std::chrono::milliseconds> kernel_error() const override;

private:
    BootId boot_;
};

}  // namespace hadir::platform
