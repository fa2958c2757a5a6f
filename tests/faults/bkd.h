// A whole small BKD: offline keys, a real hadir-central, people with badges, and one enrolled terminal with a
// real hadir-kiosk and hadir-sync, all in one folder and on 127.0.0.1.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apps/child.h"
#include "core/bytes.h"
#include "core/result.h"
#include "platform/clock.h"
#include "platform/random.h"
#include "platform/signals.h"
#include "store/identity.h"
#include "tests/faults/programs.h"
#include "tests/kiosk/kiosk_run.h"

namespace hadir::tests {

// What the kiosk's page was told: seq -> `at`.
using Announced = std::map<std::uint64_t, std::string>;

struct Heard {
    Announced announced;
    std::vector<std::string> events;  // every event, as sent
};

// One thread. Needs the programs in HADIR_BIN_DIR.
class Bkd {
public:
    // `central` is the program that serves; the others do the rest.
    explicit Bkd(std::filesystem::path folder, std::string central = "hadir-central")
        : folder_(std::move(folder)), central_program_(std::move(central)) {}

    // Keys, central's data, so many people, a badge for each. Nothing runs yet.
    [[nodiscard]] Result<void> set_up(int people);
    // At the port that it had before; `more` are further options.
    [[nodiscard]] Result<void> start_central(std::vector<std::string> more = {});
    void stop_central() { server_.reset(); }
    void kill_central() const;  // SIGKILL; returns at once
    [[nodiscard]] Result<void> enrol() const;
    // The QR of a new code as pictures, long enough in view.
    [[nodiscard]] Result<std::filesystem::path> photograph_code();
    // A real hadir-kiosk on the terminal's folder.
    [[nodiscard]] Result<KioskRun> kiosk(const std::filesystem::path& pictures) const {
        return KioskRun::start(HADIR_BIN_DIR "/hadir-kiosk", terminal(), pictures.string(), signals_);
    }

    [[nodiscard]] Finished central(std::vector<std::string> words) const;
    // `url` empty: central itself.
    [[nodiscard]] Finished sync(std::vector<std::string> words, const std::string& url = {}) const;

    // Holds the pictures of a folder one by one to a real hadir-kiosk's lens, each until its page is told
    // what it led to.
    [[nodiscard]] Result<Heard> play(const std::filesystem::path& pictures);
    // The badges of the next so many people.
    [[nodiscard]] Result<std::filesystem::path> photograph(int people);

    // Central's copy of the terminal's ledger, in a file made anew.
    [[nodiscard]] Result<std::filesystem::path> exported() const;

    [[nodiscard]] std::filesystem::path folder() const { return folder_; }
    [[nodiscard]] std::filesystem::path terminal() const { return folder_ / "terminal"; }
    [[nodiscard]] std::filesystem::path ledger() const { return terminal() / "ledger.db"; }
    [[nodiscard]] std::filesystem::path keys_file() const { return folder_ / "signed-keys"; }
    [[nodiscard]] std::filesystem::path people_csv() const { return folder_ / "people.csv"; }
    [[nodiscard]] std::string root() const { return root_; }
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] Result<store::Identity> identity() const {
        return store::read_identity(terminal() / "identity");
    }

private:
    Result<void> make_central();
    Result<void> make_people(int people);

    std::filesystem::path folder_;
    std::string central_program_;
    std::string root_;
    platform::StopSignals signals_;
    platform::SystemClock clock_;
    platform::SystemRandom random_;
    std::optional<apps::Child> server_;
    std::string url_;
    std::vector<std::filesystem::path> badges_;  // pictures not yet shown
    int clips_ = 0;
};

// Blank pictures before the first badge give the page time to connect.
[[nodiscard]] Result<void> begin_with_nothing(const std::filesystem::path& pictures);
void write_text(const std::filesystem::path& file, const std::string& text);
[[nodiscard]] std::string text_of(const std::filesystem::path& file);

}  // namespace hadir::tests
