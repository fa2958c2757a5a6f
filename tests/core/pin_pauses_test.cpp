#include "core/pin_pauses.h"

#include <gtest/gtest.h>

namespace hadir {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr UnixMs kMorning{1'795'478'400'000};
const Hash kSiti{{1}};
const Hash kNobody{{2}};

SteadyMoment at(milliseconds up, std::uint8_t boot = 1, std::optional<UnixMs> trusted = std::nullopt) {
    return {BootId{{boot}}, up, trusted};
}

void wrong(PinPauses& pauses, const Hash& who, int times, const SteadyMoment& when) {
    for (int i = 0; i < times; ++i)
        pauses.wrong(who, when);
}

TEST(PinPauses, FiveWrongOnesThenOneFiveFifteenMinutesThenAnOfficer) {
    PinPauses pauses;
    milliseconds now = hours(3);
    wrong(pauses, kSiti, 4, at(now));
    EXPECT_EQ(pauses.of(kSiti, at(now)).pause, PinPause::none);
    for (const milliseconds pause :
         {milliseconds(minutes(1)), milliseconds(minutes(5)), milliseconds(minutes(15))}) {
        wrong(pauses, kSiti, 1, at(now));
        const PinStanding standing = pauses.of(kSiti, at(now));
        EXPECT_EQ(standing.pause, PinPause::person);
        EXPECT_EQ(standing.left, pause);
        EXPECT_EQ(pauses.of(kSiti, at(now + pause - milliseconds(1))).pause, PinPause::person);
        now += pause;
        EXPECT_EQ(pauses.of(kSiti, at(now)).pause, PinPause::none) << pause.count();
    }
    wrong(pauses, kSiti, 1, at(now));
    EXPECT_EQ(pauses.of(kSiti, at(now)).pause, PinPause::officer);
    EXPECT_EQ(pauses.of(kSiti, at(now + hours(24) - milliseconds(1))).pause, PinPause::officer);
    EXPECT_EQ(pauses.of(kSiti, at(now + hours(24))).pause, PinPause::none);
}

TEST(PinPauses, TheOthersGoOn) {
    PinPauses pauses;
    wrong(pauses, kSiti, 8, at(hours(1)));
    EXPECT_EQ(pauses.of(kNobody, at(hours(1))).pause, PinPause::none);
    EXPECT_EQ(pauses.kiosk(at(hours(1))).pause, PinPause::none);
}

TEST(PinPauses, ThirtyInAnHourCloseTheKiosk) {
    PinPauses pauses;
    for (std::uint8_t i = 0; i < 30; ++i) {
        EXPECT_EQ(pauses.kiosk(at(minutes(i))).pause, PinPause::none) << int(i);
        wrong(pauses, Hash{{i}}, 1, at(minutes(i)));
    }
    const PinStanding standing = pauses.of(kNobody, at(minutes(29)));
    EXPECT_EQ(standing.pause, PinPause::kiosk);
    EXPECT_EQ(standing.left, minutes(31)) << "until the first of them is an hour old";
    EXPECT_EQ(pauses.kiosk(at(minutes(60))).pause, PinPause::none);
}

TEST(PinPauses, ARestartOfTheMachineShortensNoPause) {
    PinPauses pauses;
    wrong(pauses, kSiti, 5, at(hours(30)));
    const SteadyMoment again = at(seconds(10), 2);
    EXPECT_EQ(pauses.of(kSiti, again).pause, PinPause::person);
    EXPECT_EQ(pauses.of(kSiti, again).left, seconds(50)) << "this boot's own time has passed for sure";
    EXPECT_EQ(pauses.of(kSiti, at(minutes(1), 2)).pause, PinPause::none);
}

TEST(PinPauses, OnlyTwoTrustedClocksTellMoreThanTheBoot) {
    const SteadyMoment then = at(hours(30), 1, kMorning);
    const UnixMs later = kMorning + hours(26);
    EXPECT_EQ(surely_since(then, at(seconds(9), 2, later)), hours(26));
    EXPECT_EQ(surely_since(then, at(seconds(9), 2)), seconds(9)) << "a clock that nobody vouches for";
    EXPECT_EQ(surely_since(at(hours(30)), at(seconds(9), 2, later)), seconds(9));
    EXPECT_EQ(surely_since(then, at(seconds(9), 2, kMorning + -hours(9))), seconds(9)) << "before itself";
    EXPECT_EQ(surely_since(then, at(hours(31), 1, later)), hours(1)) << "within a boot it alone tells";
}

TEST(PinPauses, HoldsNoMoreThanItNeeds) {
    PinPauses pauses;
    for (int i = 0; i < 5000; ++i)
        wrong(pauses, Hash{{static_cast<std::uint8_t>(i % 200), 7}}, 1, at(seconds(i)));
    EXPECT_EQ(pauses.kiosk(at(seconds(5000))).pause, PinPause::kiosk);
    EXPECT_EQ(pauses.of(kSiti, at(hours(30))).pause, PinPause::none);
}

}  // namespace
}  // namespace hadir
