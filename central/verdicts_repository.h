// The projection of verdicts: what each person's day was held to be, now and before. Use inside
// Database::read or
// ::transaction.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/opd_scope.h"
#include "core/bytes.h"
#include "core/judge.h"

namespace hadir::central {

[[nodiscard]] const char* name_of(Finding finding);
[[nodiscard]] Finding finding_from(std::string_view name);
[[nodiscard]] const char* name_of(DayKind kind);
[[nodiscard]] DayKind day_kind_from(std::string_view name);
[[nodiscard]] const char* name_of(PaperEffect effect);
[[nodiscard]] std::optional<PaperEffect> paper_effect_from(std::string_view name);

struct StoredVerdict {
    PersonId person;
    std::string opd;  // where the person works on that day
    std::string office;
    DayVerdict verdict;   // its hours are in the why alone
    std::string profile;  // of deductions
    std::string rules;    // the rule book's digest
    UnixMs judged;
    std::string cause;
};

// What a day was held to be before.
struct OldVerdict {
    std::string code;
    int basis_points = 0;
    std::vector<Reason> why;
    std::string rules;
    UnixMs judged;
    UnixMs replaced;
    std::string cause;  // what had it judged again
};

// People of an OPD by what their day is; the parts add up to `people`.
struct OpdFigures {
    std::string opd;
    std::int64_t people = 0;
    std::int64_t on_time = 0;
    std::int64_t late = 0;  // or left early, or one side not recorded
    std::int64_t duty = 0;  // elsewhere: duty, remote work
    std::int64_t leave = 0;
    std::int64_t absent = 0;   // TK: only ever when all terminals have reported
    std::int64_t pending = 0;  // TH
    std::int64_t unknown = 0;  // nothing recorded yet, and not all terminals have reported
    std::int64_t free = 0;     // a day without work
};

// What a person's day is in those figures: exactly one of them, in this order.
enum class DayPart : std::uint8_t { on_time, late, duty, leave, absent, pending, unknown, free };
[[nodiscard]] const char* name_of(DayPart part);
[[nodiscard]] std::optional<DayPart> day_part_from(std::string_view name);
// Of a row of `verdicts v`: the number of its part. A day that is not over counts by its arrival so far.
[[nodiscard]] const char* day_part_sql();

class VerdictsRepository {
public:
    explicit VerdictsRepository(const Database& database)
        : sql_(database.sql()) {}  // not longer than its database

    // Of one person, by day. Only what differs is written, and the old one kept where something had been
    // found. The number of days that changed.
    std::size_t put(const std::vector<StoredVerdict>& verdicts);
    std::optional<StoredVerdict> find(const PersonId& person, LocalDay day);
    std::vector<OldVerdict> before(const PersonId& person, LocalDay day);               // newest first
    std::vector<StoredVerdict> of_person(const PersonId& person, const DaySpan& days);  // by day
    std::vector<StoredVerdict> of_days(const DaySpan& days, const OpdScope& scope);     // by person and day
    std::vector<OpdFigures> by_opd(const std::string& day, const OpdScope& scope);
    std::optional<LocalDay> newest_day();
    // Of the part that is asked for, or of all; by person.
    std::vector<StoredVerdict> of_part(LocalDay day, const std::optional<DayPart>& part,
                                       const OpdScope& scope, const std::string& after_person, int limit);
    // Everything, to be judged again from nothing; what was replaced before stays.
    void clear(const DaySpan& days);

private:
    void keep(const StoredVerdict& old, const StoredVerdict& by);
    void write(const StoredVerdict& verdict);

    struct Writer;  // one prepared statement for many rows
    soci::session& sql_;
    std::shared_ptr<Writer> writer_;
};

// A why as it is kept and sent: [[sentence, rule, {values}, [records], [papers]], ...].
[[nodiscard]] std::string write_why(const std::vector<Reason>& why);
[[nodiscard]] std::vector<Reason> read_why(std::string_view json);

}  // namespace hadir::central
