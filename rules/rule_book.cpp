#include "rules/rule_book.h"

#include <fmt/format.h>

#include "rules/discipline_tables.h"
#include "rules/money_tables.h"
#include "rules/presence_tables.h"
#include "rules/references.h"
#include "wire/crypto.h"

namespace hadir::rules {
namespace {

Hash digest_of(const Files& files) {
    Bytes all;
    for (const auto& [name, text] : files) {
        append_domain(all, name);
        append_u64(all, text.size());
        append(all, text);
    }
    return wire::sha256(all);
}

Tables read_tables(const Files& files, Faults& faults) {
    return {.schedules = read_schedules(files, faults),
            .shifts = read_shifts(files, faults),
            .holidays = read_holidays(files, faults),
            .ramadan = read_ramadan(files, faults),
            .record_rules = read_record_rules(files, faults),
            .day_bands = read_day_bands(files, faults),
            .deductions = read_deductions(files, faults),
            .leave_pay = read_leave_pay(files, faults),
            .paper_kinds = read_paper_kinds(files, faults),
            .sanctions = read_sanctions(files, faults),
            .thresholds = read_thresholds(files, faults),
            .conversions = read_conversions(files, faults),
            .authority = read_authority(files, faults),
            .case_steps = read_case_steps(files, faults),
            .sanction_cuts = read_sanction_cuts(files, faults),
            .sentences = read_sentences(files, faults)};
}

std::vector<std::pair<std::string, std::size_t>> counts(const Tables& tables) {
    return {{"schedules.csv", tables.schedules.size()},         {"shifts.csv", tables.shifts.size()},
            {"holidays.csv", tables.holidays.size()},           {"ramadan.csv", tables.ramadan.size()},
            {"record_rules.csv", tables.record_rules.size()},   {"day_bands.csv", tables.day_bands.size()},
            {"deductions.csv", tables.deductions.size()},       {"leave_pay.csv", tables.leave_pay.size()},
            {"paper_kinds.csv", tables.paper_kinds.size()},     {"sanctions.csv", tables.sanctions.size()},
            {"thresholds.csv", tables.thresholds.size()},       {"conversion.csv", tables.conversions.size()},
            {"authority.csv", tables.authority.size()},         {"case_steps.csv", tables.case_steps.size()},
            {"sanction_cuts.csv", tables.sanction_cuts.size()}, {"sentences.csv", tables.sentences.size()}};
}

RuleBook book_of(Tables tables) {
    return {.presence = {.schedules = rows_of(std::move(tables.schedules)),
                         .shifts = rows_of(std::move(tables.shifts)),
                         .holidays = rows_of(std::move(tables.holidays)),
                         .ramadan = rows_of(std::move(tables.ramadan)),
                         .record_rules = rows_of(std::move(tables.record_rules)),
                         .day_bands = rows_of(std::move(tables.day_bands)),
                         .deductions = rows_of(std::move(tables.deductions)),
                         .leave_pay = rows_of(std::move(tables.leave_pay)),
                         .paper_kinds = rows_of(std::move(tables.paper_kinds))},
            .discipline = {.sanctions = rows_of(std::move(tables.sanctions)),
                           .thresholds = rows_of(std::move(tables.thresholds)),
                           .conversions = rows_of(std::move(tables.conversions)),
                           .authority = rows_of(std::move(tables.authority)),
                           .case_steps = rows_of(std::move(tables.case_steps)),
                           .sanction_cuts = rows_of(std::move(tables.sanction_cuts))},
            .sentences = rows_of(std::move(tables.sentences)),
            .digest = {}};
}

}  // namespace

Checked check_rules(const Files& files) {
    Faults faults;
    Tables tables = read_tables(files, faults);
    auto rows = counts(tables);
    for (const auto& [name, text] : files) {
        if (std::ranges::none_of(rows, [&](const auto& row) { return row.first == name; }))
            faults.add(shown(name), 0, "is no table of rules; take it out, or give it its right name");
    }
    // A row that was not read would bring faults here that are none.
    if (faults.list().empty()) check_references(tables, faults);
    Checked checked{book_of(std::move(tables)), faults.list(), std::move(rows)};
    checked.book.digest = digest_of(files);
    return checked;
}

Result<RuleBook> read_rules(const Files& files) {
    Checked checked = check_rules(files);
    if (checked.faults.empty()) return std::move(checked.book);
    const Fault& first = checked.faults.front();
    const std::string more =
        checked.faults.size() == 1
            ? ""
            : fmt::format("; hadir-central rules check shows {} more", checked.faults.size() - 1);
    return fail(ErrorCode::malformed, first.text() + more,
                first.line == 0 ? std::nullopt : std::optional(first.line));
}

}  // namespace hadir::rules
