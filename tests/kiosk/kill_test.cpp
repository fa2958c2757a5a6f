// A real hadir-kiosk is killed again and again while people hold badges to it, and starts again each time:
// what the page was told must be in the ledger, and at central exactly once.
#include <gtest/gtest.h>
#include <poll.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "apps/verify_ledger.h"
#include "platform/clock.h"
#include "platform/random.h"
#include "store/identity.h"
#include "tests/kiosk/central.h"
#include "tests/kiosk/kiosk_run.h"
#include "tests/kiosk/office.h"
#include "tests/temporary_folder.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::tests {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr std::uint64_t kSeed = 20261124;
constexpr int kPicturesARun = 4;
constexpr int kScansMax = 3;  // the latest scan that is struck
constexpr std::chrono::seconds kStepWithin{30};
constexpr std::chrono::seconds kPageEndsWithin{10};
constexpr microseconds kLaterMax{3000};  // a commit takes about as long

constexpr int kKills = 40;
constexpr int kKillsOfControl = 400;  // it ends with the first loss
constexpr int kKillsInSoak = 1000;

// When to strike: at the nth byte of one step, or some time after it.
struct Strike {
    char step = 'f';
    int nth = 1;
    microseconds later{0};
};

Strike choose_strike(std::mt19937_64& random) {
    const auto below = [&](std::uint64_t bound) { return random() % bound; };
    constexpr std::string_view kSteps = "ffrdddddca";  // most happens between the decision and the commit
    Strike strike;
    strike.step = kSteps[below(kSteps.size())];
    // Later frames may show a badge that was announced already: only the first is sure to be of a new scan.
    if (strike.step != 'f' && strike.step != 'r') strike.nth = 1 + static_cast<int>(below(kScansMax));
    if (below(2) == 0) strike.later = microseconds(below(static_cast<std::uint64_t>(kLaterMax.count())));
    return strike;
}

// Appends what the kiosk has done; false at its end.
bool read_trace(int descriptor, std::string& trace) {
    pollfd poll_for{descriptor, POLLIN, 0};
    if (::poll(&poll_for, 1, static_cast<int>(std::chrono::milliseconds(kStepWithin).count())) <= 0)
        return false;
    std::array<char, 256> bytes{};
    const ssize_t got = ::read(descriptor, bytes.data(), bytes.size());
    if (got <= 0) return false;
    trace.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
}

// Not a wait for anything: the moment of the strike itself.
void let_pass(microseconds span) {
    const auto until = steady_clock::now() + span;
    while (steady_clock::now() < until) {
    }
}

// Whether the kiosk died between handing a frame to the reader and sending its result. After the first result
// a frame may show the same badge once more, so that only what was decided counts there.
bool died_in_a_scan(const std::string& trace) {
    if (trace.empty()) return false;
    const char last = trace.back();
    if (last == 'd' || last == 'c') return true;
    return trace.find('a') == std::string::npos;
}

using Announced = std::map<std::uint64_t, std::string>;  // seq -> at

void note_announced(const std::string& event, Announced& announced) {
    const auto json = wire::parse_json(event);
    ASSERT_TRUE(json) << event;
    const wire::Json* result = json->find("result");
    const wire::Json* of = result != nullptr ? result->find("of") : nullptr;
    if (of == nullptr || of->integer() == nullptr) return;
    announced[static_cast<std::uint64_t>(*of->integer())] = *result->find("at")->text();
}

class KillTest : public ::testing::Test {
protected:
    void SetUp() override {
        auto office = Office::found(folder_.path(), clock_, random_);
        ASSERT_TRUE(office) << office.error().message;
        office_.emplace(std::move(*office));
    }

    // Starts the kiosk, strikes, and keeps what the page was told.
    void run_and_strike(const std::filesystem::path& program, const Strike& strike) {
        const auto camera = folder_ / ("camera-" + std::to_string(kills_));
        const auto photographed = office_->photograph_badges(camera, kPicturesARun);
        ASSERT_TRUE(photographed) << photographed.error().message;
        auto run = KioskRun::start(program, terminal_, camera.string(), signals_);
        ASSERT_TRUE(run) << run.error().message;
        auto page = run->open_page();
        ASSERT_TRUE(page) << page.error().message;
        std::string trace;
        while (std::ranges::count(trace, strike.step) < strike.nth)
            ASSERT_TRUE(read_trace(run->trace(), trace))
                << strike.step << strike.nth << " did not come: " << trace;
        let_pass(strike.later);
        run->strike();
        ++kills_;
        while (read_trace(run->trace(), trace)) {
        }
        if (died_in_a_scan(trace)) ++kills_in_a_scan_;
        ++ended_after_[trace.back()];
        for (;;) {
            const auto event = page->next_text(kPageEndsWithin);
            if (!event) break;  // all that it was sent has been read
            ASSERT_TRUE(*event) << "the socket of a dead kiosk is still open";
            note_announced(**event, announced_);
        }
        std::filesystem::remove_all(camera);
    }

    void strike_often(const std::filesystem::path& program, int kills) {
        while (kills_ < kills && !HasFatalFailure())
            run_and_strike(program, choose_strike(strikes_));
        std::printf("seed %llu: %d kills, %d between a frame and its result; the last step was",
                    static_cast<unsigned long long>(kSeed), kills_, kills_in_a_scan_);
        for (const auto& [step, times] : ended_after_)
            std::printf(" %c %d", step, times);
        std::printf("; %zu check-ins announced\n", announced_.size());
    }

    // The lines of a ledger or of an export, in order.
    [[nodiscard]] static std::vector<std::string> lines_of(const std::filesystem::path& file) {
        const SQLite::Database sql(file.string());
        SQLite::Statement select(sql, "SELECT line FROM records ORDER BY inc, seq");
        std::vector<std::string> lines;
        while (select.executeStep())
            lines.push_back(select.getColumn(0).getString());
        return lines;
    }

    // The announced check-ins that the ledger does not hold as they were announced.
    [[nodiscard]] std::vector<std::uint64_t> lost() const {
        const auto lines = lines_of(terminal_ / "ledger.db");
        std::vector<std::uint64_t> lost;
        for (const auto& [seq, at] : announced_) {
            const auto line = seq <= lines.size() ? wire::parse_line(lines[seq - 1])
                                                  : Result<wire::Line>(fail(ErrorCode::not_found, ""));
            if (!line || line->head.kind != "checkin" || format_at(line->head.at) != at) lost.push_back(seq);
        }
        return lost;
    }

    TemporaryFolder folder_;
    std::filesystem::path terminal_ = folder_ / "terminal";
    platform::StopSignals signals_;
    platform::SystemClock clock_;
    platform::SystemRandom random_;
    std::optional<Office> office_;
    std::mt19937_64 strikes_{kSeed};
    int kills_ = 0;
    int kills_in_a_scan_ = 0;
    std::map<char, int> ended_after_;
    Announced announced_;
};

TEST_F(KillTest, WhatThePageWasToldIsInTheLedgerAndAtCentralOnce) {
    Central central(HADIR_BIN_DIR, folder_ / "central", signals_);
    const auto started = central.start(*office_, clock_.wall());
    ASSERT_TRUE(started) << started.error().message;
    const auto enrolled = central.enrol(terminal_);
    ASSERT_TRUE(enrolled) << enrolled.error().message;

    const int kills = std::getenv("HADIR_SOAK") != nullptr ? kKillsInSoak : kKills;
    ASSERT_NO_FATAL_FAILURE(strike_often(HADIR_BIN_DIR "/hadir-kiosk", kills));
    EXPECT_GE(2 * kills_in_a_scan_, kills_);
    EXPECT_GE(static_cast<int>(announced_.size()), kills_ / 4);
    EXPECT_EQ(lost(), std::vector<std::uint64_t>());

    const auto identity = store::read_identity(terminal_ / "identity");
    ASSERT_TRUE(identity) << identity.error().message;
    const auto taken = central.take_all(terminal_);
    ASSERT_TRUE(taken) << taken.error().message;
    const auto exported = central.export_to(folder_ / "exported.db", identity->dev.hex());
    ASSERT_TRUE(exported) << exported.error().message;
    const auto own = lines_of(terminal_ / "ledger.db");
    const auto there = lines_of(folder_ / "exported.db");
    EXPECT_TRUE(own == there);
    wire::TrustedKeys keys;
    keys.by_inc[1] = identity->ledger_key.public_key();
    for (const auto& file : {terminal_ / "ledger.db", folder_ / "exported.db"}) {
        const auto verdict = apps::verify_ledger(file.string(), keys);
        ASSERT_TRUE(verdict) << verdict.error().message;
        EXPECT_EQ(verdict->fault, std::nullopt) << file;
        EXPECT_EQ(verdict->records, own.size()) << file;
    }
    std::printf("%zu announced, %zu records in the ledger, %zu at central\n", announced_.size(), own.size(),
                there.size());
}

// The control: a kiosk that shows first and writes then loses what it has shown, and this test sees it.
TEST_F(KillTest, SeesThatAKioskThatAnnouncesFirstLosesCheckins) {
    const auto enrolled = office_->enrol_alone(terminal_);
    ASSERT_TRUE(enrolled) << enrolled.error().message;
    // The gap is as short as a commit, and shorter still beside all that the sanitizers do.
    int kills = 0;
    do {
        kills += kKills;
        ASSERT_NO_FATAL_FAILURE(strike_often(HADIR_BIN_DIR "/planted/hadir-kiosk-announces-first", kills));
    } while (lost().empty() && kills < kKillsOfControl);
    std::printf("%zu announced check-ins are lost\n", lost().size());
    EXPECT_GT(lost().size(), 0U);
}

}  // namespace
}  // namespace hadir::tests
