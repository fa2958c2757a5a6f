#include "core/cuts.h"

#include <algorithm>
#include <map>
#include <utility>

namespace hadir {
namespace {

using std::chrono::months;
using std::chrono::year_month;
using std::chrono::year_month_day;

constexpr const char* kAnyProfile = "*";
constexpr const char* kUnpaidLeave = "CLTN";
constexpr std::size_t kLongRun = 10;

year_month month_of(LocalDay day) {
    const year_month_day date(day);
    return date.year() / date.month();
}

bool in_band(int value, int from, const std::optional<int>& to) {
    return from <= value && (!to || value < *to);
}

// The row that the judge took for a deduction: it stands in the why of the day.
std::string row_in_why(const DayVerdict& day, DeductionKind kind, const PresenceRules& rules) {
    for (const Reason& reason : day.why) {
        const auto row = std::ranges::find(rules.deductions, reason.rule, &Deduction::id);
        if (row != rules.deductions.end() && row->kind == kind) return row->id;
    }
    return {};
}

class Adder {
public:
    void add(CutPart part) {
        if (part.basis_points == 0) return;
        cut_.basis_points += part.basis_points;
        cut_.parts.push_back(std::move(part));
    }
    [[nodiscard]] Cut finish() {
        const int over = cut_.basis_points - kWholeAllowance;
        if (over > 0) add({CutKind::cap, -over, {}, {}, 0});
        return std::move(cut_);
    }

private:
    Cut cut_;
};

void add_days(const Month& month, const PresenceRules& rules, Adder& cut) {
    for (const CutDay& known : month.days) {
        const DayVerdict& day = known.verdict;
        if (day.basis_points == 0) continue;  // of BD also where one side is known
        const auto of_side = [&](CutKind kind, DeductionKind row, const SideVerdict& side) {
            cut.add({kind, side.basis_points, row_in_why(day, row, rules), {day.day}, side.minutes});
        };
        of_side(CutKind::late, DeductionKind::late, day.in);
        of_side(CutKind::early, DeductionKind::early, day.out);
        const int whole = day.basis_points - day.in.basis_points - day.out.basis_points;
        const std::string row = row_in_why(day, DeductionKind::absent_day, rules);
        cut.add({CutKind::absent_day, whole, row, {day.day}, 0});
    }
}

// The minutes of one profile in the month, and the days that they are of.
struct MonthSum {
    int minutes = 0;
    std::vector<LocalDay> days;
};

// One band for the sum (D17). Unrecorded events have no minutes here: the judge has deducted them by
// themselves.
void add_month_sums(const Month& month, const PresenceRules& rules, Adder& cut) {
    std::map<std::pair<std::string, DeductionKind>, MonthSum> sums;
    for (const CutDay& known : month.days) {
        const DayVerdict& day = known.verdict;
        if (day.code == "BD") continue;
        const auto sum_up = [&](DeductionKind kind, const SideVerdict& side, Finding finding) {
            if (side.finding != finding || side.minutes == 0) return;
            MonthSum& sum = sums[{known.profile, kind}];
            sum.minutes += side.minutes;
            sum.days.push_back(day.day);
        };
        sum_up(DeductionKind::late, day.in, Finding::late);
        sum_up(DeductionKind::early, day.out, Finding::early);
    }
    for (const auto& entry : sums) {
        const std::string& profile = entry.first.first;
        const DeductionKind kind = entry.first.second;
        const MonthSum& sum = entry.second;
        // The event is the last of them: it made the sum what it is.
        const auto row = std::ranges::find_if(rules.deductions, [&](const Deduction& known) {
            return known.profile == profile && known.kind == kind && known.scope == DeductionScope::month &&
                   known.valid.holds(sum.days.back()) && in_band(sum.minutes, known.from, known.to);
        });
        if (row == rules.deductions.end()) continue;
        const CutKind part = kind == DeductionKind::late ? CutKind::late_in_month : CutKind::early_in_month;
        cut.add({part, row->basis_points, row->id, sum.days, sum.minutes});
    }
}

std::string profile_on(const Month& month, LocalDay day) {
    const auto found =
        std::ranges::find(month.days, day, [](const CutDay& known) { return known.verdict.day; });
    return found == month.days.end() ? std::string() : found->profile;
}

void add_long_runs(const Month& month, const PresenceRules& rules, Adder& cut) {
    for (const AbsenceRun& run : month.runs) {
        if (run.days.size() < kLongRun || month_of(run.days[kLongRun - 1]) != month.month) continue;
        const LocalDay tenth = run.days[kLongRun - 1];
        const std::string profile = profile_on(month, tenth);
        const auto row = std::ranges::find_if(rules.deductions, [&](const Deduction& known) {
            return known.profile == profile && known.kind == DeductionKind::absent_10 &&
                   known.valid.holds(tenth);
        });
        if (row == rules.deductions.end()) continue;
        const std::vector<LocalDay> days(run.days.begin(), run.days.begin() + kLongRun);
        cut.add({CutKind::absent_10, row->basis_points, row->id, days, 0});
    }
}

// From 1. A month of a spell that begins on the 31st ends where a shorter month ends.
int month_of_spell(LocalDay first, LocalDay day) {
    const year_month_day begin(first);
    int number = 1;
    const auto starts = [&](int months_later) {
        const year_month later = month_of(first) + months(months_later);
        const LocalDay same(year_month_day(later / begin.day()));
        const LocalDay last(later / std::chrono::last);
        return std::min(same, last);
    };
    while (starts(number) <= day)
        ++number;
    return number;
}

struct Unpaid {
    int percent = 0;
    std::string rule;
};

// Days and months of a spell may both have a row for it: then the one that pays more.
Unpaid unpaid_of(const CutDay& day, const PresenceRules& rules) {
    const auto& [leave, first] = *day.leave;
    const LocalDay on = day.verdict.day;
    const int nth_day = static_cast<int>((on - first).count()) + 1;
    const int nth_month = month_of_spell(first, on);
    const LeavePay* best = nullptr;
    for (const LeavePay& row : rules.leave_pay) {
        if (row.profile != day.profile || row.leave != leave || !row.valid.holds(on)) continue;
        const int nth = row.unit == PayUnit::day ? nth_day : nth_month;
        if (nth < row.from || (row.to && nth > *row.to)) continue;
        if (best == nullptr || row.percent > best->percent) best = &row;
    }
    if (best != nullptr) return {100 - best->percent, best->id};
    return {leave == kUnpaidLeave && !day.profile.empty() ? 100 : 0, {}};
}

// (100 - percent)/HK a day. Floored once over the month, so each part is what it adds to the floored sum.
void add_leave(const Month& month, const PresenceRules& rules, Adder& cut) {
    const auto is_work = [](const CutDay& day) { return day.verdict.kind == DayKind::work; };
    const int working_days = static_cast<int>(std::ranges::count_if(month.days, is_work));
    if (working_days == 0) return;
    std::map<std::string, std::pair<int, std::vector<LocalDay>>> by_row;
    for (const CutDay& day : month.days) {
        if (!is_work(day) || !day.leave) continue;
        const auto [percent, rule] = unpaid_of(day, rules);
        if (percent == 0) continue;
        auto& [sum, days] = by_row[rule];
        sum += percent;
        days.push_back(day.verdict.day);
    }
    int percents = 0;
    int so_far = 0;
    for (auto& [rule, unpaid] : by_row) {
        percents += unpaid.first;
        const int floored = percents * 100 / working_days;
        cut.add({CutKind::leave, floored - so_far, rule, std::move(unpaid.second), 0});
        so_far = floored;
    }
}

// A profile's own row comes before one of all profiles.
const SanctionCut* row_of(const SanctionInForce& sanction, const std::string& profile,
                          const DisciplineRules& rules) {
    const SanctionCut* found = nullptr;
    for (const SanctionCut& row : rules.sanction_cuts) {
        if (row.regime != sanction.regime || row.sanction != sanction.sanction) continue;
        if (!row.valid.holds(sanction.day)) continue;
        if (row.profile == profile) return &row;
        if (row.profile == kAnyProfile) found = &row;
    }
    return found;
}

// From the month after it is in force on.
bool cuts_in(year_month month, const SanctionInForce& sanction, const SanctionCut& row) {
    const auto since = (month - month_of(sanction.day)).count();
    if (since < 1) return false;
    return row.months > 0 ? since <= row.months : !sanction.until || month <= month_of(*sanction.until);
}

// Of several only the highest counts (D19), by the profile with which the month began.
void add_sanctions(const Month& month, const DisciplineRules& rules, Adder& cut) {
    if (month.days.empty() || month.days.front().profile.empty()) return;
    CutPart highest{CutKind::sanction, 0, {}, {}, 0};
    for (const SanctionInForce& sanction : month.sanctions) {
        const SanctionCut* row = row_of(sanction, month.days.front().profile, rules);
        if (row == nullptr) continue;
        if (!cuts_in(month.month, sanction, *row) || row->percent * 100 <= highest.basis_points) continue;
        highest.basis_points = row->percent * 100;
        highest.rule = row->id;
        highest.days = {sanction.day};
    }
    cut.add(std::move(highest));
}

}  // namespace

const char* name_of(CutKind kind) {
    switch (kind) {
        case CutKind::late:
            return "late";
        case CutKind::early:
            return "early";
        case CutKind::absent_day:
            return "absent_day";
        case CutKind::late_in_month:
            return "late_in_month";
        case CutKind::early_in_month:
            return "early_in_month";
        case CutKind::absent_10:
            return "absent_10";
        case CutKind::leave:
            return "leave";
        case CutKind::sanction:
            return "sanction";
        case CutKind::cap:
            return "cap";
    }
    return "late";
}

Cut cut_of(const Month& month, const PresenceRules& presence, const DisciplineRules& discipline) {
    Adder cut;
    add_days(month, presence, cut);
    add_month_sums(month, presence, cut);
    add_long_runs(month, presence, cut);
    add_leave(month, presence, cut);
    add_sanctions(month, discipline, cut);
    return cut.finish();
}

}  // namespace hadir
