// The storing half of a kiosk (kiosk loop, station, ledger) on a disk that a test rules, with what the page
// was told: the promise that is checked after every restart.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "device/kiosk_loop.h"
#include "store/identity.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"

namespace hadir::tests {

// A check-in that the page showed with its record.
struct Announced {
    std::uint64_t seq = 0;
    std::string at;
    std::optional<Hash> head;  // of the ledger at that moment, when the record was its newest
};

// One thread.
class CrashTerminal {
public:
    CrashTerminal(std::string ledger_path, std::string vfs, std::uint64_t seed);

    // As the kiosk starts; what it answers is why no station could be opened.
    [[nodiscard]] Result<void> start();
    // In order, or after the power went: nothing is told to the disk that its programs do not tell by
    // closing.
    void stop();
    void reboot() { clock_.reboot(); }

    // A badge that nobody has seen before is held to the lens. The state that the page shows at the end.
    std::string scan();
    // A while later, nobody there.
    std::string wait(std::chrono::milliseconds span);

    [[nodiscard]] const std::vector<Announced>& announced() const { return announced_; }
    [[nodiscard]] const std::string& code() const { return code_; }  // what the last event said of a trouble

    // What is wrong with the ledger as it is on the disk; empty: its chain and signatures are good and it
    // holds every announced check-in as it was announced.
    [[nodiscard]] std::string fault() const;
    [[nodiscard]] std::uint64_t records() const { return station_ ? station_->head().seq : 0; }

private:
    std::string step(std::vector<std::string> texts);
    void hear(const std::string& event);
    [[nodiscard]] device::Moment now() const;

    std::string path_;
    std::string vfs_;
    FakeClock clock_;
    FakeRandom random_;
    store::Identity identity_;
    wire::SigningKey badge_key_;
    std::optional<device::Station> station_;
    device::KioskLoop loop_{device::KioskLabels{}};
    std::vector<Announced> announced_;
    std::string state_;
    std::string code_;
};

}  // namespace hadir::tests
