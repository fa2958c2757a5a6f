// What hadir-kiosk does for an officer at its own screens: facts of the machine, and words for hadir-sync.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "device/frame.h"
#include "device/kiosk_loop.h"
#include "store/identity.h"

namespace hadir::apps {

// A word for hadir-sync, which takes the file away. STORAGE when it could not be left.
[[nodiscard]] Result<void> leave_word(const std::filesystem::path& folder, const char* name,
                                      const std::string& text);

// Counts frames and looks at the disk. One thread.
class MachineWatch {
public:
    explicit MachineWatch(std::filesystem::path data) : data_(std::move(data)) {}
    void use(const store::Identity& identity);  // for its certificate
    void frame(const device::Frame& frame);
    // At every look, about once a second.
    [[nodiscard]] device::MachineFacts look(std::chrono::milliseconds up);

private:
    std::filesystem::path data_;
    std::optional<UnixMs> certificate_until_;
    std::optional<device::MachineFacts::Camera> camera_;
    std::chrono::milliseconds looked_{0};
    int frames_ = 0;
};

// The wishes that hadir-sync fulfils. One thread.
class OfficerWishes {
public:
    explicit OfficerWishes(std::filesystem::path runtime) : runtime_(std::move(runtime)) {}
    // What to tell at once; null: not known yet.
    [[nodiscard]] const char* begin(device::Step::Wish wish, std::chrono::milliseconds up);
    // What has become known since; null: nothing.
    [[nodiscard]] const char* look(std::chrono::milliseconds up);

private:
    std::filesystem::path runtime_;
    std::optional<std::chrono::milliseconds> export_asked_;
};

}  // namespace hadir::apps
