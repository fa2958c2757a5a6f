#include "core/station.h"

#include <gtest/gtest.h>

namespace hadir {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr UnixMs kMorning{1'795'479'669'120};  // 2026-11-24 07.21.09 WIB

Scan good_badge() {
    return {ScanKind::badge, BadgeId{{1}}, *parse_day("2027-12-31")};
}
RosterFacts colleague() {
    return {.known = true, .home = true, .revoked = false, .roster_old = false};
}
LastCheckin before(minutes age, Direction direction) {
    return {kMorning + -age, direction, age};
}

Outcome at(const Scan& scan, const RosterFacts& facts, const std::optional<LastCheckin>& last = std::nullopt,
           ClockState clock = ClockState::anchored, UnixMs now = kMorning) {
    return decide(scan, facts, last, StationPolicy{}, now, clock);
}

TEST(Station, FirstScanOfTheDayIsACheckIn) {
    const Outcome outcome = at(good_badge(), colleague());
    EXPECT_EQ(outcome.kind, OutcomeKind::checkin);
    EXPECT_EQ(outcome.direction, Direction::in);
    EXPECT_TRUE(outcome.marks.empty());
    EXPECT_EQ(outcome.code, "");
}

TEST(Station, ScanInsideTheGuardTimeMakesNoRecord) {
    const auto last = LastCheckin{kMorning + -seconds(59), Direction::in, seconds(59)};
    const Outcome outcome = at(good_badge(), colleague(), last);
    EXPECT_EQ(outcome.kind, OutcomeKind::already);
    EXPECT_EQ(outcome.code, "SUDAH_TERCATAT");
    const auto later = LastCheckin{kMorning + -seconds(60), Direction::in, seconds(60)};
    EXPECT_EQ(at(good_badge(), colleague(), later).kind, OutcomeKind::checkin);
}

TEST(Station, DirectionFollowsTheLastCheckIn) {
    EXPECT_EQ(at(good_badge(), colleague(), before(minutes(240), Direction::in)).direction, Direction::out);
    EXPECT_EQ(at(good_badge(), colleague(), before(minutes(239), Direction::in)).direction,
              Direction::automatic);
    EXPECT_EQ(at(good_badge(), colleague(), before(minutes(241), Direction::out)).direction,
              Direction::automatic);
    EXPECT_EQ(at(good_badge(), colleague(), before(minutes(241), Direction::automatic)).direction,
              Direction::automatic);
}

TEST(Station, ANewDayBeginsAtThreeLocalTime) {
    const UnixMs three_am = presence_day_start(kMorning, StationPolicy{});
    EXPECT_EQ(format_at(three_am), "2026-11-23T20:00:00.000Z");
    const auto evening_shift = LastCheckin{three_am + -minutes(1), Direction::in, minutes(262)};
    EXPECT_EQ(at(good_badge(), colleague(), evening_shift).direction, Direction::in);
    const UnixMs before_three = three_am + -minutes(10);
    const auto evening = LastCheckin{before_three + -minutes(300), Direction::in, minutes(300)};
    EXPECT_EQ(at(good_badge(), colleague(), evening, ClockState::ntp, before_three).direction,
              Direction::out);
}

TEST(Station, OnlyRevokedForgedAndForeignCodesAreRefused) {
    EXPECT_EQ(at({ScanKind::not_a_badge, {}, {}}, {}).code, "BUKAN_LENCANA");
    EXPECT_EQ(at({ScanKind::bad_signature, {}, {}}, {}).code, "TANDA_TANGAN_SALAH");
    RosterFacts revoked = colleague();
    revoked.revoked = true;
    EXPECT_EQ(at(good_badge(), revoked).code, "LENCANA_DICABUT");
    EXPECT_EQ(at(good_badge(), revoked).kind, OutcomeKind::refused);
}

TEST(Station, ExpiryRefusesOnlyUnderATrustedClock) {
    Scan scan = good_badge();
    scan.expires = *parse_day("2026-11-23");
    EXPECT_EQ(at(scan, colleague()).code, "LENCANA_KEDALUWARSA");
    EXPECT_EQ(at(scan, colleague(), {}, ClockState::ntp).kind, OutcomeKind::refused);
    for (const ClockState clock : {ClockState::rtc, ClockState::unset}) {
        const Outcome outcome = at(scan, colleague(), {}, clock);
        EXPECT_EQ(outcome.kind, OutcomeKind::checkin);
        EXPECT_EQ(outcome.marks, std::vector<std::string>{"clock"});
    }
    scan.expires = *parse_day("2026-11-24");  // the last valid day counts whole
    EXPECT_EQ(at(scan, colleague()).kind, OutcomeKind::checkin);
}

TEST(Station, DoubtIsMarkedAndNeverRefused) {
    struct Row {
        RosterFacts facts;
        ClockState clock;
        std::vector<std::string> marks;
        std::string code;
    };
    const std::vector<Row> rows{
        {{false, true, false, false}, ClockState::anchored, {"unknown"}, "LENCANA_BELUM_DIKENAL"},
        {{true, false, false, false}, ClockState::anchored, {"other_office"}, "KANTOR_LAIN"},
        {{true, true, false, true}, ClockState::anchored, {"roster_old"}, "DAFTAR_LAMA"},
        {{true, true, false, false}, ClockState::rtc, {"clock"}, "WAKTU_BELUM_TEPERCAYA"},
        {{true, false, false, true},
         ClockState::unset,
         {"other_office", "clock", "roster_old"},
         "KANTOR_LAIN"},
    };
    for (const Row& row : rows) {
        const Outcome outcome = at(good_badge(), row.facts, {}, row.clock);
        EXPECT_EQ(outcome.kind, OutcomeKind::checkin);
        EXPECT_EQ(outcome.marks, row.marks);
        EXPECT_EQ(outcome.code, row.code);
    }
}

}  // namespace
}  // namespace hadir
