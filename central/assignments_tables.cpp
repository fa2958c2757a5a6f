#include "central/assignments_tables.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "central/assignments_repository.h"
#include "central/people_repository.h"
#include "central/posts_repository.h"
#include "central/table_fields.h"

namespace hadir::central {
namespace {

using Warnings = std::vector<TableDifference::Warning>;

template <class Value>
std::vector<std::string> names_of(const std::map<std::string, Value>& named) {
    std::vector<std::string> names;
    for (const auto& [name, unused] : named)
        names.push_back(name);
    return names;
}

std::vector<std::string> plan_names(const KnownRules& known) {
    std::vector<std::string> names(known.plans.begin(), known.plans.end());
    for (std::string& rostered : names_of(known.shifts))
        names.push_back(std::move(rostered));
    std::ranges::sort(names);
    return names;
}

Result<std::string> read_plan(const FieldReader& fields, const KnownRules& known) {
    const std::string& plan = fields.raw("rencana");
    if (known.plans.contains(plan) || known.shifts.contains(plan)) return plan;
    return fields.fault("the rules have no plan \"" + plan + "\", but " + listed(plan_names(known)));
}

Result<std::string> read_profile(const FieldReader& fields, const KnownRules& known) {
    const std::string& profile = fields.raw("profil");
    if (known.profiles.contains(profile)) return profile;
    return fields.fault("the rules have no profile \"" + profile + "\", but " +
                        listed(names_of(known.profiles)));
}

Result<Scope> read_scope(const FieldReader& fields, const Nips& nips,
                         std::initializer_list<std::pair<const char*, std::string Scope::*>> columns) {
    Scope scope;
    auto person = nips.read_or_empty(fields, "nip");
    if (!person) return propagate(person.error());
    scope.person = *person;
    for (const auto& [column, member] : columns) {
        auto text = fields.text_or_empty(column);
        if (!text) return propagate(text.error());
        scope.*member = *std::move(text);
    }
    const bool narrow = !scope.unit.empty() || !scope.office.empty();
    if (scope.person && (narrow || !scope.opd.empty()))
        return fields.fault("a row for one person gives the nip and no place");
    if (narrow && scope.opd.empty()) return fields.fault("unit and kantor need their opd");
    return scope;
}

Result<Assignment> with_days(Result<Scope> scope, Result<std::string> name, const FieldReader& fields) {
    if (!scope) return propagate(scope.error());
    if (!name) return propagate(name.error());
    const auto days = fields.span();
    if (!days) return propagate(days.error());
    return Assignment{*std::move(scope), *days, *std::move(name)};
}

Result<void> check_dates(std::vector<Lined<Assignment>> rows) {
    std::ranges::sort(rows, {}, [](const Lined<Assignment>& lined) {
        return std::tuple(lined.row.scope, lined.row.days.first, lined.line);
    });
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const Lined<Assignment>&before = rows[i - 1], &row = rows[i];
        if (before.row.scope != row.row.scope || !overlap(before.row.days, row.row.days)) continue;
        const auto [first, second] = std::minmax(before.line, row.line);
        return fail(ErrorCode::usage,
                    "the dates overlap with those for the same people on line " + std::to_string(first),
                    second);
    }
    return {};
}

Warnings warnings_of_places(const std::vector<Lined<Assignment>>& rows, const std::set<Scope>& peopled) {
    Warnings warnings;
    for (const Lined<Assignment>& lined : rows) {
        if (lined.row.scope.person || peopled.contains(lined.row.scope)) continue;
        warnings.push_back({lined.line, kNobodyThere});
    }
    return warnings;
}

using RowText = std::string (*)(const Assignment&, const std::string& nip);

std::string plan_text(const Assignment& row, const std::string& nip) {
    return row_text({row.scope.opd, row.scope.unit, row.scope.office, nip, row.name,
                     format_day(row.days.first), text_of(row.days.last)});
}

std::string profile_text(const Assignment& row, const std::string& nip) {
    return row_text({row.scope.opd, nip, row.name, format_day(row.days.first), text_of(row.days.last)});
}

RowTexts texts_of(const std::vector<Assignment>& rows, const Nips& nips, RowText text) {
    RowTexts texts;
    for (const Assignment& row : rows) {
        const std::string nip = row.scope.person ? nips.nip_of(*row.scope.person) : "";
        texts.emplace(
            row_text({row.scope.opd, row.scope.unit, row.scope.office, nip, format_day(row.days.first)}),
            text(row, nip));
    }
    return texts;
}

struct Reading {
    const Database& database;
    Nips nips{PeopleRepository(database).all()};
};

Result<TablePlan> plan_of(const Reading& reading, AssignmentKind kind,
                          const std::vector<Lined<Assignment>>& lined, RowText text) {
    if (auto dates = check_dates(lined); !dates) return propagate(dates.error());
    const Database& database = reading.database;
    std::vector<Assignment> rows = bare(lined);
    TablePlan plan{difference_of(texts_of(AssignmentsRepository(database).all(kind), reading.nips, text),
                                 texts_of(rows, reading.nips, text)),
                   rows.size(), nullptr, std::nullopt};
    plan.difference.warnings = warnings_of_places(lined, peopled_scopes(database));
    plan.apply = [&database, kind, wanted = std::move(rows)] {
        AssignmentsRepository(database).replace(kind, wanted);
    };
    return plan;
}

Result<TablePlan> read_plans(const Database& database, std::string_view csv, const KnownRules& known) {
    const Reading reading{database};
    const auto rows = read_rows<Assignment>(
        csv, {"opd", "unit", "kantor", "nip", "rencana", "dari", "sampai"}, [&](const FieldReader& fields) {
            return with_days(
                read_scope(fields, reading.nips,
                           {{"opd", &Scope::opd}, {"unit", &Scope::unit}, {"kantor", &Scope::office}}),
                read_plan(fields, known), fields);
        });
    if (!rows) return propagate(rows.error());
    return plan_of(reading, AssignmentKind::plan, *rows, plan_text);
}

Result<TablePlan> read_profiles(const Database& database, std::string_view csv, const KnownRules& known) {
    const Reading reading{database};
    const auto rows = read_rows<Assignment>(
        csv, {"opd", "nip", "profil", "dari", "sampai"}, [&](const FieldReader& fields) {
            return with_days(read_scope(fields, reading.nips, {{"opd", &Scope::opd}}),
                             read_profile(fields, known), fields);
        });
    if (!rows) return propagate(rows.error());
    auto plan = plan_of(reading, AssignmentKind::profile, *rows, profile_text);
    if (!plan) return plan;
    for (const Lined<Assignment>& lined : *rows) {
        if (known.profiles.at(lined.row.name)) continue;
        plan->difference.warnings.push_back(
            {lined.line, "profile " + lined.row.name +
                             " lacks rows for late, early or absent; what has no row is not deducted"});
    }
    return plan;
}

}  // namespace

KnownRules known_rules(const PresenceRules& rules) {
    KnownRules known;
    for (const ShiftRow& row : rules.shifts)
        known.shifts[row.plan].insert(row.shift);
    for (const ScheduleRow& row : rules.schedules)
        if (!known.shifts.contains(row.plan)) known.plans.insert(row.plan);
    std::map<std::string, std::set<DeductionKind>> kinds;
    for (const Deduction& row : rules.deductions)
        kinds[row.profile].insert(row.kind);
    for (const auto& [profile, has] : kinds) {
        known.profiles[profile] = has.contains(DeductionKind::late) && has.contains(DeductionKind::early) &&
                                  has.contains(DeductionKind::absent_day);
    }
    return known;
}

std::set<Scope> peopled_scopes(const Database& database) {
    std::set<Scope> scopes{Scope{}};
    const auto add = [&](const Workplace& workplace) {
        for (const Scope& scope : scopes_of(workplace))
            scopes.insert(scope);
    };
    for (const Person& person : PeopleRepository(database).all())
        add({person.facts.opd, person.facts.unit, person.facts.office});
    for (const Post& post : PostsRepository(database).posts())
        add(post.workplace);
    return scopes;
}

Table plans_table(KnownRules known) {
    return {"plans", [known = std::move(known)](const Database& database, std::string_view csv) {
                return read_plans(database, csv, known);
            }};
}

Table profiles_table(KnownRules known) {
    return {"profiles", [known = std::move(known)](const Database& database, std::string_view csv) {
                return read_profiles(database, csv, known);
            }};
}

}  // namespace hadir::central
