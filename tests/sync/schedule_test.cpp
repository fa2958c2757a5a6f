#include "sync/schedule.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"

namespace hadir::sync {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr int kDevices = 500;

// A terminal's loop as the app makes it: it wakes, makes a round, marks the night, waits.
class Terminal {
public:
    explicit Terminal(const DeviceId& dev) : dev_(dev) {}

    // The moments at which it made a nightly round until `end`; the clock is left there.
    std::vector<UnixMs> run_until(tests::FakeClock& clock, UnixMs end) {
        std::vector<UnixMs> nightly;
        while (true) {
            if (night_due(clock.wall(), dev_, plan_, done_)) {
                done_ = current_night(clock.wall(), dev_, plan_);
                nightly.push_back(clock.wall());
            }
            const milliseconds wait = next_wait(clock.wall(), dev_, plan_, done_);
            EXPECT_GT(wait, milliseconds(0));
            EXPECT_LE(wait, plan_.interval);
            if (clock.wall() + wait >= end) {
                clock.advance(end - clock.wall());
                return nightly;
            }
            clock.advance(wait);
        }
    }
    void mark_done(UnixMs now) { done_ = current_night(now, dev_, plan_); }
    [[nodiscard]] const DeviceId& dev() const { return dev_; }
    [[nodiscard]] const Plan& plan() const { return plan_; }

private:
    DeviceId dev_;
    Plan plan_;
    std::optional<LocalDay> done_;
};

UnixMs local(const char* day, int hour) {
    return start_of(*parse_day(day), Zone::wib) + hours(hour);
}

TEST(Schedule, FiveHundredTerminalsSpreadOverTheWindowEachOnceANight) {
    tests::FakeRandom random;
    std::map<std::int64_t, int> per_half_hour;
    std::map<std::int64_t, int> per_minute;
    const UnixMs window = local("2026-11-24", 22);
    for (int i = 0; i < kDevices; ++i) {
        tests::FakeClock clock;
        clock.jump_wall(local("2026-11-24", 12));
        Terminal terminal(random.make<DeviceId>());
        terminal.mark_done(clock.wall());
        const auto rounds = terminal.run_until(clock, local("2026-11-25", 12));
        ASSERT_EQ(rounds.size(), 1U);
        ASSERT_GE(rounds[0], window);
        ASSERT_LT(rounds[0], window + hours(6));
        ++per_half_hour[(rounds[0] - window) / minutes(30)];
        ++per_minute[(rounds[0] - window) / minutes(1)];
    }
    // Twelve half hours, 41.7 expected in each: chi-square with 11 degrees is above 31.3 once in a thousand.
    double chi_square = 0;
    for (int slot = 0; slot < 12; ++slot) {
        const double expected = kDevices / 12.0;
        chi_square += (per_half_hour[slot] - expected) * (per_half_hour[slot] - expected) / expected;
    }
    EXPECT_LT(chi_square, 31.3);
    for (const auto& [minute, count] : per_minute)
        EXPECT_LE(count, 9) << "minute " << minute;  // 1.4 expected
}

TEST(Schedule, OnceANightForAWeek) {
    tests::FakeRandom random(2);
    for (int i = 0; i < 20; ++i) {
        tests::FakeClock clock;
        clock.jump_wall(local("2026-11-24", 12));
        Terminal terminal(random.make<DeviceId>());
        terminal.mark_done(clock.wall());
        const auto rounds = terminal.run_until(clock, local("2026-12-01", 12));
        ASSERT_EQ(rounds.size(), 7U);
        for (std::size_t n = 1; n < rounds.size(); ++n)
            EXPECT_EQ(rounds[n] - rounds[n - 1], hours(24));
    }
}

TEST(Schedule, RestartDoesNotRepeatTheNight) {
    tests::FakeRandom random(3);
    tests::FakeClock clock;
    clock.jump_wall(local("2026-11-24", 12));
    Terminal terminal(random.make<DeviceId>());
    terminal.mark_done(clock.wall());
    EXPECT_EQ(terminal.run_until(clock, local("2026-11-25", 5)).size(), 1U);
    Terminal again = terminal;  // what is kept over a restart is only which night was done
    clock.reboot();
    EXPECT_EQ(again.run_until(clock, local("2026-11-25", 12)).size(), 0U);
}

TEST(Schedule, TerminalThatWasOffAtItsSlotCatchesUpOnce) {
    tests::FakeRandom random(4);
    tests::FakeClock clock;
    clock.jump_wall(local("2026-11-24", 12));
    Terminal terminal(random.make<DeviceId>());
    terminal.mark_done(clock.wall());
    clock.reboot(hours(19));  // off from noon to seven
    const UnixMs on = clock.wall();
    const auto rounds = terminal.run_until(clock, local("2026-11-25", 20));
    ASSERT_EQ(rounds.size(), 1U);
    EXPECT_EQ(rounds[0], on);
}

TEST(Schedule, ClockSetBackOverTheSlotDoesNotRepeatTheNight) {
    tests::FakeRandom random(5);
    tests::FakeClock clock;
    clock.jump_wall(local("2026-11-24", 12));
    Terminal terminal(random.make<DeviceId>());
    terminal.mark_done(clock.wall());
    EXPECT_EQ(terminal.run_until(clock, local("2026-11-25", 5)).size(), 1U);
    clock.jump_wall(local("2026-11-24", 20));
    EXPECT_EQ(terminal.run_until(clock, local("2026-11-25", 12)).size(), 0U);
    EXPECT_EQ(terminal.run_until(clock, local("2026-11-26", 12)).size(), 1U);
}

TEST(Schedule, ClockOnceSetFarAheadPoisonsNothing) {
    tests::FakeRandom random(6);
    tests::FakeClock clock;
    clock.jump_wall(local("2037-01-01", 12));
    Terminal terminal(random.make<DeviceId>());
    EXPECT_EQ(terminal.run_until(clock, local("2037-01-01", 13)).size(), 1U);
    clock.jump_wall(local("2026-11-24", 12));
    terminal.run_until(clock, local("2026-11-24", 13));
    EXPECT_EQ(terminal.run_until(clock, local("2026-11-27", 12)).size(), 3U);
}

TEST(Schedule, SlotLiesInAnyWindow) {
    tests::FakeRandom random(7);
    const std::vector<std::pair<NightWindow, minutes>> windows{{{0, 1}, minutes(1)},
                                                               {{1439, 0}, minutes(1)},
                                                               {{60, 60}, hours(24)},
                                                               {{1320, 240}, hours(6)},
                                                               {{0, 360}, hours(6)}};
    for (const auto& [window, span] : windows) {
        for (int i = 0; i < 200; ++i) {
            const auto dev = random.make<DeviceId>();
            EXPECT_GE(night_slot(dev, window), milliseconds(0));
            EXPECT_LT(night_slot(dev, window), milliseconds(span));
            const Plan plan{minutes(5), window, Zone::wit};
            const UnixMs now{static_cast<std::int64_t>(random.below(4'000'000'000'000ULL))};
            const UnixMs next = next_slot(now, dev, plan);
            EXPECT_GT(next, now);
            EXPECT_LE(next, now + days(1));
        }
    }
}

}  // namespace
}  // namespace hadir::sync
