// The judge against months that were worked out by hand, by the rows of config/rules.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>

#include "rules/rule_book.h"
#include "tests/golden/golden_month.h"

namespace hadir {
namespace {

namespace fs = std::filesystem;
const fs::path kMonths = fs::path(HADIR_SOURCE_DIR) / "tests/golden";

struct Told {
    fs::path folder;
    fs::path after;  // empty: the month as it was first
};

std::vector<Told> all_months() {
    std::vector<Told> months;
    std::set<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(kMonths)) {
        if (fs::exists(entry.path() / "expected.csv")) folders.insert(entry.path());
    }
    for (const fs::path& folder : folders) {
        months.push_back({folder, {}});
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (entry.is_directory()) months.push_back({folder, entry.path()});
        }
    }
    return months;
}

std::string said(const DayVerdict& verdict) {
    std::ostringstream text;
    const auto side = [&](const SideVerdict& one) {
        text << golden_name(one.finding) << ' ' << one.minutes << ' ' << one.missing << ", ";
    };
    text << verdict.code << ": ";
    side(verdict.in);
    side(verdict.out);
    text << verdict.basis_points << " bp";
    for (const std::string& mark : std::set<std::string>(verdict.marks.begin(), verdict.marks.end()))
        text << ' ' << mark;
    return text.str();
}

std::string said(const GoldenRow& row) {
    std::ostringstream text;
    text << row.at("code") << ": " << row.at("in") << ' ' << row.at("in_min") << ' ' << row.at("in_missing")
         << ", " << row.at("out") << ' ' << row.at("out_min") << ' ' << row.at("out_missing") << ", "
         << row.at("bp") << " bp";
    std::set<std::string> marks;
    std::istringstream words(row.at("marks"));
    for (std::string mark; words >> mark;)
        marks.insert(mark);
    for (const std::string& mark : marks)
        text << ' ' << mark;
    return text.str();
}

rules::RuleBook shipped_rules() {
    const auto files = rules::read_rule_folder(fs::path(HADIR_SOURCE_DIR) / "config/rules");
    if (!files) throw std::runtime_error(files.error().message);
    auto book = rules::read_rules(*files);
    if (!book) throw std::runtime_error(book.error().message);
    return *std::move(book);
}

class Golden : public ::testing::TestWithParam<Told> {};

TEST_P(Golden, AgreesWithTheJudge) {
    const GoldenMonth month = read_golden(GetParam().folder, GetParam().after);
    ASSERT_FALSE(month.expected.empty());
    PresenceRules rules = shipped_rules().presence;
    rules.holidays.insert(rules.holidays.end(), month.holidays.begin(), month.holidays.end());
    std::map<std::pair<std::string, std::string>, DayVerdict> found;
    for (const auto& [person, span] : month.people) {
        for (const DayVerdict& verdict : judge(span, rules))
            found.emplace(std::pair(person, format_day(verdict.day)), verdict);
    }
    for (const GoldenRow& row : month.expected) {
        const auto verdict = found.find({row.at("person"), row.at("day")});
        ASSERT_NE(verdict, found.end()) << row.at("person") << ' ' << row.at("day");
        EXPECT_EQ(said(verdict->second), said(row))
            << row.at("person") << ' ' << row.at("day") << ": " << row.at("because");
    }
}

std::string month_name(const ::testing::TestParamInfo<Told>& info) {
    std::string name = info.param.folder.filename().string();
    if (!info.param.after.empty()) name += "_" + info.param.after.filename().string();
    std::ranges::replace(name, '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Months, Golden, ::testing::ValuesIn(all_months()), month_name);

}  // namespace
}  // namespace hadir
