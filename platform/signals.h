// An orderly end: SIGINT and SIGTERM as something to wait for, not as an interruption.
#pragma once

#include <chrono>
#include <csignal>
#include <optional>

#include "core/result.h"

namespace hadir::platform {

// Make one in main() before any thread: it blocks both signals for this thread and those that it starts, and
// ignores SIGPIPE, so that a peer that went away is an error of one write. Children that are started inherit
// the block; unblock() in the child before exec. One thread waits. The constructor throws std::runtime_error.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    // Blocks until a signal comes (true, also at every later call) or the span is over (false).
    // Without a span it waits for ever.
    [[nodiscard]] bool wait(std::optional<std::chrono::milliseconds> span = std::nullopt);

    // Readable as soon as a signal has come: for poll() or an event loop, which then calls wait(0ms).
    [[nodiscard]] int descriptor() const { return descriptor_; }

    // For a child between fork and exec: the usual signals again. Safe there.
    void unblock() const;

private:
    sigset_t before_{};
    int descriptor_ = -1;
    bool stopped_ = false;
};

}  // namespace hadir::platform
