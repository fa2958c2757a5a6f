#include "platform/trace.h"

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace hadir::platform {

void Trace::mark(TraceStep step) const {
    if (!descriptor_) return;
    const std::uint8_t byte = std::to_underlying(step);
    while (::write(*descriptor_, &byte, 1) < 0 && errno == EINTR) {
    }
}

}  // namespace hadir::platform
