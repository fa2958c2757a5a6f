// What the judge says over all golden months can be said in both languages, with the values that it gives.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

#include "core/judge.h"
#include "tests/golden/golden_month.h"
#include "tests/rules/small_rules.h"

namespace hadir::rules {
namespace {

namespace fs = std::filesystem;

std::set<std::string> values_of(const std::string& text) {
    static const std::regex kValue(R"(\{([a-z_]+)\})");
    std::set<std::string> values;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), kValue); at != std::sregex_iterator(); ++at)
        values.insert((*at)[1]);
    return values;
}

void expect_sayable(const Reason& reason, const std::vector<Sentence>& sentences) {
    const auto sentence = std::ranges::find(sentences, reason.sentence, &Sentence::key);
    ASSERT_NE(sentence, sentences.end()) << reason.sentence;
    for (const std::string& text : {sentence->text_id, sentence->text_en}) {
        for (const std::string& value : values_of(text)) {
            EXPECT_TRUE(
                std::ranges::any_of(reason.values, [&](const auto& given) { return given.first == value; }))
                << reason.sentence << ": " << value;
        }
    }
}

TEST(Sentences, SayWhatTheJudgeFindsInGoldenMonths) {
    const RuleBook book = check_rules(tests::shipped_files()).book;
    std::set<std::string> said;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(HADIR_SOURCE_DIR) / "tests/golden")) {
        if (entry.path().filename() != "people.csv") continue;
        const GoldenMonth month = read_golden(entry.path().parent_path(), {});
        for (const auto& [person, span] : month.people) {
            for (const DayVerdict& verdict : judge(span, book.presence)) {
                EXPECT_FALSE(verdict.why.empty()) << person << ' ' << format_day(verdict.day);
                for (const Reason& reason : verdict.why) {
                    expect_sayable(reason, book.sentences);
                    said.insert(reason.sentence);
                }
            }
        }
    }
    EXPECT_GT(said.size(), 25U);
}

}  // namespace
}  // namespace hadir::rules
