// Carries a FIFO's bytes into a pipe that can be ended at will. FFmpeg blocks in open() and read() of a FIFO
// without a writer and cannot be woken; on our pipe it sees the end as soon as we close it.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <thread>
#include <utility>

#include "core/result.h"

namespace hadir::device {

// Owns a file descriptor; -1 when none.
class FileDescriptor {
public:
    explicit FileDescriptor(int fd = -1) : fd_(fd) {}
    ~FileDescriptor() { reset(); }
    FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        if (this != &other) reset(std::exchange(other.fd_, -1));
        return *this;
    }
    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool is_open() const { return fd_ >= 0; }
    void reset(int fd = -1);

private:
    int fd_;
};

class FifoPump {
public:
    struct Started;
    // Waits until somebody writes to the FIFO or `stop` is asked for (UNAVAILABLE), then starts the pump's
    // thread.
    [[nodiscard]] static Result<Started> start(const std::filesystem::path& fifo, std::stop_token stop);

    FifoPump(FileDescriptor fifo, FileDescriptor inlet, FileDescriptor wake, std::stop_token stop);
    // Ends the pipe and waits for the thread. The outlet must still be open: a pipe without a reader kills.
    ~FifoPump();

private:
    void run();

    FileDescriptor fifo_;
    FileDescriptor inlet_;
    FileDescriptor wake_;
    std::stop_token stop_;
    std::jthread thread_;
};

struct FifoPump::Started {
    std::unique_ptr<FifoPump> pump;
    FileDescriptor outlet;  // what FFmpeg reads
};

}  // namespace hadir::device
