// What absence adds up to, and where it reaches a band of the ladder. Pure; source: docs/rules.md, D20 and
// D24 to D26. What comes out proposes a case: only an official decides on it (core/case_steps.h).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/discipline_rules.h"
#include "core/judge.h"
#include "core/time.h"

namespace hadir {

enum class PersonKind : std::uint8_t { pns, cpns, pppk };
[[nodiscard]] const char* name_of(PersonKind kind);  // "PNS"
[[nodiscard]] std::optional<PersonKind> person_kind_from(std::string_view name);

enum class Presence : std::uint8_t {
    absent,  // TK
    free,    // OFF, LN, CBer: a run of absence goes on behind it
    other,   // whatever else, also TH and BD: ends a run
};

// A day as the counters see it.
struct DisciplineDay {
    LocalDay day;
    PersonKind kind = PersonKind::pns;  // on that day
    Presence presence = Presence::other;
    int missing = 0;  // minutes of late coming and early leaving, without the break (D4)
    bool operator==(const DisciplineDay&) const = default;
};
[[nodiscard]] DisciplineDay discipline_day(const DayVerdict& verdict, PersonKind kind);

// Minutes of one day, or that part of them that went into one converted day.
struct MissingMinutes {
    LocalDay day;
    int minutes = 0;
    bool operator==(const MissingMinutes&) const = default;
};

// A day that counts: a TK day, or one that minutes made full.
struct CountedDay {
    LocalDay day;                      // of a converted one: of the event that completed it (D25)
    std::string conversion;            // id of the row; empty: a TK day
    std::vector<MissingMinutes> from;  // of a converted one; adds up to the row's minutes
    bool operator==(const CountedDay&) const = default;
};

// Of one year under one regime: both ends let what is left over lapse.
struct AbsenceCounter {
    int year = 0;
    std::string regime;
    std::vector<CountedDay> days;           // ascending
    std::vector<MissingMinutes> remainder;  // not yet a day
    bool operator==(const AbsenceCounter&) const = default;

    [[nodiscard]] int count() const { return static_cast<int>(days.size()); }
    [[nodiscard]] int converted() const;
    [[nodiscard]] int remainder_minutes() const;
};

// Consecutive TK days under one regime, free days between them skipped. New Year does not end it.
struct AbsenceRun {
    std::string regime;
    std::vector<LocalDay> days;
    bool operator==(const AbsenceRun&) const = default;
};

// The count reached a band of the ladder: one case is proposed.
struct ThresholdEvent {
    LocalDay day;
    std::string regime;
    CountMode mode = CountMode::year;
    int count = 0;
    std::string threshold;  // id of the row
    std::string article;
    std::vector<std::string> sanctions;   // codes
    std::vector<CountedDay> days;         // that were counted, up to this one: `count` of them
    std::optional<LocalDay> salary_stop;  // of a run: the first day without salary
    bool operator==(const ThresholdEvent&) const = default;
};

struct Absences {
    std::vector<AbsenceCounter> counters;  // that anything was counted in, in the order of their first day
    std::vector<AbsenceRun> runs;
    std::vector<ThresholdEvent> events;  // ascending; of one day that of the year first
    bool operator==(const Absences&) const = default;
};

// Days in any order, each of them once. A day that is missing between two others is not known, so it ends a
// run. Begin early enough: with the first day of the first year that is asked about, and of a run that
// reaches into it.
[[nodiscard]] Absences absences_of(std::span<const DisciplineDay> days, const DisciplineRules& rules);

// The regime that holds for such a person on that day: "PP53", "PP94", "PPPK"; none: empty.
[[nodiscard]] std::string regime_of(PersonKind kind, LocalDay day, const DisciplineRules& rules);

// After data were corrected: the event on which a case that was opened for `basis` still stands; none: its
// basis is gone.
[[nodiscard]] const ThresholdEvent* still_stands(const ThresholdEvent& basis,
                                                 std::span<const ThresholdEvent> now);

}  // namespace hadir
