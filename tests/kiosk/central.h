// A real hadir-central over TLS and the real hadir-sync of one terminal.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "apps/child.h"
#include "core/result.h"
#include "core/time.h"
#include "platform/signals.h"
#include "tests/kiosk/office.h"

namespace hadir::tests {

class Central {
public:
    // `programs` holds the binaries, `folder` gets the server's data.
    Central(std::filesystem::path programs, std::filesystem::path folder,
            const platform::StopSignals& signals)
        : programs_(std::move(programs)), folder_(std::move(folder)), signals_(signals) {}

    // Makes its database, has its keys listed by the office's root, and serves.
    [[nodiscard]] Result<void> start(const Office& office, UnixMs now);
    [[nodiscard]] Result<void> enrol(const std::filesystem::path& terminal) const;
    // `hadir-sync send` of that terminal.
    [[nodiscard]] Result<void> take_all(const std::filesystem::path& terminal) const;
    // What is stored of one terminal, as a ledger of its own.
    [[nodiscard]] Result<void> export_to(const std::filesystem::path& file, const std::string& dev) const;

private:
    [[nodiscard]] Result<std::string> central(std::vector<std::string> words) const;
    [[nodiscard]] Result<std::string> sync(std::vector<std::string> words,
                                           const std::filesystem::path& terminal) const;

    std::filesystem::path programs_;
    std::filesystem::path folder_;
    const platform::StopSignals& signals_;
    std::optional<apps::Child> server_;
    std::string devices_url_;
};

}  // namespace hadir::tests
