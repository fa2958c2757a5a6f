#include <gtest/gtest.h>

#include <random>

#include "core/clock_watch.h"
#include "core/interval.h"
#include "core/station.h"

namespace hadir {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr UnixMs kStart{1'795'478'400'000};
constexpr UnixMs k1970{0};
constexpr UnixMs k2037{2'114'380'800'000};

TEST(ReadClock, SaysWhatVouchesForIt) {
    const TimeAnchor anchor{seconds(100), kStart, milliseconds(40)};
    struct Row {
        const char* what;
        UnixMs wall;
        milliseconds up;
        std::optional<milliseconds> kernel;
        std::optional<TimeAnchor> anchor;
        ClockState state;
        std::optional<std::int64_t> off, unc;
    };
    const std::vector<Row> rows{
        {"plausible, unproved", kStart, seconds(100), {}, {}, ClockState::rtc, {}, {}},
        {"below the floor", k1970, seconds(100), {}, {}, ClockState::unset, {}, {}},
        {"far above the floor", k2037, seconds(100), milliseconds(3), {}, ClockState::unset, {}, {}},
        {"the kernel's word", kStart, seconds(100), milliseconds(3), {}, ClockState::ntp, 0, 1000},
        {"a kernel that is unsure", kStart, seconds(100), milliseconds(9000), {}, ClockState::ntp, 0, 9000},
        {"an anchor", kStart, seconds(100), {}, anchor, ClockState::anchored, 0, 41},
        {"an anchor corrects 1970", k1970, seconds(100), {}, anchor, ClockState::anchored, kStart.value, 41},
        {"an anchor an hour old",
         kStart + hours(1),
         seconds(3700),
         {},
         anchor,
         ClockState::anchored,
         0,
         41 + 2160},
        {"an anchor a day old", kStart, seconds(100) + hours(24), {}, anchor, ClockState::rtc, {}, {}},
    };
    for (const Row& row : rows) {
        const ClockReading reading = read_clock(row.wall, row.up, row.kernel, row.anchor, kStart);
        EXPECT_EQ(reading.state, row.state) << row.what;
        EXPECT_EQ(reading.off_ms, row.off) << row.what;
        EXPECT_EQ(reading.unc_ms, row.unc) << row.what;
    }
}

ClockReading with(ClockState state, std::optional<std::int64_t> unc = std::nullopt) {
    return {state, unc ? std::optional<std::int64_t>(0) : std::nullopt, unc};
}

TEST(ClockWatch, TellsEveryJumpOverTwoSecondsAndEveryChangeOfTrust) {
    ClockWatch watch;
    const ClockReading rtc = with(ClockState::rtc);
    EXPECT_FALSE(watch.look(kStart, seconds(10), rtc));
    EXPECT_FALSE(watch.look(kStart + seconds(5), seconds(15), rtc));
    EXPECT_FALSE(watch.look(kStart + seconds(8), seconds(16), rtc));  // exactly 2 s
    const auto forward = watch.look(kStart + seconds(8) + milliseconds(1), seconds(16), rtc);
    ASSERT_TRUE(forward);
    EXPECT_EQ(forward->reason, ClockReason::jump);
    EXPECT_EQ(forward->jump, milliseconds(2001));
    const auto back = watch.look(k1970, seconds(17), with(ClockState::unset));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->reason, ClockReason::jump);
    EXPECT_EQ(back->to, ClockState::unset);
    const auto state = watch.look(k1970 + seconds(1), seconds(18), with(ClockState::anchored, 40));
    ASSERT_TRUE(state);
    EXPECT_EQ(state->reason, ClockReason::state);
    EXPECT_EQ(state->from, ClockState::unset);
}

TEST(ClockWatch, ASlowDriftAddsUpToAJump) {
    ClockWatch watch;
    int told = 0;
    for (int i = 0; i < 100; ++i) {
        const UnixMs wall = kStart + seconds(i) + milliseconds(50 * i);
        told += watch.look(wall, seconds(i), with(ClockState::rtc)) ? 1 : 0;
    }
    EXPECT_EQ(told, 2);  // 4.95 s in all
}

TEST(ClockWatch, BracketsCheckInsByAFreshAnchorAndLeavesAnIdleTerminalAlone) {
    ClockWatch watch;
    const auto look = [&](minutes up, std::int64_t unc) {
        return watch.look(kStart + up, up, with(ClockState::anchored, unc)).has_value();
    };
    static_cast<void>(watch.look(kStart, minutes(0), with(ClockState::rtc)));
    EXPECT_TRUE(look(minutes(1), 40));  // the first anchor changes the state
    EXPECT_FALSE(look(minutes(9), 330));
    EXPECT_FALSE(look(minutes(10), 40));  // fresh, but nothing to bracket
    watch.checked_in();
    EXPECT_FALSE(look(minutes(11), 77));  // the same anchor, older
    EXPECT_TRUE(look(minutes(12), 45));
    watch.checked_in();
    EXPECT_FALSE(look(minutes(13), 44));  // a minute after the last
    EXPECT_TRUE(look(minutes(18), 43));
    EXPECT_FALSE(look(minutes(40), 42));
}

TEST(Intervals, AreExactInTheBootOfAnAnchorAndOrderedAcrossBoots) {
    const BootId first{{1}}, second{{2}};
    const UnixMs received = kStart + hours(9);
    const std::vector<TimeMark> marks{
        {first, seconds(100), {}, received},
        {first, seconds(200), TimeInterval{kStart, kStart + milliseconds(80)}, received},
        {first, seconds(1200), {}, received},
        {second, seconds(10), {}, received},  // nothing is known of this boot
        {second, seconds(70), {}, received},
    };
    const auto intervals = intervals_of(marks, kStart + -hours(1));
    EXPECT_EQ(intervals[0].earliest, kStart + -milliseconds(100'061));
    EXPECT_EQ(intervals[0].latest, kStart + milliseconds(80 - 99'939));
    EXPECT_EQ(intervals[1].width(), milliseconds(80));
    EXPECT_EQ(intervals[2].earliest, kStart + milliseconds(999'399));
    EXPECT_EQ(intervals[2].latest, kStart + milliseconds(80 + 1'000'601));
    EXPECT_EQ(intervals[3].earliest, intervals[2].earliest);
    EXPECT_EQ(intervals[3].latest, received + -milliseconds(59'963));
    EXPECT_EQ(intervals[4].latest, received);
    EXPECT_EQ(intervals[4].earliest, intervals[2].earliest + milliseconds(59'963));
}

TEST(Intervals, WhatTheServersClockRulesOutProvesNothing) {
    const std::vector<TimeMark> marks{
        {BootId{{1}}, seconds(100), TimeInterval{k2037, k2037 + seconds(1)}, kStart + hours(1)}};
    const auto intervals = intervals_of(marks, kStart);
    EXPECT_EQ(intervals.front(), (TimeInterval{kStart, kStart + hours(1)}));
}

TEST(LikelyTime, TrustsTheWallClockAsFarAsItCanBeTrue) {
    const TimeInterval known{kStart, kStart + minutes(10)};
    const ClockReading rtc{ClockState::rtc, {}, {}};
    const ClockReading anchored{ClockState::anchored, 5, 3};
    EXPECT_EQ(likely_time(kStart + minutes(3), rtc, known), kStart + minutes(3));
    EXPECT_EQ(likely_time(k1970, rtc, known), known.latest);
    EXPECT_EQ(likely_time(kStart, anchored, known), kStart + milliseconds(5));
    EXPECT_EQ(likely_time(kStart + hours(1), anchored, known), known.latest);
}

}  // namespace
}  // namespace hadir
