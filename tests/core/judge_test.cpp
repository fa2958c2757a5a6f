#include "core/judge.h"

#include <gtest/gtest.h>

#include "tests/core/presence_rules.h"

namespace hadir {
namespace {

constexpr const char* kTuesday = "2026-11-24";

// One person and one day, told as a test tells it.
class Told {
public:
    explicit Told(const char* day = kTuesday, const char* plan = "FIVE") : day_(day) {
        Duty duty;
        duty.day = day_of(day);
        duty.plan = plan;
        duty.profile = "P";
        span.duties = {duty};
        span.terminals = {{1, local("2027-06-01", "00:00:00"), {}}};
    }
    Told& at(const char* time, const char* until = nullptr, std::optional<Side> chosen = std::nullopt) {
        Stamp stamp;
        stamp.id = static_cast<std::int64_t>(span.stamps.size()) + 1;
        stamp.known = {local(day_, time), local(day_, until == nullptr ? time : until)};
        stamp.chosen = chosen;
        span.stamps.push_back(stamp);
        return *this;
    }
    Told& pending() {
        span.stamps.back().standing = Stamp::Standing::pending;
        return *this;
    }
    Told& paper(const char* code, PaperState state, std::int64_t decided = 1) {
        Paper paper;
        paper.id = static_cast<std::int64_t>(span.papers.size()) + 1;
        paper.code = code;
        paper.days = {day_of(day_), day_of(day_)};
        paper.state = state;
        paper.decided = {decided};
        span.papers.push_back(paper);
        return *this;
    }
    Told& hours(int from, int to) {
        span.papers.back().from = from;
        span.papers.back().to = to;
        return *this;
    }
    Told& corrects(Side side, int at_s) {
        span.papers.back().side = side;
        span.papers.back().at_s = at_s;
        return *this;
    }
    Told& reported(const char* time) {
        span.terminals.front().reported = local(day_, time);
        return *this;
    }
    Told& outage(const char* from, const char* to, PaperState state) {
        span.terminals.front().outages.push_back({9, {local(day_, from), local(day_, to)}, state});
        return *this;
    }
    [[nodiscard]] DayVerdict verdict() const { return judge(span, presence_rules()).front(); }
    [[nodiscard]] std::string code() const { return verdict().code; }

    PersonSpan span;

private:
    const char* day_;
};

TEST(Judge, CountsWholeMinutesFromTheStart) {  // D1, D2
    struct Case {
        const char* in;
        const char* out;
        const char* code;
        int late;
        int early;
        int basis_points;
    };
    const std::vector<Case> cases = {
        {"07:30:59", "16:00:00", "TW", 0, 0, 0},          {"07:31:00", "16:00:00", "TL1", 1, 0, 50},
        {"08:00:59", "16:00:00", "TL1", 30, 0, 50},       {"08:01:00", "16:00:00", "TL2", 31, 0, 100},
        {"08:31:00", "16:00:00", "TL3", 61, 0, 125},      {"09:01:00", "16:00:00", "TL4", 91, 0, 150},
        {"07:00:00", "15:59:01", "TW", 0, 0, 0},          {"07:00:00", "15:59:00", "PSW1", 0, 1, 50},
        {"07:31:00", "14:00:00", "TL1+PSW4", 1, 120, 200}};
    for (const Case& expected : cases) {
        const DayVerdict verdict = Told().at(expected.in).at(expected.out).verdict();
        EXPECT_EQ(verdict.code, expected.code) << expected.in << ' ' << expected.out;
        EXPECT_EQ(verdict.in.minutes, expected.late) << expected.in;
        EXPECT_EQ(verdict.out.minutes, expected.early) << expected.out;
        EXPECT_EQ(verdict.basis_points, expected.basis_points) << expected.in;
    }
}

TEST(Judge, LeavesTheBreakOutOfMissingMinutes) {  // D4
    const DayVerdict verdict = Told().at("12:30:00", nullptr, Side::in).at("16:00:00").verdict();
    EXPECT_EQ(verdict.in.minutes, 300);
    EXPECT_EQ(verdict.in.missing, 270);
}

TEST(Judge, TakesAMissingSideAsTheHighestBandWithoutMinutes) {  // D3
    const DayVerdict verdict = Told().at("07:20:00").verdict();
    EXPECT_EQ(verdict.code, "PSW4");
    EXPECT_EQ(verdict.out.finding, Finding::unrecorded);
    EXPECT_EQ(verdict.out.minutes, 0);
    EXPECT_EQ(verdict.basis_points, 150);
    EXPECT_EQ(Told().at("15:50:00").code(), "TL4+PSW1");
}

TEST(Judge, CallsADayWithoutARecordAbsentOnlyWhenNothingIsUndecided) {  // D3, D14
    EXPECT_EQ(Told().code(), "TK");
    EXPECT_EQ(Told().verdict().basis_points, 300);
    EXPECT_EQ(Told().paper("CT", PaperState::pending).code(), "TH");
    EXPECT_EQ(Told().paper("CT", PaperState::pending).verdict().basis_points, 0);
    EXPECT_EQ(Told().paper("CT", PaperState::rejected).code(), "TK");
    EXPECT_EQ(Told().paper("CT", PaperState::approved).code(), "CT");
}

TEST(Judge, FindsNothingBeforeEveryTerminalHasReportedTheWholeWindow) {  // D11
    for (const char* time : {"07:00:00", "17:59:59"}) {
        EXPECT_EQ(Told().reported(time).code(), "BD");
        const DayVerdict late = Told().at("08:10:00").at("16:10:00").reported(time).verdict();
        EXPECT_EQ(late.code, "BD");
        EXPECT_EQ(late.in.finding, Finding::unknown);
        EXPECT_EQ(late.out.finding, Finding::on_time);
        EXPECT_EQ(late.basis_points, 0);
    }
    EXPECT_EQ(Told().reported("18:00:00").code(), "TK");
    EXPECT_EQ(Told().at("07:00:00").at("16:00:00").reported("07:00:00").code(), "TW");
    Told nowhere;
    nowhere.span.terminals.clear();
    EXPECT_EQ(nowhere.code(), "BD");
}

TEST(Judge, ExcusesWhatADecidedOutageContains) {  // D12
    const auto told = [](PaperState state) {
        return Told().at("09:00:00").at("16:00:00").outage("06:00:00", "08:00:00", state).verdict();
    };
    EXPECT_EQ(told(PaperState::approved).code, "TW");
    EXPECT_EQ(told(PaperState::approved).in.finding, Finding::excused);
    EXPECT_EQ(told(PaperState::pending).code, "BD");
    EXPECT_EQ(told(PaperState::rejected).code, "TL3");
    EXPECT_EQ(Told().outage("06:00:00", "18:30:00", PaperState::approved).code(), "HD");
    EXPECT_EQ(Told().reported("06:00:00").outage("05:00:00", "18:30:00", PaperState::rejected).code(), "TK");
}

TEST(Judge, LetsDutyHoursStandForTheEventTheyContain) {  // D12
    const DayVerdict verdict =
        Told().at("10:00:00").at("16:00:00").paper("DL", PaperState::approved).hours(450, 600).verdict();
    EXPECT_EQ(verdict.code, "TW");
    EXPECT_EQ(verdict.in.finding, Finding::excused);
    EXPECT_EQ(verdict.in.paper, 1);
}

TEST(Judge, TakesThePaperDecidedLast) {  // D22
    EXPECT_EQ(Told()
                  .at("09:00:00")
                  .paper("CT", PaperState::approved, 5)
                  .paper("DL", PaperState::approved, 4)
                  .code(),
              "CT");
    EXPECT_EQ(Told().paper("CT", PaperState::approved, 5).paper("DL", PaperState::approved, 6).code(), "DL");
}

TEST(Judge, GivesAnEventItsApprovedCorrection) {  // D33
    const auto told = [](PaperState state) {
        return Told().at("07:20:00").paper("KOREKSI", state).corrects(Side::out, 58'200).verdict();
    };
    EXPECT_EQ(told(PaperState::approved).code, "TW");
    EXPECT_EQ(told(PaperState::pending).code, "PSW4");
    EXPECT_EQ(told(PaperState::rejected).code, "PSW4");
}

TEST(Judge, WaitsForAPinOnlyWhereItMatters) {  // D34
    EXPECT_EQ(Told().at("07:20:00").pending().at("16:00:00").code(), "BD");
    EXPECT_EQ(Told().at("07:20:00").at("07:25:00").pending().at("16:00:00").code(), "TW");
    EXPECT_EQ(Told().at("07:20:00").pending().code(), "BD");
}

TEST(Judge, CountsAnIntervalWhereItHelps) {  // D23
    const DayVerdict verdict = Told().at("07:20:00", "09:20:00").at("15:00:00", "16:30:00").verdict();
    EXPECT_EQ(verdict.code, "TW");
    EXPECT_EQ(verdict.marks, std::vector<std::string>{"INTERVAL"});
}

TEST(Judge, KnowsFreeDays) {  // D8, D9, D10
    EXPECT_EQ(Told("2026-11-28").code(), "OFF");
    EXPECT_EQ(Told("2026-11-28").at("09:00:00").verdict().marks, std::vector<std::string>{"HADIR_LIBUR"});
    EXPECT_EQ(Told("2026-01-01").code(), "LN");
    EXPECT_EQ(Told("2026-05-15").code(), "CBer");
    EXPECT_EQ(Told("2026-05-15").paper("CT", PaperState::approved).code(), "CBer");  // D16
    EXPECT_EQ(Told("2025-11-25").code(), "BD");                                      // no holidays known
    EXPECT_EQ(Told("2026-03-02").code(), "BD");                                      // no hours for Ramadan
    EXPECT_EQ(Told(kTuesday, "NONE").code(), "BD");
    Told rostered("2026-01-01", "SHIFTS");
    EXPECT_EQ(rostered.code(), "BD");
    rostered.span.duties.front().shift = "OFF";
    EXPECT_EQ(rostered.code(), "OFF");
    rostered.span.duties.front().shift = "PAGI";
    EXPECT_EQ(rostered.code(), "TK");
}

PersonSpan two_shifts(const char* first, const char* second) {
    PersonSpan span;
    for (const auto& [day, name] : {std::pair("2026-11-24", first), std::pair("2026-11-25", second)}) {
        Duty duty;
        duty.day = day_of(day);
        duty.plan = "SHIFTS";
        duty.shift = name;
        duty.profile = "P";
        span.duties.push_back(duty);
    }
    span.terminals = {{1, local("2027-06-01", "00:00:00"), {}}};
    return span;
}

void stamp(PersonSpan& span, const char* day, const char* time) {
    Stamp one;
    one.id = static_cast<std::int64_t>(span.stamps.size()) + 1;
    one.known = {local(day, time), local(day, time)};
    span.stamps.push_back(one);
}

TEST(Judge, GivesANightShiftTheMorningAfterIt) {  // D7
    PersonSpan span = two_shifts("MALAM", "OFF");
    stamp(span, "2026-11-24", "20:55:00");
    stamp(span, "2026-11-25", "07:02:00");
    const auto verdicts = judge(span, presence_rules());
    EXPECT_EQ(verdicts[0].code, "TW");
    EXPECT_EQ(verdicts[1].code, "OFF");
    EXPECT_TRUE(verdicts[1].marks.empty());
}

TEST(Judge, SharesStampsBetweenShiftsThatMeet) {  // D23
    PersonSpan span = two_shifts("MALAM", "PAGI");
    stamp(span, "2026-11-24", "20:55:00");
    stamp(span, "2026-11-25", "06:59:00");
    stamp(span, "2026-11-25", "07:01:00");
    stamp(span, "2026-11-25", "14:00:00");
    auto verdicts = judge(span, presence_rules());
    EXPECT_EQ(verdicts[0].code, "TW");
    EXPECT_EQ(verdicts[0].out.stamp, 3);
    EXPECT_EQ(verdicts[1].code, "TW");
    EXPECT_EQ(verdicts[1].in.stamp, 2);
    span.stamps.erase(span.stamps.begin() + 1);
    verdicts = judge(span, presence_rules());  // one stamp between them serves one event
    EXPECT_EQ(verdicts[0].basis_points + verdicts[1].basis_points, 150 + 0);
}

TEST(Judge, ComparesOnTheClockOfThePlace) {  // D21
    Told told;
    told.at("07:20:00").at("16:10:00");
    Stamp& stamp = told.span.stamps.front();
    stamp.zone = Zone::wit;  // 09:20 there
    EXPECT_EQ(told.code(), "TL4");
    EXPECT_EQ(told.verdict().in.minutes, 110);
}

}  // namespace
}  // namespace hadir
