// Monthly recaps: the figures add up, and JSON, CSV and XLSX say the same of every person and OPD.
#include "central/recaps.h"

#include <boost/json.hpp>
#include <cmath>
#include <numeric>

#include "central/recap_cuts.h"
#include "central/recap_sheets.h"
#include "central/verdicts_repository.h"
#include "central/views_repository.h"
#include "tests/central/sql.h"
#include "tests/central/web_fixture.h"
#include "tests/central/xlsx_reader.h"
#include "wire/csv.h"

namespace hadir::central::tests {
namespace {

using std::chrono::days;
using Object = boost::json::object;

const LocalDay kFirst = *parse_day("2026-09-01");  // a Tuesday
constexpr const char* kRunProfile = "KEMENDIKDASMEN-14-2025";
constexpr const char* kLeaveProfile = "KEMENTAN-68-2012";
constexpr const char* kMonth = "?month=2026-09";

rules::RuleBook shipped_rules() {
    const auto files = rules::read_rule_folder(HADIR_SOURCE_DIR "/config/rules");
    if (!files) throw std::runtime_error(files.error().message);
    auto book = rules::read_rules(*files);
    if (!book) throw std::runtime_error(book.error().message);
    return *std::move(book);
}

bool is_weekend(LocalDay day) {
    return std::chrono::weekday(day).iso_encoding() > 5;
}

DayVerdict verdict_of(LocalDay day, const std::string& code) {
    DayVerdict verdict;
    verdict.day = day;
    verdict.code = code;
    if (code == "OFF") verdict.kind = DayKind::off;
    if (code == "LN") verdict.kind = DayKind::holiday;
    return verdict;
}

DayVerdict late_on(LocalDay day, int minutes, int level, int basis_points) {
    DayVerdict verdict = verdict_of(day, "TL" + std::to_string(level));
    verdict.in = {Finding::late, minutes, minutes, level, basis_points, {}, {}};
    verdict.basis_points = basis_points;
    return verdict;
}

DayVerdict leave_on(LocalDay day, const char* code, std::int64_t paper) {
    DayVerdict verdict = verdict_of(day, code);
    verdict.paper = PaperEffect::leave;
    verdict.why = {{"leave", "", {}, {}, {paper}}};
    return verdict;
}

class Recaps : public WebFixture {
protected:
    Recaps() { api.book = &book; }

    struct Place {
        std::string opd = kHealth;
        std::string profile = kRunProfile;
    };
    void put(const PersonId& person, const std::vector<DayVerdict>& verdicts, const Place& place) {
        std::vector<StoredVerdict> stored;
        for (const DayVerdict& verdict : verdicts)
            stored.push_back({person, place.opd, "Kantor Induk", verdict, place.profile, "r", kNow, "day"});
        EXPECT_TRUE(database.transaction([&]() -> Result<void> {
            VerdictsRepository(database).put(stored);
            return {};
        }));
    }
    void put(const PersonId& person, const std::vector<DayVerdict>& verdicts) { put(person, verdicts, {}); }
    // TW on working days, OFF on the others, and what stands there instead.
    static std::vector<DayVerdict> month_with(const std::vector<DayVerdict>& special) {
        std::vector<DayVerdict> month;
        for (LocalDay day = kFirst; day < kFirst + days(30); day += days(1)) {
            const auto found = std::ranges::find(special, day, &DayVerdict::day);
            month.push_back(found != special.end() ? *found
                                                   : verdict_of(day, is_weekend(day) ? "OFF" : "TW"));
        }
        return month;
    }
    PersonId somebody(std::uint8_t number, const std::string& name, const std::string& opd = kHealth) {
        const auto person = filled<PersonId>(number);
        EXPECT_TRUE(database.transaction([&]() -> Result<void> {
            const std::string nip = "1990010120150110" + std::to_string(10 + number % 90);
            PeopleRepository(database).add(
                {person, {nip, name, opd, "U", "K"}, std::to_string(20'000 + number), true});
            return {};
        }));
        return person;
    }
    void approve(std::int64_t id, const PersonId& person, const char* code, const char* first,
                 const char* last) {
        run_sql(
            (folder / "central.db").string(),
            "INSERT INTO papers (id, person, code, first_day, last_day, state, asked_ms, asked_by) VALUES (" +
                std::to_string(id) + ", '" + person.hex() + "', '" + code + "', '" + first + "', '" + last +
                "', 'approved', 1, 'x')");
    }
    // Two OPDs whose people have a bit of everything.
    void populate() {
        put(siti, month_with({late_on(kFirst, 9, 1, 50), late_on(kFirst + days(1), 75, 3, 150),
                              verdict_of(kFirst + days(2), "TK"), verdict_of(kFirst + days(3), "DL"),
                              verdict_of(kFirst + days(6), "TH"), verdict_of(kFirst + days(7), "LN")}));
        put(budi, month_with({verdict_of(kFirst, "WFH"), verdict_of(kFirst + days(1), "BD")}), {kWorks, ""});
        const PersonId formula = somebody(0x31, "=cmd|' /C calc'!A0");
        put(formula, month_with({leave_on(kFirst, "CB", 900), leave_on(kFirst + days(1), "CB", 900)}),
            {kHealth, kLeaveProfile});
        approve(900, formula, "CBESAR", "2026-09-01", "2026-09-02");
        const PersonId comma = somebody(0x32, "Rudi \"Rudy\", S.E.");
        DayVerdict absent = verdict_of(kFirst + days(8), "TK");
        absent.basis_points = 250;
        put(comma, month_with({absent}));
        // Moved on the 15th: a part of the month here, the end of it there.
        const PersonId moved = somebody(0x33, "Tuti Pindah", kWorks);
        auto month = month_with({late_on(kFirst, 40, 2, 100), late_on(kFirst + days(21), 9, 1, 50)});
        put(moved, {month.begin(), month.begin() + 14});
        put(moved, {month.begin() + 14, month.end()}, {kWorks, kRunProfile});
    }

    boost::json::value json_of(const std::string& target, const std::string& cookie, int status = 200) {
        const auto response = ask({"GET", target}, cookie);
        EXPECT_EQ(response.status, status) << target << ": " << response.body;
        return boost::json::parse(response.body);
    }
    std::string file_of(const std::string& target, const std::string& cookie) {
        const auto response = ask({"GET", target}, cookie);
        EXPECT_EQ(response.status, 200) << target << ": " << response.body;
        return response.body;
    }

    const rules::RuleBook book = shipped_rules();
};

int number_in(const boost::json::value& value) {
    return value.to_number<int>();
}

std::vector<std::string> codes_of(const boost::json::value& recap) {
    std::vector<std::string> codes;
    for (const auto& column : recap.at("columns").as_array())
        codes.emplace_back(column.at("code").as_string());
    return codes;
}

// "3.50" of a file is 350; nothing where nothing stands.
std::optional<int> basis_points_in(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return static_cast<int>(std::lround(std::stod(text) * 100));
}

// What a row of a file must have beside its name, by header.
std::map<std::string, std::string> numbers_in(const boost::json::value& row,
                                              const std::vector<std::string>& codes) {
    std::map<std::string, std::string> numbers;
    for (const std::string& code : codes)
        numbers[code] = std::to_string(number_in(row.at("figures").at(code)));
    const auto& cut = row.at("cut");
    const auto percent = [&](const char* key) {
        return cut.is_null() ? std::string("-") : std::to_string(number_in(cut.at(key)));
    };
    for (const CutGroup group : kEveryCutGroup)
        numbers[text_of(group).header + std::string(" %")] = percent(text_of(group).name);
    numbers["Potongan %"] = percent("basis_points");
    return numbers;
}

std::string as_number(const std::string& header, const std::string& cell) {
    if (!header.ends_with('%')) return cell;
    const auto value = basis_points_in(cell);
    return value ? std::to_string(*value) : "-";
}

// A CSV as a reader of other offices' tables reads it, by header.
std::vector<std::map<std::string, std::string>> csv_rows(const std::string& bytes) {
    EXPECT_TRUE(bytes.starts_with("\xef\xbb\xbf"));
    EXPECT_TRUE(bytes.ends_with("\r\n"));
    const std::string head = bytes.substr(3, bytes.find("\r\n") - 3);
    std::vector<std::string_view> columns;
    for (std::size_t from = 0; from <= head.size();) {
        const std::size_t end = std::min(head.find(',', from), head.size());
        columns.push_back(std::string_view(head).substr(from, end - from));
        from = end + 1;
    }
    const auto parsed = wire::parse_csv(bytes, columns);
    EXPECT_TRUE(parsed) << parsed.error().message;
    std::vector<std::map<std::string, std::string>> rows;
    for (const auto& row : *parsed) {
        auto& fields = rows.emplace_back();
        for (std::size_t i = 0; i < columns.size(); ++i)
            fields[std::string(columns[i])] = row.fields[i];
    }
    return rows;
}

// Each row of the JSON and then its sums, against the same row of both files; how many numbers were equal.
std::size_t compare(const boost::json::value& recap, const std::string& csv, const std::string& xlsx,
                    const char* name_header) {
    std::vector<boost::json::value> rows(recap.at("rows").as_array().begin(),
                                         recap.at("rows").as_array().end());
    rows.push_back(recap.at("totals"));
    const auto table = csv_rows(csv);
    const XlsxReader book(xlsx);
    const XlsxSheet& sheet = book.sheets.at(0);
    EXPECT_EQ(table.size(), rows.size());
    EXPECT_EQ(sheet.rows.size(), rows.size() + 1);
    const auto codes = codes_of(recap);
    std::size_t equal = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string name = table.at(i).at(name_header);
        for (const auto& [header, wanted] : numbers_in(rows[i], codes)) {
            const XlsxCell cell = sheet.at(i + 1, header);
            EXPECT_FALSE(cell.is_text) << header << " of " << name << " must be a number";
            EXPECT_EQ(as_number(header, cell.text), wanted) << "XLSX: " << header << " of " << name;
            EXPECT_EQ(as_number(header, table[i].at(header)), wanted) << "CSV: " << header << " of " << name;
            ++equal;
        }
        const std::string in_book = sheet.at(i + 1, name_header).text;
        EXPECT_EQ(name, in_book.starts_with('=') ? "'" + in_book : in_book);
    }
    return equal;
}

TEST_F(Recaps, EveryNumberOfTheFilesIsTheApis) {
    populate();
    const std::string cookie = enter(Role::bkd_officer);
    for (const std::string opd : {"", "&opd=Dinas Kesehatan", "&opd=Dinas PUPR"}) {
        const std::string query = kMonth + opd;
        const auto recap = json_of("/v1/recaps" + query, cookie);
        const auto count = compare(recap, file_of("/v1/recaps.csv" + query, cookie),
                                   file_of("/v1/recaps.xlsx" + query, cookie), opd.empty() ? "OPD" : "Nama");
        EXPECT_EQ(count,
                  (recap.at("rows").as_array().size() + 1) * (codes_of(recap).size() + kCutGroups + 1));
        EXPECT_GT(number_in(recap.at("totals").at("figures").at("HD")), 0);
    }
}

TEST_F(Recaps, RowsAddUpToTheSumsAndPeopleToTheirOpd) {
    populate();
    const std::string cookie = enter(Role::bkd_officer);
    const auto province = json_of("/v1/recaps" + std::string(kMonth), cookie);
    ASSERT_EQ(province.at("rows").as_array().size(), 2U);
    const auto add_up = [&](const boost::json::value& recap) {
        std::map<std::string, int> sums;
        for (const auto& row : recap.at("rows").as_array()) {
            for (const auto& [header, number] : numbers_in(row, codes_of(recap)))
                sums[header] += number == "-" ? 0 : std::stoi(number);
        }
        for (const auto& [header, number] : numbers_in(recap.at("totals"), codes_of(recap)))
            EXPECT_EQ(std::to_string(sums[header]), number) << header;
    };
    add_up(province);
    for (const auto& row : province.at("rows").as_array()) {
        const auto recap = json_of(
            "/v1/recaps" + std::string(kMonth) + "&opd=" + std::string(row.at("opd").as_string()), cookie);
        add_up(recap);
        EXPECT_EQ(recap.at("totals").at("figures"), row.at("figures"));
        EXPECT_EQ(recap.at("totals").at("cut"), row.at("cut"));
        EXPECT_EQ(recap.at("totals").at("people"), row.at("people"));
    }
}

TEST_F(Recaps, EachFigureOfAPersonIsTheSumOfTheDaysThatItOpens) {
    populate();
    const std::string cookie = enter(Role::bkd_officer);
    const auto recap = json_of("/v1/people/" + siti.hex() + "/recap" + kMonth, cookie);
    ASSERT_EQ(recap.at("days").as_array().size(), 30U);
    for (const std::string& code : codes_of(recap)) {
        int sum = 0;
        for (const auto& day : recap.at("days").as_array()) {
            const auto* figure = day.at("figures").as_object().if_contains(code);
            sum += figure == nullptr ? 0 : number_in(*figure);
        }
        EXPECT_EQ(sum, number_in(recap.at("figures").at(code))) << code;
    }
    EXPECT_EQ(number_in(recap.at("figures").at("KJK")), 84);
    EXPECT_EQ(number_in(recap.at("figures").at("DL")), 1);
    int parts = 0;
    for (const auto& part : recap.at("cut").at("parts").as_array())
        parts += number_in(part.at("basis_points"));
    EXPECT_EQ(parts, number_in(recap.at("cut").at("basis_points")));
    EXPECT_EQ(parts, 200);
}

TEST_F(Recaps, APersonsFileHasTheSameDaysAndFigures) {
    populate();
    const std::string cookie = enter(Role::bkd_officer), path = "/v1/people/" + siti.hex() + "/recap";
    const auto recap = json_of(path + kMonth, cookie);
    const XlsxReader file(file_of(path + ".xlsx" + kMonth, cookie));
    ASSERT_EQ(file.sheets.size(), 4U);
    EXPECT_EQ(file.sheets[0].name, "Harian");
    const auto& all = recap.at("days").as_array();
    ASSERT_EQ(file.sheets[0].rows.size(), all.size() + 2);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const XlsxSheet& sheet = file.sheets[0];
        const XlsxCell day = sheet.at(i + 1, "Tanggal");
        EXPECT_FALSE(day.is_text) << "a day must be one";
        EXPECT_EQ(format_day(LocalDay(std::chrono::year(1899) / 12 / 30) + days(std::stoi(day.text))),
                  all[i].at("day").as_string());
        EXPECT_EQ(sheet.at(i + 1, "Kode").text, all[i].at("code").as_string());
        EXPECT_EQ(sheet.at(i + 1, "Terlambat (menit)").text, std::to_string(number_in(all[i].at("late"))));
        EXPECT_EQ(basis_points_in(sheet.at(i + 1, "Potongan hari %").text),
                  number_in(all[i].at("basis_points")));
    }
    for (const auto& [header, wanted] : numbers_in(recap, codes_of(recap)))
        EXPECT_EQ(as_number(header, file.sheets[1].at(1, header).text), wanted) << header;
}

TEST_F(Recaps, ANameThatLooksLikeAFormulaStaysText) {
    populate();
    const std::string cookie = enter(Role::bkd_officer), query = std::string(kMonth) + "&opd=Dinas Kesehatan";
    const XlsxReader file(file_of("/v1/recaps.xlsx" + query, cookie));
    bool found = false;
    for (const XlsxSheet& sheet : file.sheets) {
        for (const auto& row : sheet.rows) {
            for (const auto& [column, cell] : row) {
                EXPECT_FALSE(cell.is_formula) << sheet.name << column;
                found = found || (cell.is_text && cell.text == "=cmd|' /C calc'!A0");
            }
        }
    }
    EXPECT_TRUE(found);
    const std::string csv = file_of("/v1/recaps.csv" + query, cookie);
    EXPECT_TRUE(csv.contains(",'=cmd|' /C calc'!A0,")) << csv;
    EXPECT_TRUE(csv.contains(R"(,"Rudi ""Rudy"", S.E.",)")) << csv;
}

TEST(Sheets, EveryTextThatASpreadsheetRunsGetsAnApostropheInCsv) {
    Sheet sheet{"S", {{"a", 6}}, {}, false, 0, {}};
    for (const char* text : {"=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "a=1", "'=1", ""})
        sheet.rows.push_back({std::string(text)});
    sheet.rows.push_back({Percent{-5}});
    EXPECT_EQ(csv_of(sheet),
              "\xef\xbb\xbf"
              "a\r\n'=1\r\n'+1\r\n'-1\r\n'@x\r\n'\tx\r\n\"'\rx\"\r\n\"'\nx\"\r\na=1\r\n'=1\r\n\r\n-0.05\r\n");
}

TEST(RecapSheets, ANumberHasRoomInItsColumn) {
    PeopleRecap recap;
    recap.facts.month = std::chrono::year(2026) / 9;
    recap.facts.columns = recap_columns({});
    recap.total.recap.missing_late = 123'456;
    const Sheet sheet = sheets_of(recap, Nips::hidden).front();
    const auto kjk = std::ranges::find(sheet.columns, "KJK", &SheetColumn::header);
    ASSERT_NE(kjk, sheet.columns.end());
    EXPECT_GT(kjk->width, 7) << "123.456";
}

TEST_F(Recaps, AMonthWithUnknownDaysSaysSoEverywhere) {
    populate();
    const std::string cookie = enter(Role::bkd_officer), works = std::string(kMonth) + "&opd=Dinas PUPR",
                      note = "sementara, 1 hari belum diketahui";
    const auto recap = json_of("/v1/recaps" + works, cookie);
    EXPECT_TRUE(recap.at("provisional").as_bool());
    EXPECT_EQ(number_in(recap.at("unknown")), 1);
    EXPECT_TRUE(json_of("/v1/recaps" + std::string(kMonth), cookie).at("provisional").as_bool());
    EXPECT_TRUE(json_of("/v1/people/" + budi.hex() + "/recap" + kMonth, cookie).at("provisional").as_bool());
    const auto table = csv_rows(file_of("/v1/recaps.csv" + works, cookie));
    EXPECT_EQ(table.at(0).at("Keadaan"), note);  // Budi
    EXPECT_EQ(table.at(1).at("Keadaan"), "lengkap; pindah OPD dalam bulan ini");
    EXPECT_EQ(table.back().at("Keadaan"), note);
    const XlsxReader file(file_of("/v1/recaps.xlsx" + works, cookie));
    EXPECT_EQ(file.sheets[0].at(1, "Keadaan").text, note);
    EXPECT_TRUE(file.sheets[0].xml.contains("(" + note + ")")) << "above every printed page";
    EXPECT_EQ(file.sheets.back().name, "Keterangan");
    EXPECT_EQ(file.sheets.back().rows.at(3).at("B").text, note);
    EXPECT_EQ(file.sheets.back().rows.at(5).at("B").text, book.digest.hex());
    // The control: the other OPD has none.
    EXPECT_FALSE(json_of("/v1/recaps" + std::string(kMonth) + "&opd=Dinas Kesehatan", cookie)
                     .at("provisional")
                     .as_bool());
}

TEST_F(Recaps, AMonthThatGoesOnSaysUpToWhichDay) {
    put(siti, {verdict_of(kFirst, "TW"), verdict_of(kFirst + days(1), "TW")});
    const auto recap = json_of("/v1/recaps" + std::string(kMonth), enter(Role::auditor));
    EXPECT_TRUE(recap.at("provisional").as_bool());
    EXPECT_EQ(recap.at("until").as_string(), "2026-09-02");
    EXPECT_EQ(number_in(recap.at("unknown")), 0);
}

TEST_F(Recaps, PersonalNumbersStandInTheFilesOfOfficersAlone) {
    populate();
    const std::string nip = "198001012005012001", query = std::string(kMonth) + "&opd=Dinas Kesehatan";
    const std::array may{Role::opd_officer, Role::bkd_officer};
    for (const Role role : {Role::opd_officer, Role::bkd_officer, Role::discipline_officer, Role::auditor,
                            Role::administrator}) {
        const std::string cookie = enter(role);
        const bool wanted = std::ranges::find(may, role) != may.end();
        EXPECT_EQ(file_of("/v1/recaps.csv" + query, cookie).contains(nip), wanted) << name_of(role);
        const XlsxReader file(file_of("/v1/people/" + siti.hex() + "/recap.xlsx" + kMonth, cookie));
        EXPECT_EQ(file.sheets[1].rows.at(0).size(), file.sheets[1].rows.at(1).size());
        EXPECT_EQ(file.sheets[1].rows.at(1).at("B").text == nip, wanted) << name_of(role);
        EXPECT_FALSE(ask({"GET", "/v1/recaps" + query}, cookie).body.contains(nip)) << name_of(role);
    }
}

TEST_F(Recaps, AnOfficerOfOneOpdGetsNothingOfAnother) {
    populate();
    const std::string health = enter(Role::opd_officer), works = enter(Role::opd_officer, kWorks);
    for (const std::string path : {"/v1/recaps", "/v1/recaps.csv", "/v1/recaps.xlsx"}) {
        EXPECT_EQ(ask({"GET", path + kMonth + "&opd=Dinas PUPR"}, health).status, 403) << path;
        EXPECT_FALSE(ask({"GET", path + kMonth}, health).body.contains("Budi")) << path;
    }
    for (const std::string path : {"/recap", "/recap.xlsx"}) {
        EXPECT_EQ(ask({"GET", "/v1/people/" + budi.hex() + path + kMonth}, health).status, 404) << path;
        EXPECT_EQ(ask({"GET", "/v1/people/" + budi.hex() + path + kMonth}, works).status, 200) << path;
    }
    // Of who moved, each sees the days there; the cut is of the whole month, where it ended, without the
    // other's days.
    const std::string path = "/v1/people/" + filled<PersonId>(0x33).hex() + "/recap" + kMonth;
    const auto before = json_of(path, health), after = json_of(path, works);
    EXPECT_EQ(before.at("days").as_array().size(), 14U);
    EXPECT_EQ(after.at("days").as_array().size(), 16U);
    EXPECT_TRUE(before.at("cut").is_null());
    EXPECT_EQ(number_in(after.at("cut").at("basis_points")), 150);
    EXPECT_EQ(after.at("cut").at("parts").at(0).at("days").as_array().size(), 0U);
    EXPECT_EQ(after.at("cut").at("parts").at(1).at("days").as_array().size(), 1U);
}

TEST_F(Recaps, LeaveIsCutByItsShareOfTheWorkingDays) {
    populate();
    const auto recap =
        json_of("/v1/people/" + filled<PersonId>(0x31).hex() + "/recap" + kMonth, enter(Role::bkd_officer));
    // September 2026 has 22 working days: two of long leave, paid by half.
    EXPECT_EQ(number_in(recap.at("figures").at("HK")), 22);
    EXPECT_EQ(number_in(recap.at("figures").at("CB")), 2);
    EXPECT_EQ(number_in(recap.at("cut").at("leave")), 2 * 50 * 100 / 22);
    EXPECT_TRUE(recap.at("cut").at("parts").at(0).at("rule").as_string().find("CBESAR") !=
                boost::json::string::npos);
}

TEST(LeaveSpell, AdjacentPapersOfOneLeaveAreOneSpell) {
    const auto paper = [](std::int64_t id, const char* code, const char* first, const char* last) {
        Paper made;
        made.id = id;
        made.code = code;
        made.days = {*parse_day(first), parse_day(last)};
        made.state = PaperState::approved;
        return made;
    };
    std::vector<Paper> papers{
        paper(1, "CS", "2026-08-01", "2026-08-20"), paper(2, "CS", "2026-08-21", "2026-09-10"),
        paper(3, "CS", "2026-07-01", "2026-07-30"), paper(4, "CT", "2026-07-20", "2026-07-31")};
    const auto found = leave_of(leave_on(*parse_day("2026-09-02"), "CS", 2), papers);
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, (LeaveDay{"CS", *parse_day("2026-08-01")}))
        << "a day between, and another leave, end it";
    papers[0].state = PaperState::rejected;
    EXPECT_EQ(leave_of(leave_on(*parse_day("2026-09-02"), "CS", 2), papers)->first, *parse_day("2026-08-21"));
    EXPECT_EQ(leave_of(verdict_of(kFirst, "CS"), papers), std::nullopt);
}

TEST_F(Recaps, TheTenthDayOfAbsenceIsCountedFromTheFirstHoweverLongAgo) {
    // From 24 August on: the tenth working day is 4 September, the fifteenth 11 September.
    std::vector<DayVerdict> run;
    for (LocalDay day = *parse_day("2026-08-24"); day <= *parse_day("2026-09-11"); day += days(1))
        run.push_back(verdict_of(day, is_weekend(day) ? "OFF" : "TK"));
    put(siti, {verdict_of(*parse_day("2026-08-21"), "TW")});
    put(siti, run);
    put(siti, {verdict_of(*parse_day("2026-09-14"), "TW")});
    const auto cut_in = [&](const char* month) {
        return json_of("/v1/people/" + siti.hex() + "/recap?month=" + month, enter(Role::bkd_officer))
            .at("cut");
    };
    const auto september = cut_in("2026-09");
    EXPECT_EQ(number_in(september.at("basis_points")), 10'000);
    const auto& part = september.at("parts").at(0);
    EXPECT_EQ(part.at("kind").as_string(), "absent_10");
    EXPECT_EQ(part.at("days").as_array().front().as_string(), "2026-08-24");
    EXPECT_EQ(part.at("days").as_array().back().as_string(), "2026-09-04");
    EXPECT_EQ(number_in(cut_in("2026-08").at("basis_points")), 0);
}

using Steps = std::vector<std::pair<CaseState, const char*>>;

StoredCase case_with(const PersonId& person, const Steps& steps) {
    StoredCase made;
    made.number = "D-2026-0001";
    made.person = person;
    made.opd = kHealth;
    made.basis.regime = "PP94";
    for (const auto& [state, day] : steps) {
        CaseEntry entry;
        entry.record = static_cast<std::int64_t>(made.entries.size()) + 1;
        entry.act = made.entries.empty() ? CaseAct::opened : CaseAct::moved;
        entry.state = state;
        entry.day = *parse_day(day);
        if (!made.entries.empty()) entry.by = filled<PersonId>(9);
        if (state == CaseState::keputusan) entry.sanction = "S1";
        made.entries.push_back(entry);
    }
    return made;
}

TEST(SanctionOfACase, IsThatOfADecisionThatStandsFromItsBerlakuOn) {
    using enum CaseState;
    const auto person = filled<PersonId>(1);
    const auto with = [&](const Steps& more) {
        Steps steps{{dugaan, "2026-07-01"}, {keputusan, "2026-07-20"}, {penyampaian, "2026-07-21"}};
        steps.insert(steps.end(), more.begin(), more.end());
        return sanction_of(case_with(person, steps));
    };
    EXPECT_EQ(with({}), std::nullopt) << "not in force yet";
    const auto stands = with({{berlaku, "2026-08-14"}});
    ASSERT_TRUE(stands);
    EXPECT_EQ(stands->sanction, "S1");
    EXPECT_EQ(stands->regime, "PP94");
    EXPECT_EQ(stands->day, *parse_day("2026-08-14"));
    EXPECT_TRUE(with({{berlaku, "2026-08-14"}, {selesai, "2026-12-01"}}));
    EXPECT_EQ(with({{berlaku, "2026-08-14"}, {bukan_pelanggaran, "2026-09-01"}}), std::nullopt) << "annulled";
    // Corrected data took the case back: a new decision is awaited.
    auto back = case_with(
        person,
        {{dugaan, "2026-07-01"}, {keputusan, "2026-07-20"}, {berlaku, "2026-08-14"}, {lhp, "2026-09-01"}});
    back.entries.back().by.reset();
    EXPECT_EQ(sanction_of(back), std::nullopt);
}

TEST_F(Recaps, ASanctionCutsFromTheMonthAfterItIsInForce) {
    populate();
    using enum CaseState;
    Steps steps;
    std::vector<std::int64_t> records;
    for (const auto& step :
         Steps{{dugaan, "2026-07-01"}, {keputusan, "2026-07-20"}, {berlaku, "2026-08-14"}}) {
        steps.push_back(step);
        StoredCase known = case_with(siti, steps);
        records.push_back(std::stoll(see(terminal, budi, static_cast<std::uint8_t>(steps.size())).id));
        for (std::size_t i = 0; i < records.size(); ++i)
            known.entries[i].record = records[i];
        // Each put writes the newest entry alone.
        ASSERT_TRUE(database.transaction([&]() -> Result<void> {
            CasesRepository(database).put(known);
            return {};
        }));
    }
    const auto cut_in = [&](const char* month) {
        const std::string path = "/v1/people/" + siti.hex() + "/recap?month=";
        return json_of(path + month, enter(Role::bkd_officer)).at("cut");
    };
    const auto september = cut_in("2026-09");
    EXPECT_EQ(number_in(september.at("sanction")), 2'500);
    EXPECT_EQ(number_in(september.at("basis_points")), 2'700);
    EXPECT_EQ(september.at("parts").as_array().back().at("days").at(0).as_string(), "2026-08-14");
    // The month before its first, as well judged: without it.
    DayVerdict august = verdict_of(*parse_day("2026-08-31"), "TW");
    put(siti, {august});
    EXPECT_EQ(number_in(cut_in("2026-08").at("sanction")), 0);
}

TEST_F(Recaps, AQueryThatCannotBeReadIsMalformed) {
    const std::string cookie = enter(Role::bkd_officer), person = "/v1/people/" + siti.hex() + "/recap";
    for (const std::string& path : {std::string("/v1/recaps"), std::string("/v1/recaps.csv"),
                                    std::string("/v1/recaps.xlsx"), person, person + ".xlsx"}) {
        for (const char* bad : {"?month=2026-13", "?month=2026-9", "?month=2026-09-01", "?month=kemarin",
                                "?month=2026-09&month=2026-08"})
            EXPECT_EQ(ask({"GET", path + bad}, cookie).status, 400) << path << bad;
        EXPECT_EQ(ask({"GET", path}, cookie).status, 200) << path << ": without one, the month of today";
    }
    EXPECT_EQ(ask({"GET", "/v1/recaps?opd=" + std::string(129, 'x')}, cookie).status, 400);
    EXPECT_EQ(ask({"GET", "/v1/recaps?opd=" + std::string(128, 'x')}, cookie).status, 200);
    EXPECT_EQ(ask({"GET", "/v1/people/somebody/recap"}, cookie).status, 404);
}

TEST_F(Recaps, MorePeopleThanFitAreRefusedWithTheirNumber) {
    put(siti, {verdict_of(kFirst, "TW")});
    const auto fill = [&](int count) {
        run_sql(
            (folder / "central.db").string(),
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                std::to_string(count) +
                ") INSERT OR IGNORE INTO verdicts SELECT printf('ffff%012d', i), day, opd, office, kind, "
                "code, "
                "paper, so_far, in_finding, in_minutes, in_missing, in_level, in_bp, in_record, in_paper, "
                "out_finding, out_minutes, out_missing, out_level, out_bp, out_record, out_paper, bp, "
                "profile, "
                "marks, why, rules, judged_ms, cause FROM n, verdicts WHERE person = '" +
                siti.hex() + "'");
    };
    const std::string query = std::string(kMonth) + "&opd=Dinas Kesehatan", cookie = enter(Role::bkd_officer);
    fill(static_cast<int>(kRecapPeopleMax) - 1);
    EXPECT_EQ(json_of("/v1/recaps" + query, cookie).at("rows").as_array().size(), 20'000U);
    fill(static_cast<int>(kRecapPeopleMax));
    const auto refused = ask({"GET", "/v1/recaps" + query}, cookie);
    EXPECT_EQ(refused.status, 413) << refused.body;
    EXPECT_TRUE(refused.body.contains("Dinas Kesehatan has 20001 people")) << refused.body;
}

TEST_F(Recaps, EachLookIsShownToThePersonWhoIsInIt) {
    populate();
    holder = budi;  // who looks
    const auto looks = [&] {
        return *database.read([&]() -> Result<std::int64_t> {
            std::int64_t times = 0;  // those of one day and viewer are one row
            for (const ViewRow& row : ViewsRepository(database).of_person(siti, 1'000'000, 100))
                times += row.times;
            return times;
        });
    };
    const std::string cookie = enter(Role::bkd_officer);
    ask({"GET", "/v1/recaps" + std::string(kMonth)}, cookie);
    EXPECT_EQ(looks(), 0) << "the province's names nobody";
    ask({"GET", "/v1/recaps.csv" + std::string(kMonth) + "&opd=Dinas Kesehatan"}, cookie);
    EXPECT_EQ(looks(), 1);
    ask({"GET", "/v1/people/" + siti.hex() + "/recap.xlsx" + kMonth}, cookie);
    EXPECT_EQ(looks(), 2);
}

}  // namespace
}  // namespace hadir::central::tests
