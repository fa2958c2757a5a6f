#include "platform/signals.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <stdexcept>

namespace hadir::platform {

StopSignals::StopSignals() {
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, &before_);
    std::signal(SIGPIPE, SIG_IGN);
    descriptor_ = ::signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK);
    if (descriptor_ < 0) throw std::runtime_error("the kernel gives no signalfd: too many open files?");
}

StopSignals::~StopSignals() {
    ::close(descriptor_);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool StopSignals::wait(std::optional<std::chrono::milliseconds> span) {
    const auto end = std::chrono::steady_clock::now() + span.value_or(std::chrono::milliseconds(0));
    while (!stopped_) {
        int left_ms = -1;
        if (span) {
            const auto left =
                std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
            const std::int64_t most = std::numeric_limits<int>::max();
            left_ms = static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, most));
        }
        pollfd waiting{descriptor_, POLLIN, 0};
        const int ready = ::poll(&waiting, 1, left_ms);
        signalfd_siginfo signal{};
        if (ready > 0) stopped_ = ::read(descriptor_, &signal, sizeof signal) == sizeof signal;
        if (ready == 0) return false;
    }
    return true;
}

void StopSignals::unblock() const {
    std::signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace hadir::platform
