// A program started by the demo: its `ready` line is read, its other words go to a log file, and it ends with
// us.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "platform/signals.h"

namespace hadir::apps {

// Owns the process: the destructor asks it to end (SIGTERM), then insists.
class Child {
public:
    // The words of stderr go to `log`, those of stdout to a pipe that ready() reads.
    [[nodiscard]] static Result<Child> start(const std::vector<std::string>& words,
                                             const std::filesystem::path& log,
                                             const platform::StopSignals& signals);
    Child(Child&& other) noexcept;
    Child& operator=(Child&&) = delete;
    ~Child();

    // The URL of the line `ready NAME URL`; UNAVAILABLE when it ends or says nothing for so long.
    [[nodiscard]] Result<std::string> ready(const std::string& name, std::chrono::seconds wait);
    [[nodiscard]] bool running();
    [[nodiscard]] pid_t pid() const { return pid_; }
    void stop();

private:
    Child(pid_t pid, int out, std::filesystem::path log) : pid_(pid), out_(out), log_(std::move(log)) {}

    pid_t pid_ = -1;
    int out_ = -1;
    std::string said_;
    std::filesystem::path log_;
};

// Runs to its end. What it printed, or an error with its last words.
[[nodiscard]] Result<std::string> run_to_end(const std::vector<std::string>& words,
                                             const platform::StopSignals& signals);

}  // namespace hadir::apps
