#include "rules/discipline_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rules/bands.h"

namespace hadir::rules {
namespace {

constexpr Range kDaysOfYear{1, 366};
constexpr Range kSteps{0, 99};
constexpr Range kDeadlineDays{1, 366};
constexpr Range kConversionMinutes{1, 1'440};

constexpr std::array<Choice<SanctionLevel>, 3> kLevels{
    {{"ringan", SanctionLevel::ringan}, {"sedang", SanctionLevel::sedang}, {"berat", SanctionLevel::berat}}};
constexpr auto kImposers =
    std::to_array<std::string_view>({"PRESIDEN", "GUBERNUR", "JPT_MADYA", "JPT_PRATAMA", "ADMINISTRATOR",
                                     "PENGAWAS", "PELAKSANA", "AHLI_UTAMA", "AHLI", "KETERAMPILAN"});
constexpr std::span<const std::string_view> kPosts = std::span(kImposers).subspan(2);
constexpr auto kActors =
    std::to_array<std::string_view>({"ATASAN", "TIM_PEMERIKSA", "PEJABAT", "PEGAWAI", "BKD"});

std::vector<std::string> words_of(std::string_view cell) {
    std::vector<std::string> words;
    while (!cell.empty()) {
        const std::size_t end = std::min(cell.find(' '), cell.size());
        words.emplace_back(cell.substr(0, end));
        cell.remove_prefix(std::min(end + 1, cell.size()));
    }
    return words;
}

std::string one_of(Row& row, std::string_view column, std::span<const std::string_view> names) {
    if (std::ranges::find(names, row.cell(column)) == names.end()) row.fault_choice(column, names);
    return std::string(row.cell(column));
}

Sanction read_sanction(Row& row) {
    Sanction sanction;
    sanction.regime = row.code("regime");
    sanction.code = row.code("code");
    sanction.level = row.choice<SanctionLevel>("level", kLevels);
    sanction.text_id = row.text("text_id");
    sanction.text_en = row.text("text_en");
    return sanction;
}

Threshold read_threshold(Row& row) {
    Threshold threshold;
    threshold.regime = row.code("regime");
    threshold.mode =
        row.choice<CountMode>("mode", {{"year", CountMode::year}, {"consecutive", CountMode::consecutive}});
    threshold.from = row.number("from", kDaysOfYear);
    threshold.to = row.open_number("to", kDaysOfYear);
    if (threshold.to && *threshold.to < threshold.from) row.fault_in("to", "is before from");
    threshold.sanctions = words_of(row.text("sanctions"));
    threshold.article = row.cell("article");
    return threshold;
}

const char* mode_of(const Threshold& row) {
    return row.mode == CountMode::year ? "year" : "consecutive";
}

Conversion read_conversion(Row& row) {
    Conversion conversion;
    conversion.regime = row.code("regime");
    conversion.minutes = row.number("minutes", kConversionMinutes);
    return conversion;
}

Authority read_imposer(Row& row) {
    Authority authority;
    authority.regime = row.code("regime");
    authority.imposer = one_of(row, "imposer", kImposers);
    authority.target = one_of(row, "target", kPosts);
    for (const std::string& word : words_of(row.text("levels"))) {
        const auto level = level_from(word);
        if (!level) row.fault_in("levels", "is not of ringan, sedang, berat with a space between");
        authority.levels.push_back(level.value_or(SanctionLevel::ringan));
    }
    return authority;
}

CaseStep read_step(Row& row) {
    CaseStep step;
    step.regime = row.code("regime");
    step.step = row.number("step", kSteps);
    step.state = row.code("state");
    step.actor = one_of(row, "actor", kActors);
    step.deadline_days = row.open_number("deadline_days", kDeadlineDays);
    if (step.deadline_days.has_value() == row.empty("deadline_from"))
        row.fault("deadline_days and deadline_from stand together; write both or neither");
    if (!row.empty("deadline_from")) step.deadline_from = row.code("deadline_from");
    step.text_id = row.text("text_id");
    step.text_en = row.text("text_en");
    return step;
}

}  // namespace

Table<Sanction> read_sanctions(const Files& files, Faults& faults) {
    const auto keys = [](const Sanction& row) { return row.regime + '/' + row.code; };
    const auto things = [](const Sanction& row) {
        return std::vector{fmt::format("{} of {}", row.code, row.regime)};
    };
    return read_table<Sanction>(
        {"sanctions.csv", {"regime", "code", "level", "text_id", "text_en"}, read_sanction, keys, things},
        files, faults);
}

Table<Threshold> read_thresholds(const Files& files, Faults& faults) {
    const auto keys = [](const Threshold& row) {
        return fmt::format("{}/{}/{}", row.regime, mode_of(row), row.from);
    };
    const auto things = [](const Threshold&) { return std::vector<std::string>{}; };
    auto table = read_table<Threshold>({"thresholds.csv",
                                        {"regime", "mode", "from", "to", "sanctions", "article"},
                                        read_threshold,
                                        keys,
                                        things},
                                       files, faults);
    if (faults.names("thresholds.csv")) return table;
    std::vector<Band> bands;
    for (const auto& [row, line] : table)
        bands.push_back({fmt::format("{} {}", row.regime, mode_of(row)), row.from, row.to, row.valid, line});
    check_bands("thresholds.csv", std::move(bands), {.to = BandRules::To::included}, faults);
    return table;
}

Table<Conversion> read_conversions(const Files& files, Faults& faults) {
    const auto keys = [](const Conversion& row) { return row.regime; };
    const auto things = [](const Conversion& row) { return std::vector{row.regime}; };
    return read_table<Conversion>({"conversion.csv", {"regime", "minutes"}, read_conversion, keys, things},
                                  files, faults);
}

Table<Authority> read_authority(const Files& files, Faults& faults) {
    const auto keys = [](const Authority& row) {
        return fmt::format("{}/{}/{}", row.regime, row.imposer, row.target);
    };
    const auto things = [](const Authority& row) {
        return std::vector{fmt::format("{} on {} under {}", row.imposer, row.target, row.regime)};
    };
    return read_table<Authority>(
        {"authority.csv", {"regime", "imposer", "target", "levels"}, read_imposer, keys, things}, files,
        faults);
}

Table<CaseStep> read_case_steps(const Files& files, Faults& faults) {
    const auto keys = [](const CaseStep& row) { return row.regime + '/' + row.state; };
    const auto things = [](const CaseStep& row) {
        return std::vector{fmt::format("{} of {}", row.state, row.regime),
                           fmt::format("step {} of {}", row.step, row.regime)};
    };
    return read_table<CaseStep>(
        {"case_steps.csv",
         {"regime", "step", "state", "actor", "deadline_days", "deadline_from", "text_id", "text_en"},
         read_step,
         keys,
         things},
        files, faults);
}

}  // namespace hadir::rules
