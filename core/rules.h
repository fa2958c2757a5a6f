// Rules of presence and discipline as dated rows (docs/rules.md). Nothing here is chosen by today's date:
// every row is asked for by the day of the event that it judges. Rows are read from config/rules by rules/.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace hadir {

// Both ends belong to it; no last: open.
struct DaySpan {
    LocalDay first;
    std::optional<LocalDay> last;
    bool operator==(const DaySpan&) const = default;
    [[nodiscard]] bool holds(LocalDay day) const { return first <= day && (!last || day <= *last); }
};

// How sure we are that the law says so. What is `memory` or `example` is shown as such to officers.
enum class Confidence : std::uint8_t {
    read,      // in the source that is named
    computed,  // from values that were read
    inferred,
    decided,  // by Hadir, where sources are silent (D1 to D37 of docs/rules.md)
    memory,   // to be checked against the law before it is used on real people
    example,  // of the demo
};
[[nodiscard]] const char* name_of(Confidence confidence);
[[nodiscard]] std::optional<Confidence> confidence_from(std::string_view name);

// What every row has. `id` names it for ever: `<file>/<keys>@<valid_from>`, such as
// `schedules/BTN-5/BTN-REG/5@2019-01-01`.
struct Rule {
    std::string id;
    DaySpan valid;
    std::string source;
    Confidence confidence = Confidence::decided;
};

// Minutes from 00:00 of the day on which the work starts, on the local clock; an end past midnight is over
// 1440.
struct WorkHours {
    int start = 0;
    int end = 0;
    int break_from = 0;  // equal to break_to: no break, or one that nobody has read
    int break_to = 0;
    bool operator==(const WorkHours&) const = default;
    [[nodiscard]] int middle() const { return (start + end) / 2; }
};

// schedules.csv: a weekday of a plan. `plan` is what people are assigned to (BTN-5), `name` how the source
// calls the row (BTN-REG, BTN-RAM-1446-5). Rows of Ramadan hold in a period of it alone, the others outside
// alone.
struct ScheduleRow : Rule {
    std::string plan;
    std::string name;
    bool ramadan = false;
    std::uint8_t weekdays = 0;       // bit 0: Monday, bit 6: Sunday
    std::optional<WorkHours> hours;  // none: a free day
};

// shifts.csv: plans with rows here are rostered: each person's roster names the shift of each day.
struct ShiftRow : Rule {
    std::string plan;
    std::string shift;
    WorkHours hours;
};

enum class HolidayKind : std::uint8_t { national, joint_leave, regional };  // LN, CB, REG

// holidays.csv, and what BKD adds later.
struct Holiday : Rule {
    LocalDay day;
    HolidayKind kind = HolidayKind::national;
    std::string name;
};

// ramadan.csv.
struct RamadanPeriod : Rule {
    std::string year;  // of the Hijra: "1446"
};

enum class RecordPolicy : std::uint8_t { first, last };

// record_rules.csv; plan "*" holds for plans without a row of their own.
struct RecordRule : Rule {
    std::string plan;
    int late_after_s = 59;  // a check-in is late when it is more than this behind the start (D1, D2)
    int flex_min = 0;       // arriving up to so much early or late shifts the end by as much (D37)
    RecordPolicy check_in = RecordPolicy::first;
    RecordPolicy check_out = RecordPolicy::last;
    int nonrecord_minutes = 0;  // of a missing check-in or check-out (D3)
};

enum class Side : std::uint8_t { in, out };

// day_bands.csv: TL1 to TL4 and PSW1 to PSW4 of the recap. Minutes in [from, to); no `to`: open.
struct DayBand : Rule {
    Side side = Side::in;
    int level = 1;  // 1 to 4
    int from = 1;
    std::optional<int> to;
};

enum class DeductionKind : std::uint8_t { late, early, absent_day, absent_10 };
enum class DeductionScope : std::uint8_t { event, month };

// deductions.csv: basis points of a month's allowance (1 % = 100).
struct Deduction : Rule {
    std::string profile;
    std::string label;  // as the source prints it: TL1
    DeductionKind kind = DeductionKind::late;
    int from = 0;           // minutes; of late and early alone
    std::optional<int> to;  // open
    int basis_points = 0;
    DeductionScope scope = DeductionScope::event;
};

enum class PayUnit : std::uint8_t { day, month };

// leave_pay.csv: percent of the allowance in the n-th calendar day or month of a spell (D18). Where a row of
// days and one of months meet, the one that pays more counts. Behind the last row nothing is deducted (D35).
struct LeavePay : Rule {
    std::string profile;
    std::string leave;
    PayUnit unit = PayUnit::day;
    int from = 1;           // first day or month of the spell, from 1
    std::optional<int> to;  // the last one; none: open
    int percent = 100;
};

// What a paper of that kind does to a day.
enum class PaperEffect : std::uint8_t {
    leave,       // a free day in the recap: excused, not present
    duty,        // present elsewhere: stands for the whole day or its hours
    remote,      // works elsewhere: stands for being on time (D15)
    correction,  // gives one event another time (D33)
};

// paper_kinds.csv: leave, duty and correction codes. `code` is ours and clashes with no other; `print` is the
// recap's.
struct PaperKind : Rule {
    std::string code;
    std::string print;
    PaperEffect effect = PaperEffect::leave;
    std::string text_id;
    std::string text_en;
    std::string limit;  // of the entitlement, in words of the source; for people who decide
};

// Everything the judge of a day asks.
struct PresenceRules {
    std::vector<ScheduleRow> schedules;
    std::vector<ShiftRow> shifts;
    std::vector<Holiday> holidays;
    std::vector<RamadanPeriod> ramadan;
    std::vector<RecordRule> record_rules;
    std::vector<DayBand> day_bands;
    std::vector<Deduction> deductions;
    std::vector<LeavePay> leave_pay;
    std::vector<PaperKind> paper_kinds;
};

}  // namespace hadir
