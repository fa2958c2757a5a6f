#include "device/fifo_pump.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

namespace hadir::device {

namespace {

constexpr std::size_t kChunk = 65536;

void wake_up(int event) {
    const std::uint64_t one = 1;
    // An eventfd refuses only when its counter is full: then it is awake anyway.
    [[maybe_unused]] const auto written = ::write(event, &one, sizeof one);
}

// Waits until `fd` is ready for `events` or has ended; false when `wake` was set.
bool wait_ready(int fd, short events, int wake) {
    for (;;) {
        pollfd polled[2] = {{fd, events, 0}, {wake, POLLIN, 0}};
        if (::poll(polled, 2, -1) < 0 && errno != EINTR) return false;
        if (polled[1].revents != 0) return false;
        if (polled[0].revents != 0) return true;
    }
}

std::unexpected<Error> system_failure(const std::string& what) {
    return fail(ErrorCode::unavailable, what + ": " + std::strerror(errno));
}

}  // namespace

void FileDescriptor::reset(int fd) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
}

Result<FifoPump::Started> FifoPump::start(const std::filesystem::path& path, std::stop_token stop) {
    FileDescriptor fifo(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!fifo.is_open()) return system_failure(path.string());
    FileDescriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    int ends[2];
    if (!wake.is_open() || ::pipe2(ends, O_CLOEXEC) != 0) return system_failure("pipe for " + path.string());
    FileDescriptor outlet(ends[0]);
    FileDescriptor inlet(ends[1]);
    {
        const std::stop_callback on_stop(stop, [&wake] { wake_up(wake.get()); });
        if (!wait_ready(fifo.get(), POLLIN, wake.get()))
            return fail(ErrorCode::unavailable, path.string() + ": stopped while waiting for a writer");
    }
    return Started{
        std::make_unique<FifoPump>(std::move(fifo), std::move(inlet), std::move(wake), std::move(stop)),
        std::move(outlet)};
}

FifoPump::FifoPump(FileDescriptor fifo, FileDescriptor inlet, FileDescriptor wake, std::stop_token stop)
    : fifo_(std::move(fifo)),
      inlet_(std::move(inlet)),
      wake_(std::move(wake)),
      stop_(std::move(stop)),
      thread_([this] { run(); }) {}

FifoPump::~FifoPump() {
    wake_up(wake_.get());
    thread_.join();
}

void FifoPump::run() {
    const std::stop_callback on_stop(stop_, [this] { wake_up(wake_.get()); });
    while (wait_ready(fifo_.get(), POLLIN, wake_.get()) && wait_ready(inlet_.get(), POLLOUT, wake_.get())) {
        const auto moved = ::splice(fifo_.get(), nullptr, inlet_.get(), nullptr, kChunk, SPLICE_F_NONBLOCK);
        if (moved == 0 || (moved < 0 && errno != EAGAIN && errno != EINTR)) break;
    }
    inlet_.reset();
}

}  // namespace hadir::device
