// A province in one thread: terminals, the network and central, all of the product's own code, under a
// schedule that one seed decides. `--seed N` replays it (tests/faults/seeds.h).
//
// What must hold when calm has returned: every check-in that a terminal announced, and that its disk still
// holds, is at central exactly once; so is everything that central ever acknowledged; and no terminal is
// stuck.
#include <gtest/gtest.h>

#include <unistd.h>

#include <random>

#include "sync/backoff.h"
#include "tests/faults/seeds.h"
#include "tests/simulation/central.h"
#include "tests/simulation/terminal.h"
#include "tests/temporary_folder.h"

namespace hadir::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

// Two periods of back-off, and the requests themselves.
constexpr milliseconds kCalm = 2 * sync::kBackoffMax + minutes(5);
constexpr int kRequestsMax = 400;

const Bkd& bkd() {
    static const TemporaryFolder folder;
    static const Bkd made(folder / "keys", FakeClock::kStart);
    return made;
}

// In memory where the system has such a place: thousands of small databases are made, and none needs to last.
std::filesystem::path quick_place() {
    std::error_code none;
    const std::filesystem::path memory = "/dev/shm";
    const bool there = std::filesystem::is_directory(memory, none) && ::access(memory.c_str(), W_OK) == 0;
    return there ? memory : std::filesystem::temp_directory_path();
}

class Simulation {
public:
    explicit Simulation(std::uint64_t seed) : random_(seed), central_(bkd(), clock_, seed) {
        clock_.set_synchronised(true);
        restores_central_ = below(2) == 0;
        const int terminals = 1 + below(3);
        for (int i = 0; i < terminals; ++i)
            add("Kios 0" + std::to_string(i + 1));
    }

    void run() {
        const int steps = 12 + below(28);
        for (int i = 0; i < steps; ++i)
            step();
        calm();
    }

    // Empty when all promises were kept.
    [[nodiscard]] std::string fault() {
        std::string fault = stuck_;
        const auto held = central_.badges();
        for (const auto& [badge, count] : held) {
            if (count.records > 1) fault += "doubled in records: " + badge + "\n";
            if (count.attendance > 1) fault += "doubled in attendance: " + badge + "\n";
            if (count.attendance < count.records) fault += "in no projection: " + badge + "\n";
        }
        std::set<std::string> due = acknowledged_;
        for (const auto& terminal : terminals_) {
            const auto disk = terminal->on_disk();
            due.insert(disk.begin(), disk.end());
            for (const std::string& badge : terminal->announced()) {
                if (!gone_.contains(badge) && !disk.contains(badge))
                    fault += "announced, not in its ledger: " + badge + "\n";
            }
        }
        for (const std::string& badge : due) {
            if (!held.contains(badge)) fault += "lost: " + badge + "\n";
        }
        return fault;
    }

private:
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
    [[nodiscard]] Terminal& any() {
        return *terminals_[static_cast<std::size_t>(below(static_cast<int>(terminals_.size())))];
    }
    [[nodiscard]] std::filesystem::path place(const std::string& name) { return folder_ / name; }

    void add(const std::string& kiosk) {
        const auto folder = place(kiosk);
        std::filesystem::create_directory(folder);
        const auto written = store::write_identity(folder / "identity", central_.enrol(kiosk));
        ASSERT_TRUE(written) << written.error().message;
        take_in(folder);
    }
    void take_in(const std::filesystem::path& folder) {
        terminals_.push_back(std::make_unique<Terminal>(folder, bkd().badge_key, clock_, random_()));
    }

    void step() {
        clock_.advance(milliseconds(below(120'000)));
        switch (below(14)) {
            case 0:
                return any().kill_kiosk();
            case 1:
                return any().kill_sync();
            case 2:
                return central_.cut_power_at(1 + static_cast<std::uint64_t>(below(60)));
            case 3:
                return central_.fail_at(1 + static_cast<std::uint64_t>(below(40)));
            case 4:
                return age();
            case 5:
                return any().write_strange();
            case 6:
            case 7:
            case 8:
                for (int i = 1 + below(4); i > 0; --i)
                    any().scan();
                return;
            default:
                return talk(any());
        }
    }

    // One of the two: when central and a terminal both lose the same records, nobody can have them.
    void age() {
        if (restores_central_) {
            central_.heal();
            if (!central_.has_backup() || below(3) == 0) return central_.back_up();
            return central_.restore();
        }
        for (const auto& [badge, held] : central_.badges())
            acknowledged_.insert(badge);
        Terminal& terminal = any();
        if (!std::filesystem::exists(place("image")) || below(3) == 0) {
            pictured_ = &terminal;
            return terminal.copy_to(place("image"));
        }
        if (below(2) == 0 && terminals_.size() < 5) {  // somebody puts the image into a second machine
            const auto folder = place("clone " + std::to_string(terminals_.size()));
            std::filesystem::copy(place("image"), folder, std::filesystem::copy_options::recursive);
            return take_in(folder);
        }
        const auto before = pictured_->on_disk();
        pictured_->replace_by(place("image"));
        for (const std::string& badge : before)
            gone_.insert(badge);
    }

    // A round of one terminal over a network that drops, doubles, delays and comes late.
    void talk(Terminal& terminal) {
        auto request = terminal.begin(below(4) == 0 ? sync::Occasion::asked : sync::Occasion::routine);
        for (int i = 0; request && i < kRequestsMax; ++i) {
            if (below(20) == 0) return terminal.kill_sync();
            clock_.advance(milliseconds(20 + below(3'000)));
            request = terminal.take(over_bad_network(terminal, *request));
        }
    }

    [[nodiscard]] std::string certificate_for(const Terminal& terminal, const sync::HttpRequest& request) {
        return request.as_terminal ? terminal.certificate() : "";
    }

    Result<sync::HttpResponse> over_bad_network(const Terminal& terminal, const sync::HttpRequest& request) {
        const std::string certificate = certificate_for(terminal, request);
        if (!late_.empty() && below(3) == 0) {  // an older request comes in after newer ones
            static_cast<void>(central_.answer(late_.front().first, late_.front().second));
            late_.erase(late_.begin());
        }
        switch (below(8)) {
            case 0:
                return fail(ErrorCode::unavailable, "the request is lost");
            case 1:
                static_cast<void>(central_.answer(request, certificate));
                return fail(ErrorCode::timeout, "the answer is lost");
            case 2:
                static_cast<void>(central_.answer(request, certificate));
                return asked(request, certificate);
            case 3:
                late_.emplace_back(request, certificate);
                return fail(ErrorCode::timeout, "no answer in time");
            default:
                return asked(request, certificate);
        }
    }

    Result<sync::HttpResponse> asked(const sync::HttpRequest& request, const std::string& certificate) {
        const auto response = central_.answer(request, certificate);
        if (!response) return fail(ErrorCode::unavailable, "cut off");
        sync::HttpResponse answer{response->status, {}, response->body};
        for (const auto& [name, value] : response->headers)
            answer.headers.emplace_back(name, value);
        return answer;
    }

    void calm() {
        central_.heal();
        late_.clear();
        const UnixMs until = clock_.wall() + kCalm;
        for (const auto& terminal : terminals_)
            settle(*terminal, until);
        // What one clone did can still be news for the other.
        for (const auto& terminal : terminals_)
            settle(*terminal, clock_.wall() + kCalm);
    }

    void settle(Terminal& terminal, UnixMs until) {
        std::string problem;
        do {
            auto request = terminal.begin();
            for (int i = 0; request && i < kRequestsMax; ++i) {
                clock_.advance(milliseconds(40));
                request = terminal.take(asked(*request, certificate_for(terminal, *request)));
            }
            if (terminal.rest().complete) return;
            problem = terminal.rest().problem.value_or("not due");
            clock_.advance(std::max(terminal.rest().span, milliseconds(100)));
        } while (clock_.wall() < until);
        stuck_ += "stuck: " + problem + "\n";
    }

    std::mt19937_64 random_;
    TemporaryFolder folder_{quick_place()};
    FakeClock clock_;
    Central central_;
    bool restores_central_ = false;
    std::vector<std::unique_ptr<Terminal>> terminals_;
    Terminal* pictured_ = nullptr;
    std::vector<std::pair<sync::HttpRequest, std::string>> late_;
    std::set<std::string> gone_;          // with the disk that held them
    std::set<std::string> acknowledged_;  // was at central at some time when central forgets nothing
    std::string stuck_;
};

TEST(Simulation, EveryRecordIsAtCentralExactlyOnceWhateverHappens) {
    const Seeds wanted = seeds(1'000);
    for (std::uint64_t seed = wanted.first; seed < wanted.first + wanted.count; ++seed) {
        Simulation simulation(seed);
        simulation.run();
        ASSERT_EQ(simulation.fault(), "") << "replay it with --seed " << seed;
    }
}

}  // namespace
}  // namespace hadir::tests
