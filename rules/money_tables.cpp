#include "rules/money_tables.h"

#include <fmt/format.h>

#include <array>

#include "rules/bands.h"

namespace hadir::rules {
namespace {

constexpr Range kBasisPoints{0, 10'000};
constexpr Range kPercent{0, 100};
constexpr Range kSpellUnits{1, 1'200};  // days or months of a spell of leave
constexpr Range kMonths{1, 120};
constexpr Range kMonthMinutes{0, kMinutes.max * 31};  // scope `month` adds up

constexpr std::array<Choice<DeductionKind>, 4> kKinds{{{"late", DeductionKind::late},
                                                       {"early", DeductionKind::early},
                                                       {"absent_day", DeductionKind::absent_day},
                                                       {"absent_10", DeductionKind::absent_10}}};

std::string_view kind_of(const Deduction& row) {
    for (const auto& [name, kind] : kKinds) {
        if (kind == row.kind) return name;
    }
    return "";
}

bool has_minutes(const Deduction& row) {
    return row.kind == DeductionKind::late || row.kind == DeductionKind::early;
}

Deduction read_deduction(Row& row) {
    Deduction deduction;
    deduction.profile = row.code("profile");
    deduction.label = row.code("label");
    deduction.kind = row.choice<DeductionKind>("kind", kKinds);
    deduction.basis_points = row.number("basis_points", kBasisPoints);
    deduction.scope = row.choice<DeductionScope>(
        "scope", {{"event", DeductionScope::event}, {"month", DeductionScope::month}});
    if (has_minutes(deduction)) {
        deduction.from = row.number("from", kMonthMinutes);
        deduction.to = row.open_number("to", kMonthMinutes);
        if (deduction.to && *deduction.to <= deduction.from) row.fault_in("to", "is not after from");
    } else if (!row.empty("from") || !row.empty("to") || deduction.scope != DeductionScope::event) {
        row.fault("a day of absence has no minutes; leave from and to empty and let scope be event");
    }
    return deduction;
}

void check_minutes(const Table<Deduction>& table, Faults& faults) {
    std::vector<Band> bands;
    std::map<std::string, const Listed<Deduction>*> firsts;
    for (const auto& listed : table) {
        const auto& [row, line] = listed;
        if (!has_minutes(row)) continue;
        const std::string group = fmt::format("{} {}", row.profile, kind_of(row));
        const auto [first, fresh] = firsts.emplace(group, &listed);
        if (!fresh && first->second->row.scope != row.scope)
            faults.add("deductions.csv", line,
                       fmt::format("scope differs from line {}; all bands of {} have the same",
                                   first->second->line, group));
        bands.push_back({group, row.from, row.to, row.valid, line});
    }
    check_bands("deductions.csv", std::move(bands), {}, faults);
}

LeavePay read_pay(Row& row) {
    LeavePay pay;
    pay.profile = row.code("profile");
    pay.leave = row.code("leave");
    pay.unit = row.choice<PayUnit>("unit", {{"day", PayUnit::day}, {"month", PayUnit::month}});
    pay.from = row.number("from", kSpellUnits);
    pay.to = row.open_number("to", kSpellUnits);
    if (pay.to && *pay.to < pay.from) row.fault_in("to", "is before from");
    pay.percent = row.number("percent", kPercent);
    return pay;
}

const char* unit_of(const LeavePay& row) {
    return row.unit == PayUnit::day ? "day" : "month";
}

SanctionCut read_cut(Row& row) {
    SanctionCut cut;
    cut.profile = row.code_or_all("profile");
    cut.regime = row.code("regime");
    cut.sanction = row.code("sanction");
    cut.percent = row.number("percent", kPercent);
    cut.months = row.open_number("months", kMonths).value_or(0);
    return cut;
}

}  // namespace

Table<Deduction> read_deductions(const Files& files, Faults& faults) {
    const auto keys = [](const Deduction& row) {
        return has_minutes(row) ? fmt::format("{}/{}/{}", row.profile, kind_of(row), row.from)
                                : fmt::format("{}/{}", row.profile, kind_of(row));
    };
    const auto things = [](const Deduction& row) {
        return has_minutes(row) ? std::vector<std::string>{}
                                : std::vector{fmt::format("{} {}", row.profile, kind_of(row))};
    };
    auto table = read_table<Deduction>({"deductions.csv",
                                        {"profile", "label", "kind", "from", "to", "basis_points", "scope"},
                                        read_deduction,
                                        keys,
                                        things},
                                       files, faults);
    if (!faults.names("deductions.csv")) check_minutes(table, faults);
    return table;
}

Table<LeavePay> read_leave_pay(const Files& files, Faults& faults) {
    const auto keys = [](const LeavePay& row) {
        return fmt::format("{}/{}/{}/{}", row.profile, row.leave, unit_of(row), row.from);
    };
    const auto things = [](const LeavePay&) { return std::vector<std::string>{}; };
    auto table = read_table<LeavePay>(
        {"leave_pay.csv", {"profile", "leave", "unit", "from", "to", "percent"}, read_pay, keys, things},
        files, faults);
    if (faults.names("leave_pay.csv")) return table;
    std::vector<Band> bands;
    for (const auto& [row, line] : table)
        bands.push_back({fmt::format("{} {} by {}", row.profile, row.leave, unit_of(row)), row.from, row.to,
                         row.valid, line});
    check_bands(
        "leave_pay.csv", std::move(bands),
        {.start = BandRules::Start::at_one, .end = BandRules::End::anywhere, .to = BandRules::To::included},
        faults);
    return table;
}

Table<SanctionCut> read_sanction_cuts(const Files& files, Faults& faults) {
    const auto keys = [](const SanctionCut& row) {
        return fmt::format("{}/{}/{}", row.profile, row.regime, row.sanction);
    };
    const auto things = [](const SanctionCut& row) {
        return std::vector{fmt::format("{} of {} in {}", row.sanction, row.regime, row.profile)};
    };
    return read_table<SanctionCut>(
        {"sanction_cuts.csv", {"profile", "regime", "sanction", "percent", "months"}, read_cut, keys, things},
        files, faults);
}

}  // namespace hadir::rules
