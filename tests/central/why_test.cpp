// The why of verdicts in words: every day of the golden months has its sentences, and docs/why.md prints
// some.
#include "central/why.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/golden/golden_month.h"

namespace hadir::central::tests {
namespace {

namespace fs = std::filesystem;
const fs::path kSource = HADIR_SOURCE_DIR;

rules::RuleBook shipped_rules() {
    const auto files = rules::read_rule_folder(kSource / "config/rules");
    if (!files) throw std::runtime_error(files.error().message);
    auto book = rules::read_rules(*files);
    if (!book) throw std::runtime_error(book.error().message);
    return *std::move(book);
}

// A golden month as it is judged, with its days explained.
class Told {
public:
    Told(rules::RuleBook book, const fs::path& folder, const fs::path& after)
        : month_(read_golden(folder, after)), book_(std::move(book)) {
        names_.terminals = month_.terminals;
        names_.holidays = month_.holidays;
        PresenceRules rules = book_.presence;
        rules.holidays.insert(rules.holidays.end(), month_.holidays.begin(), month_.holidays.end());
        for (const auto& [person, span] : month_.people) {
            for (DayVerdict& verdict : judge(span, rules))
                days_.emplace(std::pair(person, format_day(verdict.day)), std::move(verdict));
        }
    }
    [[nodiscard]] const auto& days() const { return days_; }
    [[nodiscard]] std::vector<WhyLine> why(const DayVerdict& verdict) const {
        return explain(verdict.why, verdict.day, book_, names_);
    }

private:
    GoldenMonth month_;
    rules::RuleBook book_;
    WhyNames names_;
    std::map<std::pair<std::string, std::string>, DayVerdict> days_;
};

std::vector<Told> all_months() {
    const rules::RuleBook book = shipped_rules();
    std::vector<Told> months;
    for (const auto& folder : fs::directory_iterator(kSource / "tests/golden")) {
        if (!fs::exists(folder.path() / "expected.csv")) continue;
        months.emplace_back(book, folder.path(), "");
        for (const auto& after : fs::directory_iterator(folder)) {
            if (after.is_directory()) months.emplace_back(book, folder.path(), after.path());
        }
    }
    return months;
}

TEST(Why, EveryReasonOfTheGoldenMonthsIsASentenceWithAllItsValues) {
    std::size_t lines = 0;
    for (const Told& month : all_months()) {
        for (const auto& [day, verdict] : month.days()) {
            ASSERT_FALSE(verdict.why.empty()) << day.first << ' ' << day.second;
            for (const WhyLine& line : month.why(verdict)) {
                ++lines;
                for (const std::string& text : {line.text_id, line.text_en}) {
                    EXPECT_EQ(text.find_first_of("{}"), std::string::npos) << day.second << ": " << text;
                    EXPECT_FALSE(text.starts_with(line.key + ':')) << "no sentence for " << line.key;
                }
                EXPECT_EQ(line.rule.empty(), line.source.empty()) << line.rule << " is not in the book";
            }
        }
    }
    EXPECT_GT(lines, 1'000U);
}

TEST(Why, TheGoldenMonthsSayAllButWhatNoneOfThemHas) {
    std::set<std::string> unsaid;
    for (const rules::Sentence& sentence : shipped_rules().sentences)
        unsaid.insert(sentence.key);
    for (const Told& month : all_months()) {
        for (const auto& [day, verdict] : month.days()) {
            for (const Reason& reason : verdict.why)
                unsaid.erase(reason.sentence);
        }
    }
    EXPECT_EQ(unsaid, (std::set<std::string>{"deduction_month", "flex", "unknown_holidays",
                                             "unknown_no_terminal", "unknown_ramadan"}));
}

std::vector<WhyLine> told(Reason reason) {
    return explain({std::move(reason)}, *parse_day("2026-11-04"), shipped_rules(), {});
}

TEST(Why, ValuesAreWrittenAsEachLanguageDoes) {
    const auto leave = told({"leave", "", {{"paper", "CS"}, {"days", "2026-05-02/2026-05-04"}}, {}, {}});
    EXPECT_EQ(leave[0].text_id, "Anda cuti sakit dari 2 Mei 2026 sampai 4 Mei 2026, sudah disetujui.");
    const auto day = told({"duty", "", {{"paper", "PD"}, {"days", "2026-05-02/2026-05-02"}}, {}, {}});
    EXPECT_TRUE(day[0].text_id.starts_with("Anda perjalanan dinas pada 2 Mei 2026,")) << day[0].text_id;
    EXPECT_EQ(leave[0].text_en, "You are on sick leave from 2 May 2026 to 4 May 2026, approved.");
    const auto outage = told({"outage_in", "", {{"from", "22:10-3"}, {"to", "06:00+1"}}, {}, {}});
    EXPECT_NE(outage[0].text_id.find("pukul 22.10 tanggal 1 November 2026 sampai 06.00 hari berikutnya"),
              std::string::npos)
        << outage[0].text_id;
    EXPECT_NE(outage[0].text_en.find("from 22.10 on 1 November 2026 to 06.00 the next day"),
              std::string::npos);
}

TEST(Why, BasisPointsArePercent) {
    for (const auto& [points, id, en] :
         {std::tuple(150, "1,5 %", "1.5%"), std::tuple(300, "3 %", "3%"), std::tuple(25, "0,25 %", "0.25%"),
          std::tuple(10'000, "100 %", "100%"), std::tuple(105, "1,05 %", "1.05%")}) {
        EXPECT_EQ(percent_text(points, Language::id), id);
        EXPECT_EQ(percent_text(points, Language::en), en);
    }
}

TEST(Why, ARuleComesWithItsSourceAndWhetherAnybodyHasCheckedIt) {
    const auto remote = told({"remote", "paper_kinds/WFH@2025-04-21", {{"paper", "WFH"}}, {}, {12}});
    ASSERT_TRUE(remote[0].confidence.has_value());
    EXPECT_TRUE(is_unverified(*remote[0].confidence));
    EXPECT_NE(remote[0].source.find("PermenPANRB 4/2025"), std::string::npos);
    EXPECT_EQ(remote[0].papers, std::vector<std::int64_t>{12});
}

TEST(Why, WhatTheBookDoesNotKnowStaysVisible) {
    const auto lines = told({"of_yesterday", "bands/9@2020-01-01", {{"time", "07:40"}}, {}, {}});
    EXPECT_EQ(lines[0].text_id, "of_yesterday: time=07.40");
    EXPECT_TRUE(lines[0].source.empty());
    EXPECT_NE(told({"absent_pending", "", {{"paper", "BARU"}}, {}, {}})[0].text_id.find("permohonan BARU"),
              std::string::npos);
}

// The days that docs/why.md prints: each kind of day at least once.
struct Printed {
    const char* title;
    const char* folder;
    const char* after;
    const char* person;
    const char* day;
};
constexpr Printed kPrinted[] = {
    {"Tepat waktu", "ordinary", "", "siti", "2026-11-02"},
    {"Terlambat satu menit", "ordinary", "", "siti", "2026-11-04"},
    {"Terlambat dan pulang cepat", "ordinary", "", "siti", "2026-11-09"},
    {"Pulang di tengah istirahat", "ordinary", "", "siti", "2026-11-19"},
    {"Bukan hari kerja", "ordinary", "", "siti", "2026-11-01"},
    {"Tanpa keterangan", "ordinary", "", "budi", "2026-11-02"},
    {"Permohonan belum diputus", "ordinary", "", "budi", "2026-11-03"},
    {"PIN masih diperiksa", "ordinary", "", "budi", "2026-11-09"},
    {"Ramadan", "ramadan", "", "rini", "2025-03-05"},
    {"Tidak ada jadwal", "ramadan", "", "dadang", "2025-02-27"},
    {"Cuti bersama", "lebaran", "", "hendra", "2025-03-28"},
    {"Hari libur yang ditetapkan kemudian", "lebaran", "after-holiday", "hendra", "2025-04-09"},
    {"Cuti tahunan", "leave", "", "lia", "2025-10-01"},
    {"Dinas luar", "leave", "", "opik", "2025-10-01"},
    {"Bekerja dari rumah", "leave", "", "opik", "2025-10-13"},
    {"Bertugas pada jam masuk", "leave", "", "opik", "2025-10-22"},
    {"Kios belum melapor", "dead-terminal", "", "gani", "2025-07-08"},
    {"Gangguan kios yang disetujui", "dead-terminal", "after-decision", "gani", "2025-07-08"},
    {"Lupa presensi pulang", "forgotten", "", "kiki", "2025-09-01"},
    {"Koreksi yang disetujui", "forgotten", "", "kiki", "2025-09-10"},
    {"Giliran malam, di luar jam biasa", "shifts", "", "yanto", "2025-12-22"},
    {"Giliran malam, pulang keesokan harinya", "shifts", "", "yanto", "2025-12-29"},
    {"Satu presensi antara dua giliran", "shifts", "", "yanto", "2026-01-07"},
    {"Giliran belum diisi", "shifts", "", "yanto", "2026-01-11"},
    {"Presensi di zona waktu lain", "wit", "", "yohan", "2025-08-07"},
};

std::string numbers(const char* word, const std::vector<std::int64_t>& ids) {
    std::string text;
    for (const std::int64_t id : ids)
        text += fmt::format(" · {} {}", word, id);
    return text;
}

std::string printed(const Printed& wanted, int number) {
    const fs::path folder = kSource / "tests/golden" / wanted.folder;
    const Told month(shipped_rules(), folder, *wanted.after == '\0' ? fs::path() : folder / wanted.after);
    const DayVerdict& verdict = month.days().at({wanted.person, wanted.day});
    std::string text =
        fmt::format("## {}. {}\n\n`{}{}{}`, {}, {}: **{}**", number, wanted.title, wanted.folder,
                    *wanted.after == '\0' ? "" : "/", wanted.after, wanted.person, wanted.day, verdict.code);
    text +=
        verdict.basis_points == 0 ? "\n\n" : ", " + percent_text(verdict.basis_points, Language::id) + "\n\n";
    const auto why = month.why(verdict);
    for (const WhyLine& line : why) {
        text += "- " + line.text_id + numbers("catatan", line.records) + numbers("no.", line.papers) + '\n';
        if (!line.source.empty())
            text += fmt::format("  <br>Dasar: {}{}\n", line.source,
                                is_unverified(*line.confidence) ? " (belum diverifikasi)" : "");
    }
    text += '\n';
    for (const WhyLine& line : why)
        text += "- *" + line.text_en + "*\n";
    return text + '\n';
}

constexpr const char* kPreface =
    R"(# Why: what a person reads

Days of the golden months (`tests/golden`) as the person concerned reads them, in Indonesian and in English. A test
prints them anew and compares (`tests/central/why_test.cpp`). After a change of `config/rules/sentences.csv` or of the
judge run `HADIR_WRITE_WHY=1 ctest --preset dev -R Why.TheDocument`, and read what changes. *Dasar* names the source of
the rule, *belum diverifikasi* says that nobody has held it against the law yet.

)";

TEST(Why, TheDocumentIsWhatIsSaid) {
    std::string text = kPreface;
    int number = 0;
    for (const Printed& day : kPrinted)
        text += printed(day, ++number);
    text.pop_back();
    const fs::path file = kSource / "docs/why.md";
    if (std::getenv("HADIR_WRITE_WHY") != nullptr) std::ofstream(file) << text;
    std::ostringstream kept;
    kept << std::ifstream(file).rdbuf();
    EXPECT_EQ(kept.str(), text)
        << "docs/why.md is old: run this test with HADIR_WRITE_WHY=1 and read what changes";
}

}  // namespace
}  // namespace hadir::central::tests
