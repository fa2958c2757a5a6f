// The judge: what a civil servant's day was, and why. A pure function of what is known; source of each
// decision: docs/rules.md (D1 to D37). Nothing is found against a person while it could still turn out
// otherwise.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/interval.h"
#include "core/rules.h"
#include "core/time.h"

namespace hadir {

// A check-in as the judge sees it. `id` is carried into the verdict.
struct Stamp {
    enum class Standing : std::uint8_t {
        counts,
        pending,  // a PIN that central has not opened yet (D34)
    };
    std::int64_t id = 0;
    TimeInterval known;          // sure to hold the true time
    Zone zone = Zone::wib;       // of the place where it was made (D21)
    std::optional<Side> chosen;  // by the person, on the screen (D13)
    Standing standing = Standing::counts;
    bool operator==(const Stamp&) const = default;
};

enum class PaperState : std::uint8_t { pending, approved, rejected, withdrawn };

// A request for leave, duty or correction, as it stands.
struct Paper {
    std::int64_t id = 0;
    std::string code;  // of paper_kinds.csv
    DaySpan days;      // a correction: its one day
    // Of duty with hours: local minutes of the day; both or none. An end past midnight is over 1440.
    std::optional<int> from;
    std::optional<int> to;
    // Of a correction: which event, and its time in local seconds from 00:00 of the day.
    std::optional<Side> side;
    std::optional<int> at_s;
    PaperState state = PaperState::pending;
    UnixMs decided;  // of two approved ones the later counts (D22)
};

// A time in which a terminal could not record, as proposed or decided (D12).
struct Outage {
    std::int64_t id = 0;
    TimeInterval span;
    PaperState state = PaperState::pending;
};

// A terminal that serves the person: everything it recorded before `reported` has come.
struct Watermark {
    std::int64_t terminal = 0;
    UnixMs reported;
    std::vector<Outage> outages;
    DaySpan serves{};  // the days on which it serves the person
};

// What holds for a person on one day.
struct Duty {
    LocalDay day;
    std::string plan;                  // of schedules.csv or shifts.csv; empty: nobody has said
    std::optional<std::string> shift;  // of a rostered plan: its shift's name, "OFF", or nothing known
    std::string profile;               // of deductions.csv; empty: nothing is deducted
    Zone zone = Zone::wib;             // of the workplace
};

struct PersonSpan {
    std::vector<Duty> duties;   // consecutive days, ascending
    std::vector<Stamp> stamps;  // any order
    std::vector<Paper> papers;
    std::vector<Watermark>
        terminals;  // every one that serves the person; none: nothing is found against anybody
};

enum class Finding : std::uint8_t {
    none,        // not asked on this day
    on_time,     // TW
    late,        // in
    early,       // out
    unrecorded,  // nothing recorded for this side of a day with a record on the other
    excused,     // by duty with hours or an outage (HD)
    unknown,     // could still turn out otherwise
};

struct SideVerdict {
    Finding finding = Finding::none;
    int minutes = 0;                    // on the clock: late or early (D1, D2)
    int missing = 0;                    // of them outside the break: what counts towards 450 (D4)
    int level = 0;                      // 1 to 4 of TL or PSW; 0: none
    int basis_points = 0;               // deducted for this event
    std::optional<std::int64_t> stamp;  // that was taken
    std::optional<std::int64_t> paper;  // correction, duty or outage that was taken
    bool operator==(const SideVerdict&) const = default;
};

enum class DayKind : std::uint8_t {
    work,
    off,          // OFF
    holiday,      // LN
    joint_leave,  // CBer
    unknown,      // BD for want of data: no schedule, no holiday list, no roster (D10)
};

// One sentence of the why: a rule row, and the key of its template in messages (docs/rules.md) with its
// values.
struct Reason {
    std::string sentence;  // "late", "joint_leave" ...
    std::string rule;      // id of the row; empty: a decision of docs/rules.md that needs none
    std::vector<std::pair<std::string, std::string>> values;
    std::vector<std::int64_t> stamps;
    std::vector<std::int64_t> papers;
    bool operator==(const Reason&) const = default;
};

struct DayVerdict {
    LocalDay day;
    DayKind kind = DayKind::work;
    // TW, TL1 to TL4, PSW1 to PSW4, TL2+PSW1, HD, TK, TH, BD, OFF, LN, CBer, or the print code of the paper.
    std::string code;
    std::optional<WorkHours> hours;  // that were asked for
    SideVerdict in;
    SideVerdict out;
    std::optional<PaperEffect> paper;  // the day is that of a paper: leave, duty, remote work
    // Of the arrival as things stand, whatever may still come: for the figures of a day that is not over.
    Finding so_far = Finding::none;
    int basis_points = 0;            // of the day: both sides, or the day without a record
    std::vector<std::string> marks;  // LUAR_JENDELA HADIR_LIBUR INTERVAL
    std::vector<Reason> why;
    bool operator==(const DayVerdict&) const = default;

    [[nodiscard]] bool counts_as_absence() const { return code == "TK"; }
    [[nodiscard]] bool is_working_day() const;  // in HK
};

// One verdict a duty, in the same order. A stamp serves one event of one day, and goes where it helps the
// person (D7, D13, D23): days whose shifts meet are judged together.
[[nodiscard]] std::vector<DayVerdict> judge(const PersonSpan& span, const PresenceRules& rules);

// How far from a day its verdict may depend on other days: give so many duties more on either side.
constexpr std::chrono::days kJudgeMargin{3};

}  // namespace hadir
