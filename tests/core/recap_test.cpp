#include "core/recap.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/core/ladders.h"

namespace hadir {
namespace {

DayVerdict verdict(const char* code, DayKind kind = DayKind::work) {
    DayVerdict day;
    day.kind = kind;
    day.code = code;
    return day;
}

SideVerdict side(Finding finding, int minutes, int missing, int level) {
    SideVerdict made;
    made.finding = finding;
    made.minutes = minutes;
    made.missing = missing;
    made.level = level;
    return made;
}

DayVerdict with(DayVerdict day, SideVerdict in, SideVerdict out) {
    day.in = in;
    day.out = out;
    return day;
}

const SideVerdict kOnTime = side(Finding::on_time, 0, 0, 0);

TEST(Recap, CountsEveryKindOfDay) {
    const auto both =
        with(verdict("TL2+PSW1"), side(Finding::late, 40, 40, 2), side(Finding::early, 30, 20, 1));
    const std::vector<DayVerdict> month{
        with(verdict("TW"), kOnTime, kOnTime),
        with(verdict("HD"), side(Finding::excused, 0, 0, 0), kOnTime),
        with(verdict("TL4"), side(Finding::unrecorded, 0, 0, 4), kOnTime),
        both,
        verdict("TK"),
        verdict("TH"),
        with(verdict("BD"), side(Finding::late, 10, 10, 1), side(Finding::unknown, 0, 0, 0)),
        verdict("CT"),
        verdict("CT"),
        verdict("TL"),  // duty outside, not lateness
        with(verdict("WFA+PSW1"), kOnTime, side(Finding::early, 5, 5, 1)),
        verdict("OFF", DayKind::off),
        verdict("LN", DayKind::holiday),
        verdict("CBer", DayKind::joint_leave),
        verdict("BD", DayKind::unknown),
    };
    const Recap recap = recap_of(month);
    EXPECT_EQ(recap.days, 15);
    EXPECT_EQ(recap.working_days, 11);
    EXPECT_EQ(recap.present, 4);
    EXPECT_EQ(recap.on_time, 2);
    EXPECT_EQ(recap.late, 2);
    EXPECT_EQ(recap.early, 1);
    EXPECT_EQ(recap.late_and_early, 1);
    EXPECT_EQ(recap.late_levels, (std::array{0, 1, 0, 1}));
    EXPECT_EQ(recap.early_levels, (std::array{2, 0, 0, 0}));
    EXPECT_EQ(recap.unrecorded, 1);
    EXPECT_EQ(recap.absent, 1);
    EXPECT_EQ(recap.not_present, 1);
    EXPECT_EQ(recap.unknown, 1);
    EXPECT_EQ(recap.papers, (std::map<std::string, int>{{"CT", 2}, {"TL", 1}, {"WFA", 1}}));
    EXPECT_EQ(recap.off + recap.holidays + recap.joint_leave + recap.unscheduled, 4);
    EXPECT_EQ(recap.missing_late, 40);
    EXPECT_EQ(recap.missing_early, 25);
    EXPECT_EQ(recap.missing(), 65);
}

DayVerdict any_day() {
    const auto kind = *rc::gen::element(DayKind::work, DayKind::work, DayKind::work, DayKind::off,
                                        DayKind::holiday, DayKind::joint_leave, DayKind::unknown);
    const int late = *rc::gen::inRange(0, 5);
    const int early = *rc::gen::inRange(0, 5);
    std::string code = late > 0 ? "TL" + std::to_string(late) : "";
    if (early > 0) code += (code.empty() ? "PSW" : "+PSW") + std::to_string(early);
    if (code.empty())
        code = *rc::gen::element<std::string>("TW", "HD", "TK", "TH", "BD", "CT", "CS", "TL", "WFH");
    return with(verdict(code.c_str(), kind), side(Finding::late, 0, *rc::gen::inRange(0, 90), late),
                side(Finding::early, 0, *rc::gen::inRange(0, 90), early));
}

RC_GTEST_PROP(Recap, PartsAddUp, ()) {
    std::vector<DayVerdict> days;
    const int length = *rc::gen::inRange(0, 32);
    for (int i = 0; i < length; ++i)
        days.push_back(any_day());
    const Recap recap = recap_of(days);
    int papers = 0;
    for (const auto& [code, count] : recap.papers)
        papers += count;
    RC_ASSERT(recap.days ==
              recap.working_days + recap.off + recap.holidays + recap.joint_leave + recap.unscheduled);
    RC_ASSERT(recap.working_days ==
              recap.present + recap.absent + recap.not_present + recap.unknown + papers);
    RC_ASSERT(recap.present == recap.on_time + recap.late + recap.early - recap.late_and_early);

    // Of two halves together as of the whole.
    const auto half = static_cast<std::ptrdiff_t>(days.size() / 2);
    Recap sum = recap_of(std::vector(days.begin(), days.begin() + half));
    sum += recap_of(std::vector(days.begin() + half, days.end()));
    RC_ASSERT(sum == recap);
}

}  // namespace
}  // namespace hadir
