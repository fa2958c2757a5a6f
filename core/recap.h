// A person's month in figures: the recap. Pure. Parts add up: of the days to their number, of HK to HK.
#pragma once

#include <array>
#include <map>
#include <span>
#include <string>

#include "core/judge.h"

namespace hadir {

struct Recap {
    int days = 0;  // HK + off + holidays + joint_leave + unscheduled

    int working_days = 0;               // HK = present + absent + not_present + unknown + the papers
    int present = 0;                    // HD = on_time + late + early - late_and_early
    int absent = 0;                     // TK
    int not_present = 0;                // TH
    int unknown = 0;                    // BD
    std::map<std::string, int> papers;  // by print code: CT, DL, WFA ...

    int off = 0;
    int holidays = 0;     // LN
    int joint_leave = 0;  // CBer
    int unscheduled = 0;  // BD of a day of which nobody has said whether it is worked (D10)

    // Of the present days.
    int on_time = 0;  // TW: neither late nor early, also what duty or an outage excuses
    int late = 0;     // HT: all of TL
    int early = 0;    // all of PSW
    int late_and_early = 0;

    // Of all working days: a day of remote work may be late, too.
    std::array<int, 4> late_levels{};   // TL1 to TL4
    std::array<int, 4> early_levels{};  // PSW1 to PSW4
    int unrecorded = 0;                 // check-ins and check-outs
    int missing_late = 0;               // KJK HT, minutes
    int missing_early = 0;              // KJK PC

    bool operator==(const Recap&) const = default;

    [[nodiscard]] int missing() const { return missing_late + missing_early; }  // KJK
    Recap& operator+=(const Recap& other);  // people of an OPD, months of a year
};

[[nodiscard]] Recap recap_of(std::span<const DayVerdict> days);

}  // namespace hadir
