// Sets the demo up in its data folder: keys, central, people, badges, one enrolled terminal, a clip.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "platform/signals.h"

namespace hadir::apps {

struct DemoPlaces {
    std::filesystem::path data;      // everything the demo makes
    std::filesystem::path ui;        // built pages: kiosk/ and bkd/
    std::filesystem::path programs;  // where hadir-central and its brothers are

    [[nodiscard]] std::filesystem::path central() const { return data / "central"; }
    [[nodiscard]] std::filesystem::path keys() const { return data / "offline-keys"; }
    [[nodiscard]] std::filesystem::path terminal() const { return data / "terminal"; }
    [[nodiscard]] std::filesystem::path clip() const { return data / "clip.avi"; }
    [[nodiscard]] std::filesystem::path log(const std::string& name) const {
        return data / "log" / (name + ".log");
    }
    [[nodiscard]] std::string program(const std::string& name) const { return (programs / name).string(); }
    // The words every call of hadir-central begins with.
    [[nodiscard]] std::vector<std::string> central_words(std::vector<std::string> rest) const;
};

inline constexpr const char* kDemoUser = "petugas";
inline constexpr const char* kDemoPassword = "demo hadir 2026";
inline constexpr std::string_view kDemoFactor =
    "hadir demo factor 26";  // 20 bytes, known to all like the rest
inline constexpr int kDemoClipPeople = 14;
// Shorter than one round of the clip, so that everybody is recorded again in the next.
inline constexpr const char* kDemoGuard = "15";

// What the officer's authenticator app would show now.
[[nodiscard]] std::string demo_code(UnixMs now);

// Everything that needs no running server; done once, by a marker file. A half-made folder is made anew.
[[nodiscard]] Result<void> set_up_demo(const DemoPlaces& places, const Clock& clock, Random& random,
                                       const platform::StopSignals& signals);
// With central running at `devices_url`: gives the terminal its identity, once.
[[nodiscard]] Result<void> enrol_demo_terminal(const DemoPlaces& places, const std::string& devices_url,
                                               const platform::StopSignals& signals);
// An identity folder without any server, and the keys that sign badges for it: for tests and first steps.
[[nodiscard]] Result<void> make_demo_identity(const std::filesystem::path& folder,
                                              const std::filesystem::path& keys, Random& random);

}  // namespace hadir::apps
