// A real hadir-kiosk on a terminal's folder, for tests and benches: its steps, its page, its end.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "apps/child.h"
#include "apps/loopback_client.h"
#include "core/result.h"
#include "platform/signals.h"

namespace hadir::tests {

// One thread. The destructor ends the program.
class KioskRun {
public:
    // `terminal` holds the folder `identity`, and gets ledger.db, the token and kiosk.log. The camera is
    // played once, unless `more` options say otherwise.
    [[nodiscard]] static Result<KioskRun> start(const std::filesystem::path& program,
                                                const std::filesystem::path& terminal,
                                                const std::string& camera,
                                                const platform::StopSignals& signals,
                                                const std::vector<std::string>& more = {});
    KioskRun(KioskRun&& other) noexcept;
    KioskRun& operator=(KioskRun&&) = delete;
    ~KioskRun();

    [[nodiscard]] Result<apps::KioskSocket> open_page() const;
    // Readable: one byte a step (platform/trace.h), its end when the program has ended.
    [[nodiscard]] int trace() const { return trace_; }
    [[nodiscard]] pid_t pid() const { return child_.pid(); }
    // SIGKILL; returns when the program is gone.
    void strike();

private:
    KioskRun(apps::Child child, int trace, std::filesystem::path token)
        : child_(std::move(child)), trace_(trace), token_(std::move(token)) {}

    apps::Child child_;
    int trace_ = -1;
    std::filesystem::path token_;
    std::string url_;
};

}  // namespace hadir::tests
