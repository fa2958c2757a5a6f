// What papers, outages and the terminals' reports mean for one day.
#pragma once

#include <optional>
#include <vector>

#include "core/day_findings.h"
#include "core/judge.h"

namespace hadir {

struct DayPapers {
    std::optional<Paper> whole_day;  // approved: it outweighs the day's stamps (D22)
    const PaperKind* whole_day_kind = nullptr;
    std::optional<Paper> pending;    // any request that nobody has decided
    std::vector<Paper> corrections;  // approved, the latest of each side
    std::vector<Excuse> excuses;     // approved
    std::vector<Excuse> undecided;   // outages that may yet excuse
};
[[nodiscard]] DayPapers papers_of(const Duty& duty, const PersonSpan& span, const PresenceRules& rules);

// Whether everything that could speak for the person has come, up to the end of the day's window (D11).
struct DayReports {
    bool served = false;                 // by a terminal at all
    std::optional<std::int64_t> silent;  // one that has yet to report, and of whose outage nobody has decided
    UnixMs until;                        // the end of the window

    [[nodiscard]] bool complete() const { return served && !silent; }
};
[[nodiscard]] DayReports reports_of(const Duty& duty, const WorkHours& hours, const PersonSpan& span);

}  // namespace hadir
