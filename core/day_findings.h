// What one day's stamps say for themselves, before it is asked whether more could still come.
#pragma once

#include <optional>
#include <vector>

#include "core/day_plan.h"
#include "core/judge.h"
#include "core/rules.h"

namespace hadir {

// A stamp on the clock of one day: milliseconds from its 00:00, where the stamp was made (D21).
struct Seen {
    const Stamp* stamp = nullptr;
    std::int64_t earliest_ms = 0;
    std::int64_t latest_ms = 0;
};
[[nodiscard]] bool meets(const SecondSpan& span, const Seen& seen);
[[nodiscard]] Seen seen_on(LocalDay day, const Stamp& stamp);

// Time for which a person is excused: by duty with hours, or by an outage (D12).
struct Excuse {
    SecondSpan span;
    std::int64_t id = 0;
    bool outage = false;
};

// One day of work, without its stamps. The rules outlive it.
struct DayCase {
    const Duty* duty = nullptr;
    const PresenceRules* rules = nullptr;
    DayPlan plan;
    std::vector<Paper> corrections;  // approved ones, at most one a side
    std::vector<Excuse> excuses;
    bool papered = false;  // a paper stands for the whole day: it asks for no stamp (D22)
};

struct DayFindings {
    bool present = false;  // something speaks for it: a stamp, a correction, an excuse
    SideVerdict in;
    SideVerdict out;
    int basis_points = 0;
    std::optional<int> flexible_end;
};

[[nodiscard]] DayFindings findings_of(const DayCase& day, const std::vector<Seen>& stamps);
// The event of the day that is nearest to the middle of the stamp's interval; at the middle of the shift a
// check-out (D13).
struct Nearest {
    Side side = Side::in;
    std::int64_t distance_ms = 0;
};
[[nodiscard]] Nearest nearest_event(const DayCase& day, const Seen& seen);
// Read plainly, and not for the person: a check-in at its latest, a check-out at its earliest moment.
[[nodiscard]] Seen read_plainly(const Seen& seen, Side side);

// How much days weigh against the person, the heaviest first: less is better. Of two that weigh the same, the
// one whose stamps are nearer to their events.
struct Harm {
    int absences = 0;
    int basis_points = 0;
    int levels = 0;
    int missing = 0;
    std::int64_t distance_ms = 0;
    auto operator<=>(const Harm&) const = default;
    Harm& operator+=(const Harm& other);
};
[[nodiscard]] Harm harm_of(const DayFindings& findings);

[[nodiscard]] bool is_against(Finding finding);
// The row that takes from a profile's allowance for so many minutes; with none, the highest band (D3).
[[nodiscard]] const Deduction* deduction_for(const DayCase& day, DeductionKind kind,
                                             std::optional<int> minutes);

}  // namespace hadir
