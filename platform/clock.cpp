#include "platform/clock.h"

#include <sys/timex.h>
#include <time.h>

#include <stdexcept>

#include "platform/file.h"

namespace hadir::platform {
namespace {

constexpr const char* kBootIdFile = "/proc/sys/kernel/random/boot_id";
constexpr std::size_t kBootIdBytesMax = 64;

std::chrono::milliseconds read_clock(clockid_t which) {
    timespec time{};
    clock_gettime(which, &time);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds(time.tv_sec) +
                                                                 std::chrono::nanoseconds(time.tv_nsec));
}

// The kernel writes a UUID with hyphens; records hold its 32 hex digits.
BootId read_boot_id() {
    const auto file = read_file(kBootIdFile, kBootIdBytesMax);
    if (!file) throw std::runtime_error(file.error().message);
    std::string digits(as_text(*file));
    std::erase_if(digits, [](char letter) { return letter == '-' || letter == '\n'; });
    const auto boot = BootId::parse_hex(digits);
    if (!boot) throw std::runtime_error(std::string(kBootIdFile) + ": no boot id in it");
    return *boot;
}

}  // namespace

SystemClock::SystemClock() : boot_(read_boot_id()) {}

UnixMs SystemClock::wall() const {
    return {read_clock(CLOCK_REALTIME).count()};
}

std::chrono::milliseconds SystemClock::since_boot() const {
    return read_clock(CLOCK_BOOTTIME);
}

std::optional<std::chrono::milliseconds> SystemClock::kernel_error() const {
    timex state{};  // modes = 0: only reads, needs no privilege
    const int clock = adjtimex(&state);
    if (clock < 0 || clock == TIME_ERROR || (state.status & STA_UNSYNC) != 0) return std::nullopt;
    return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::microseconds(state.maxerror));
}

}  // namespace hadir::platform
