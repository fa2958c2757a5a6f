// BKD's server for the simulation: the product's own routes over a database on a disk that the test rules.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "central/database_pool.h"
#include "central/device_api.h"
#include "central/live_feed.h"
#include "central/nonces.h"
#include "central/online_keys.h"
#include "store/identity.h"
#include "sync/http_client.h"
#include "tests/fakes/crash_vfs.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"

namespace hadir::tests {

// The keys of a province: dear to make, the same for every run.
struct Bkd {
    explicit Bkd(const std::filesystem::path& folder, UnixMs now);

    central::OnlineKeys keys;
    wire::SigningKey root;
    wire::SigningKey badge_key;
    std::string keys_file;
};

// What central holds of one badge that was shown once.
struct Held {
    int records = 0;
    int attendance = 0;
};

// One thread.
class Central {
public:
    Central(const Bkd& bkd, const FakeClock& clock, std::uint64_t seed);

    // By the product's own enrolment.
    [[nodiscard]] store::Identity enrol(const std::string& kiosk);

    // Nothing: the power went before an answer was out. `certificate` is the terminal's in PEM, empty for
    // none.
    [[nodiscard]] std::optional<httpd::Response> answer(const sync::HttpRequest& request,
                                                        const std::string& certificate);

    void cut_power_at(std::uint64_t operation) { disk_.cut_power_at(operation); }
    void fail_at(std::uint64_t operation) { disk_.fail_at(operation, Trouble::io_error, Times::once); }
    void heal() { disk_.heal(); }
    void back_up();
    [[nodiscard]] bool has_backup() const { return has_backup_; }
    void restore();

    // By badge; a badge that no record names is not in it. Heals the disk.
    [[nodiscard]] std::map<std::string, Held> badges();

private:
    void start();
    void stop();

    const Bkd& bkd_;
    const FakeClock& clock_;
    FakeRandom random_;
    CrashVfs disk_;
    CrashVfs vault_;  // where backups lie; its power never goes
    std::unique_ptr<central::DatabasePool> pool_;
    std::unique_ptr<central::Nonces> nonces_;
    std::unique_ptr<central::LiveFeed> feed_;
    std::vector<httpd::Route> routes_;
    bool has_backup_ = false;
};

}  // namespace hadir::tests
