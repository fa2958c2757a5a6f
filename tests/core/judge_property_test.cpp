// What must hold of every verdict, whatever was stamped.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "core/judge.h"
#include "tests/core/presence_rules.h"

namespace hadir {
namespace {

constexpr const char* kFirstDay = "2026-11-23";
constexpr int kDays = 4;  // Monday to Thursday

// Minutes around the limits come more often than others.
rc::Gen<int> some_second() {
    return rc::gen::oneOf(
        rc::gen::inRange(0, kDays * 86'400),
        rc::gen::map(rc::gen::pair(rc::gen::inRange(0, kDays), rc::gen::inRange(26'900, 27'200)),
                     [](const auto& at) { return at.first * 86'400 + at.second; }),
        rc::gen::map(rc::gen::pair(rc::gen::inRange(0, kDays), rc::gen::inRange(57'400, 57'700)),
                     [](const auto& at) { return at.first * 86'400 + at.second; }));
}

Stamp some_stamp() {
    Stamp stamp;
    const UnixMs from = local(kFirstDay, "00:00:00") + std::chrono::seconds(*some_second());
    const int width = *rc::gen::oneOf(rc::gen::just(0), rc::gen::inRange(0, 7200));
    stamp.known = {from, from + std::chrono::seconds(width)};
    stamp.chosen = *rc::gen::element(std::optional<Side>{}, std::optional<Side>{}, std::optional(Side::in),
                                     std::optional(Side::out));
    return stamp;
}

PersonSpan some_span(const char* plan) {
    PersonSpan span;
    for (int i = 0; i < kDays; ++i) {
        Duty duty;
        duty.day = day_of(kFirstDay) + std::chrono::days(i);
        duty.plan = plan;
        duty.profile = "P";
        duty.shift = *rc::gen::element<std::string>("PAGI", "SIANG", "MALAM", "OFF");
        span.duties.push_back(duty);
    }
    const int count = *rc::gen::inRange(0, 6);
    for (int i = 0; i < count; ++i) {
        span.stamps.push_back(some_stamp());
        span.stamps.back().id = i + 1;
    }
    span.terminals = {{1, local("2027-06-01", "00:00:00"), {}}};
    return span;
}

PersonSpan one_day(PersonSpan span) {
    span.duties.resize(1);
    return span;
}

int rank_of(const DayVerdict& verdict) {
    if (verdict.code == "TK") return 100;
    return verdict.in.level + verdict.out.level;
}

struct Weight {
    int absences = 0;
    int basis_points = 0;
    int rank = 0;
};
Weight weight_of(const std::vector<DayVerdict>& verdicts) {
    Weight sum;
    for (const DayVerdict& verdict : verdicts) {
        sum.absences += verdict.code == "TK" ? 1 : 0;
        sum.basis_points += verdict.basis_points;
        sum.rank += rank_of(verdict);
    }
    return sum;
}

RC_GTEST_PROP(JudgeProperty, OrderOfArrivalChangesNothing, ()) {
    PersonSpan span = some_span(*rc::gen::element("FIVE", "SHIFTS"));
    const auto before = judge(span, presence_rules());
    std::ranges::reverse(span.stamps);
    RC_ASSERT(judge(span, presence_rules()) == before);
    const auto turn =
        *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(span.stamps.size()) + 1);
    std::ranges::rotate(span.stamps, span.stamps.begin() + turn);
    RC_ASSERT(judge(span, presence_rules()) == before);
}

RC_GTEST_PROP(JudgeProperty, MorePresenceNeverWorsensADay, ()) {  // D36
    PersonSpan span = one_day(some_span("FIVE"));
    const auto before = weight_of(judge(span, presence_rules()));
    span.stamps.push_back(some_stamp());
    span.stamps.back().id = 99;
    const auto after = weight_of(judge(span, presence_rules()));
    RC_ASSERT(after.basis_points <= before.basis_points);
    RC_ASSERT(after.rank <= before.rank);
}

RC_GTEST_PROP(JudgeProperty, MorePresenceNeverWorsensShiftsThatMeet, ()) {
    PersonSpan span = some_span("SHIFTS");
    const auto before = weight_of(judge(span, presence_rules()));
    span.stamps.push_back(some_stamp());
    span.stamps.back().id = 99;
    const auto after = weight_of(judge(span, presence_rules()));
    // A day of absence weighs more than what is deducted elsewhere.
    RC_ASSERT(std::pair(after.absences, after.basis_points) <=
              std::pair(before.absences, before.basis_points));
}

RC_GTEST_PROP(JudgeProperty, WideningAnIntervalNeverWorsens, ()) {
    PersonSpan span = one_day(some_span(*rc::gen::element("FIVE", "SHIFTS")));
    RC_PRE(!span.stamps.empty());
    const auto before = weight_of(judge(span, presence_rules()));
    Stamp& stamp = span.stamps[*rc::gen::inRange<std::size_t>(0, span.stamps.size())];
    stamp.known.earliest = stamp.known.earliest + -std::chrono::seconds(*rc::gen::inRange(0, 9000));
    stamp.known.latest = stamp.known.latest + std::chrono::seconds(*rc::gen::inRange(0, 9000));
    const auto after = weight_of(judge(span, presence_rules()));
    RC_ASSERT(after.basis_points <= before.basis_points);
    RC_ASSERT(after.rank <= before.rank);
}

RC_GTEST_PROP(JudgeProperty, NothingIsFoundWhileATerminalIsSilent, ()) {  // D11
    PersonSpan span = some_span(*rc::gen::element("FIVE", "SHIFTS"));
    span.terminals.push_back({2, local(kFirstDay, "00:00:00"), {}});
    for (const DayVerdict& verdict : judge(span, presence_rules())) {
        RC_ASSERT(verdict.basis_points == 0);
        RC_ASSERT(rank_of(verdict) == 0);
    }
}

RC_GTEST_PROP(JudgeProperty, PartsAddUp, ()) {
    for (const DayVerdict& verdict :
         judge(some_span(*rc::gen::element("FIVE", "SHIFTS")), presence_rules())) {
        if (verdict.code != "TK")
            RC_ASSERT(verdict.basis_points == verdict.in.basis_points + verdict.out.basis_points);
        RC_ASSERT(verdict.in.missing <= verdict.in.minutes);
        RC_ASSERT(verdict.out.missing <= verdict.out.minutes);
        RC_ASSERT(!verdict.why.empty());
    }
}

}  // namespace
}  // namespace hadir
