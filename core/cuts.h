// What a month takes off a person's allowance, in basis points of it, each part with the row that says so.
// Pure; source: docs/rules.md, D17 to D19 and D35.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/discipline.h"
#include "core/discipline_rules.h"
#include "core/judge.h"
#include "core/rules.h"

namespace hadir {

constexpr int kWholeAllowance = 10'000;

// Of a day on leave, as its paper says.
struct LeaveDay {
    std::string leave;  // code of paper_kinds.csv
    LocalDay first;     // of the spell: papers of one leave without a gap are one spell
    bool operator==(const LeaveDay&) const = default;
};

struct CutDay {
    DayVerdict verdict;   // basis points of late and early in a profile of scope `month` are 0 there (D17)
    std::string profile;  // on that day; empty: nothing is deducted
    std::optional<LeaveDay> leave;  // of a working day that the verdict gives to leave
};

struct SanctionInForce {
    std::string regime;
    std::string sanction;           // code
    LocalDay day;                   // BERLAKU
    std::optional<LocalDay> until;  // its last day, where the row has no months: as long as it lasts
};

struct Month {
    std::chrono::year_month month;
    std::vector<CutDay> days;      // of this month alone, ascending; their HK is the one that D18 divides by
    std::vector<AbsenceRun> runs;  // that touch it
    std::vector<SanctionInForce> sanctions;  // also of earlier months
};

enum class CutKind : std::uint8_t {
    late,
    early,
    absent_day,
    late_in_month,  // the band of the month's sum
    early_in_month,
    absent_10,
    leave,
    sanction,
    cap,  // what is over the whole allowance, below zero
};
[[nodiscard]] const char* name_of(CutKind kind);

struct CutPart {
    CutKind kind = CutKind::late;
    int basis_points = 0;
    std::string rule;            // id of the row; empty: D18 and D19 themselves
    std::vector<LocalDay> days;  // that it is about; of a sanction the day of BERLAKU
    int minutes = 0;             // of late and early
    bool operator==(const CutPart&) const = default;
};

struct Cut {
    int basis_points = 0;  // 0 to 10.000; the sum of the parts
    std::vector<CutPart> parts;
    bool operator==(const Cut&) const = default;
};

[[nodiscard]] Cut cut_of(const Month& month, const PresenceRules& presence,
                         const DisciplineRules& discipline);

}  // namespace hadir
