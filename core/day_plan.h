// What a day asks of a person: a free day, a holiday, hours of work, or nobody knows (D5 to D10 of
// docs/rules.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/judge.h"
#include "core/rules.h"

namespace hadir {

struct DayPlan {
    DayKind kind = DayKind::unknown;
    std::optional<WorkHours> hours;  // of a work day
    RecordRule records;
    bool rostered = false;
    Reason why;
};

[[nodiscard]] DayPlan plan_of(const Duty& duty, const PresenceRules& rules);

// Seconds from 00:00 of the day on its local clock.
struct SecondSpan {
    int first = 0;
    int last = 0;
    [[nodiscard]] bool meets(int from, int to) const { return from <= last && to >= first; }
};
// Of a work day: which stamps can be of it (D7), and outside of which they are marked (D6).
[[nodiscard]] SecondSpan reach_of(const DayPlan& plan);
[[nodiscard]] SecondSpan window_of(const WorkHours& hours);

[[nodiscard]] std::string clock_text(int minute_of_day);  // "07:30"; past midnight "07:00+1"

}  // namespace hadir
