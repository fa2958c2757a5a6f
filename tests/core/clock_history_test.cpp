// Histories of a terminal's clocks, each from one seed: dead batteries, wrong settings, drift, reboots, a
// kernel that slews. The true time must lie in every interval that central reckons, and no history may keep a
// valid badge out.
// --seed N replays one (tests/faults/seeds.h).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <random>

#include "core/clock_watch.h"
#include "core/interval.h"
#include "core/station.h"
#include "tests/faults/seeds.h"

namespace hadir {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr UnixMs kBuilt{1'795'478'400'000};
constexpr UnixMs k1970{0};
constexpr UnixMs k2037{2'114'380'800'000};

// The world as it is; times in microseconds, as rates are in millionths.
struct World {
    double true_us = 0;  // since kBuilt
    double up_us = 0;
    double wall_us = 0;  // since kBuilt
    double rate = 1;     // of the clocks: what they count in one true second
    BootId boot{{1}};

    [[nodiscard]] UnixMs now() const {
        return kBuilt + milliseconds(static_cast<std::int64_t>(true_us / 1000));
    }
    [[nodiscard]] UnixMs wall() const {
        return {kBuilt.value + static_cast<std::int64_t>(std::floor(wall_us / 1000))};
    }
    [[nodiscard]] milliseconds up() const { return milliseconds(static_cast<std::int64_t>(up_us / 1000)); }
    void pass(double us) {
        true_us += us;
        up_us += us * rate;
        wall_us += us * rate;
    }
};

// One record as it was made, with the truth that nobody there knew.
struct Made {
    TimeMark mark;
    UnixMs truth;
};
struct Answer {  // a receipt that set the time
    BootId boot;
    milliseconds up{0};
    milliseconds round_trip{0};
};

struct Widths {
    std::vector<std::int64_t> all;
    std::size_t judged = 0;     // records in a boot that was ever anchored
    std::size_t one_sided = 0;  // of them, those no wider than with 600 ppm in all, not each way
};

class History {
public:
    explicit History(std::uint64_t seed) : seed_(seed), random_(seed) {}

    void run(Widths& widths) {
        world_.wall_us = between(-3e6, 3e6);
        slew();
        look();
        const int steps = static_cast<int>(between(20, 60));
        for (int i = 0; i < steps; ++i)
            step();
        // Calm: the network is there, and a last record is made and sent.
        world_.pass(between(1e6, 600e6));
        talk();
        record();
        world_.pass(5e6);
        talk();
        expect_all(widths);
    }

private:
    double between(double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random_);
    }
    bool one_in(int n) { return std::uniform_int_distribution<int>(1, n)(random_) == 1; }

    void step() {
        world_.pass(one_in(4) ? between(1e6, 6 * 3600e6) : between(1e5, 600e6));
        switch (std::uniform_int_distribution<int>(0, 11)(random_)) {
            case 0:
                return set_wall(static_cast<double>((k1970 - kBuilt).count()) * 1000);
            case 1:
                return set_wall(world_.wall_us - between(0, 86'400e6));
            case 2:
                return set_wall(world_.wall_us + between(0, 86'400e6));
            case 3:  // a wrong year for an hour, and back
                set_wall(static_cast<double>((k2037 - kBuilt).count()) * 1000);
                record();
                world_.pass(3600e6);
                record();
                return set_wall(world_.true_us + between(-2e6, 2e6));
            case 4:
                return reboot();
            case 5:
                return slew();
            case 6:
                kernel_ = !kernel_;
                if (kernel_) set_wall(world_.true_us + between(-400e3, 400e3));
                return;
            case 7:
            case 8:
                return talk();
            default:
                return record();
        }
    }

    // A kernel that is synchronised steers its clock; one that is not lets it run.
    void slew() { world_.rate = 1 + between(-590e-6, 590e-6); }

    void set_wall(double us) {
        look();  // four times a second
        const double before = world_.wall_us;
        world_.wall_us = us;
        if (kernel_ && std::abs(us - world_.true_us) > 400e3) kernel_ = false;
        const bool seen = look();
        EXPECT_TRUE(seen || std::abs(us - before) <= 2'001e3) << "seed " << seed_ << ": a jump was not seen";
    }

    void reboot() {
        world_.pass(between(10e6, 8 * 3600e6));
        ++world_.boot.bytes.back();
        world_.up_us = between(5e6, 60e6);
        if (one_in(3))
            world_.wall_us = static_cast<double>((k1970 - kBuilt).count()) * 1000;  // a dead battery
        kernel_ = false;
        anchor_.reset();
        watch_ = {};
        slew();
        look();
    }

    [[nodiscard]] ClockReading reading() {
        // A kernel that drifts away from the truth loses its claim, as it does when its servers stay silent.
        if (kernel_ && std::abs(world_.wall_us - world_.true_us) > 900e3) kernel_ = false;
        return read_clock(world_.wall(), world_.up(),
                          kernel_ ? std::optional(milliseconds(20)) : std::nullopt, anchor_, floor_);
    }

    bool look() {
        const ClockReading clock = reading();
        const auto change = watch_.look(world_.wall(), world_.up(), clock);
        if (change) write(clock);  // as the kiosk does
        return change && change->reason == ClockReason::jump;
    }

    void record() {
        look();
        const ClockReading clock = reading();
        write(clock);
        watch_.checked_in();
        expect_no_badge_refused(clock);
    }

    void write(const ClockReading& clock) {
        records_.push_back(
            {{world_.boot, world_.up(), proved_by(world_.wall(), clock), UnixMs{}}, world_.now()});
    }

    // Sends all that is there; the server reads its clock somewhere on the way.
    void talk() {
        const double out = between(5e3, 2'000e3), back = between(5e3, 2'000e3);
        const milliseconds asked = world_.up();
        const std::size_t sent = records_.size();
        world_.pass(out);
        const UnixMs server = world_.now();
        for (; acked_ < sent; ++acked_)
            records_[acked_].mark.received = server;
        world_.pass(back);
        if (one_in(10)) return;  // the answer is lost
        const milliseconds took = world_.up() - asked;
        anchor_ = TimeAnchor{world_.up(), server + took / 2, took / 2 + milliseconds(1)};
        answers_.push_back({world_.boot, world_.up(), took});
        floor_ = std::max(floor_, server);
        look();
    }

    // A badge that is good for years, and one that ended yesterday, whose refusal needs a clock that knows.
    void expect_no_badge_refused(const ClockReading& clock) {
        const UnixMs now = best_time(world_.wall(), clock);
        const Scan scan{ScanKind::badge, BadgeId{{1}},
                        local_day(world_.now(), Zone::wib) + std::chrono::days(30)};
        const Outcome outcome = decide(scan, {.known = true}, std::nullopt, {}, now, clock.state);
        EXPECT_EQ(outcome.kind, OutcomeKind::checkin) << "seed " << seed_ << ": " << outcome.code;
    }

    void expect_all(Widths& widths) {
        std::vector<TimeMark> marks;
        records_.resize(acked_);  // what central has
        for (const Made& made : records_)
            marks.push_back(made.mark);
        const auto intervals = intervals_of(marks, kBuilt);
        for (std::size_t i = 0; i < marks.size(); ++i) {
            EXPECT_TRUE(intervals[i].holds(records_[i].truth))
                << "seed " << seed_ << ", record " << i << ": " << records_[i].truth.value << " is not in ["
                << intervals[i].earliest.value << ", " << intervals[i].latest.value << ']';
            EXPECT_LE(intervals[i == 0 ? 0 : i - 1].earliest, intervals[i].latest) << "seed " << seed_;
            widths.all.push_back(intervals[i].width().count());
            expect_narrow(i, intervals[i], widths);
        }
    }

    // No wider than the round trips around it and the drift since the nearest proof of the same boot.
    void expect_narrow(std::size_t i, const TimeInterval& interval, Widths& widths) {
        const TimeMark& mark = records_[i].mark;
        std::optional<std::int64_t> bound;
        for (const Made& other : records_) {
            if (other.mark.boot != mark.boot || !other.mark.proved) continue;
            const milliseconds distance(std::abs((other.mark.up - mark.up).count()));
            const std::int64_t width = (other.mark.proved->width() + 2 * rate_error(distance)).count() + 6;
            bound = bound ? std::min(*bound, width) : width;
        }
        if (!bound) return;
        ++widths.judged;
        EXPECT_LE(interval.width().count(), *bound) << "seed " << seed_ << ", record " << i;
        milliseconds trips{0};
        std::optional<milliseconds> nearest;
        for (const bool before : {true, false}) {
            const Answer* best = nullptr;
            for (const Answer& answer : answers_) {
                if (answer.boot != mark.boot || (answer.up <= mark.up) != before) continue;
                if (best == nullptr || before || answer.up < best->up) best = &answer;
                if (!before) break;
            }
            if (best == nullptr) continue;
            trips += best->round_trip;
            const milliseconds distance(std::abs((best->up - mark.up).count()));
            nearest = nearest ? std::min(*nearest, distance) : distance;
        }
        if (nearest && interval.width() <= 2 * trips + rate_error(*nearest) + milliseconds(4))
            ++widths.one_sided;
    }

    std::uint64_t seed_;
    std::mt19937_64 random_;
    World world_;
    bool kernel_ = false;
    std::optional<TimeAnchor> anchor_;
    UnixMs floor_ = kBuilt;
    ClockWatch watch_;
    std::vector<Made> records_;
    std::vector<Answer> answers_;
    std::size_t acked_ = 0;
};

TEST(ClockHistories, TheTrueTimeIsAlwaysInTheInterval) {
    Widths widths;
    const tests::Seeds wanted = tests::seeds(10'000);
    for (std::uint64_t seed = wanted.first; seed < wanted.first + wanted.count && !HasFailure(); ++seed)
        History(seed).run(widths);
    ASSERT_FALSE(widths.all.empty());
    std::ranges::sort(widths.all);
    std::printf(
        "%zu records: width median %lld ms, p99 %lld ms; %zu in an anchored boot, of them %zu within twice "
        "the round trips plus 600 ppm\n",
        widths.all.size(), static_cast<long long>(widths.all[widths.all.size() / 2]),
        static_cast<long long>(widths.all[widths.all.size() * 99 / 100]), widths.judged, widths.one_sided);
}

}  // namespace
}  // namespace hadir
