#include "rules/references.h"

#include <fmt/format.h>

#include <set>

namespace hadir::rules {
namespace {

using Names = std::set<std::string, std::less<>>;

template <class R, class Name>
Names names_of(const Table<R>& table, Name name) {
    Names names;
    for (const auto& listed : table)
        names.insert(name(listed.row));
    return names;
}

class References {
public:
    References(const Tables& tables, Faults& faults) : tables_(tables), faults_(faults) {}

    void plans() {
        const Names weekly = names_of(tables_.schedules, [](const ScheduleRow& row) { return row.plan; });
        for (const auto& [row, line] : tables_.shifts) {
            if (weekly.contains(row.plan))
                faults_.add(
                    "shifts.csv", line,
                    fmt::format("plan {} has weekdays in schedules.csv; a plan has either weekdays or "
                                "shifts",
                                row.plan));
        }
        const Names rostered = names_of(tables_.shifts, [](const ShiftRow& row) { return row.plan; });
        bool all = false;
        for (const auto& [row, line] : tables_.record_rules) {
            all = all || (row.plan == "*" && !row.valid.last);
            if (row.plan != "*" && !weekly.contains(row.plan) && !rostered.contains(row.plan))
                faults_.add(
                    "record_rules.csv", line,
                    fmt::format(
                        "plan {} is neither in schedules.csv nor in shifts.csv; enter its hours first",
                        row.plan));
        }
        if (!all)
            faults_.add("record_rules.csv", 0,
                        "has no row for plan * with an empty valid_to; it holds for plans without a row");
    }

    void leave() {
        Names leave;
        for (const auto& [row, line] : tables_.paper_kinds) {
            if (row.effect == PaperEffect::leave) leave.insert(row.code);
        }
        for (const auto& [row, line] : tables_.leave_pay) {
            if (!leave.contains(row.leave))
                faults_.add(
                    "leave_pay.csv", line,
                    fmt::format("leave {} is no kind of leave in paper_kinds.csv; enter it there first",
                                row.leave));
        }
    }

    void profiles() {
        const Names profiles = names_of(tables_.deductions, [](const Deduction& row) { return row.profile; });
        const auto check = [&](std::string_view file, const std::string& profile, std::uint64_t line) {
            if (profile != "*" && !profiles.contains(profile))
                faults_.add(
                    file, line,
                    fmt::format("profile {} is not in deductions.csv; enter it there first", profile));
        };
        for (const auto& [row, line] : tables_.leave_pay)
            check("leave_pay.csv", row.profile, line);
        for (const auto& [row, line] : tables_.sanction_cuts)
            check("sanction_cuts.csv", row.profile, line);
    }

    void sanctions() {
        const Names sanctions =
            names_of(tables_.sanctions, [](const Sanction& row) { return row.regime + ' ' + row.code; });
        const auto check = [&](std::string_view file, const std::string& regime, const std::string& code,
                               std::uint64_t line) {
            if (!sanctions.contains(regime + ' ' + code))
                faults_.add(file, line,
                            fmt::format("sanction {} of {} is not in sanctions.csv; enter it there first",
                                        code, regime));
        };
        for (const auto& [row, line] : tables_.thresholds) {
            for (const std::string& code : row.sanctions)
                check("thresholds.csv", row.regime, code, line);
        }
        for (const auto& [row, line] : tables_.sanction_cuts)
            check("sanction_cuts.csv", row.regime, row.sanction, line);
    }

    void regimes() {
        const Names regimes = names_of(tables_.sanctions, [](const Sanction& row) { return row.regime; });
        const auto check = [&](std::string_view file, const auto& table) {
            for (const auto& [row, line] : table) {
                if (!regimes.contains(row.regime))
                    faults_.add(file, line,
                                fmt::format("regime {} is not in sanctions.csv; enter its sanctions first",
                                            row.regime));
            }
        };
        check("conversion.csv", tables_.conversions);
        check("authority.csv", tables_.authority);
        check("case_steps.csv", tables_.case_steps);
    }

    void steps() {
        const Names states =
            names_of(tables_.case_steps, [](const CaseStep& row) { return row.regime + ' ' + row.state; });
        for (const auto& [row, line] : tables_.case_steps) {
            if (!row.deadline_from.empty() && !states.contains(row.regime + ' ' + row.deadline_from))
                faults_.add("case_steps.csv", line,
                            fmt::format("deadline_from {} is no state of {}; name one of the steps",
                                        row.deadline_from, row.regime));
        }
    }

private:
    const Tables& tables_;
    Faults& faults_;
};

}  // namespace

void check_references(const Tables& tables, Faults& faults) {
    References references(tables, faults);
    references.plans();
    references.leave();
    references.profiles();
    references.sanctions();
    references.regimes();
    references.steps();
}

}  // namespace hadir::rules
