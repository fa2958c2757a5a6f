// Days as pages are given them: figures and the lists behind them, a person's days with their why, one's own.
#include "central/days_api.h"

#include <boost/json.hpp>
#include <set>

#include "central/verdicts_repository.h"
#include "tests/central/web_fixture.h"

namespace hadir::central::tests {
namespace {

const LocalDay kMonday = *parse_day("2026-09-21");

rules::RuleBook shipped_rules() {
    const auto files = rules::read_rule_folder(HADIR_SOURCE_DIR "/config/rules");
    if (!files) throw std::runtime_error(files.error().message);
    auto book = rules::read_rules(*files);
    if (!book) throw std::runtime_error(book.error().message);
    return *std::move(book);
}

DayVerdict day_of(const char* code, DayKind kind = DayKind::work) {
    DayVerdict verdict;
    verdict.day = kMonday;
    verdict.kind = kind;
    verdict.code = code;
    return verdict;
}

// A day of every part, and of those that are not over.
std::vector<DayVerdict> every_part() {
    std::vector<DayVerdict> days{day_of("TW"), day_of("HD"),       day_of("TL1"),
                                 day_of("TK"), day_of("TH"),       day_of("OFF", DayKind::off),
                                 day_of("BD"), day_of("TL1+PSW2"), day_of("LN", DayKind::holiday)};
    for (const auto& [code, paper] : {std::pair("DL", PaperEffect::duty), std::pair("CT", PaperEffect::leave),
                                      std::pair("WFH", PaperEffect::remote)}) {
        days.push_back(day_of(code));
        days.back().paper = paper;
    }
    for (const Finding so_far : {Finding::on_time, Finding::late}) {
        days.push_back(day_of("BD"));
        days.back().so_far = so_far;
    }
    return days;
}

class DaysApi : public WebFixture {
protected:
    DaysApi() { api.book = &book; }

    void put(const PersonId& person, const std::string& opd, DayVerdict verdict, UnixMs judged = kNow,
             const char* cause = "day") {
        const auto done = database.transaction([&]() -> Result<void> {
            VerdictsRepository(database).put(
                {{person, opd, "Kantor Induk", std::move(verdict), "P", "r", judged, cause}});
            return {};
        });
        EXPECT_TRUE(done);
    }
    // So many people of that OPD, whose days are one after the other those of every part.
    void populate(const std::string& opd, int count, std::uint8_t first) {
        const auto days = every_part();
        for (int i = 0; i < count; ++i) {
            const auto person = filled<PersonId>(static_cast<std::uint8_t>(first + i));
            const auto done = database.transaction([&]() -> Result<void> {
                const std::string id = person.hex();
                PeopleRepository(database).add(
                    {person, {id, "Nama " + id.substr(0, 2), opd, "U", "K"}, id, true});
                return {};
            });
            EXPECT_TRUE(done);
            put(person, opd, days[static_cast<std::size_t>(i) % days.size()]);
        }
    }
    boost::json::value json_of(const std::string& target, const std::string& cookie, int status = 200) {
        const auto response = ask({"GET", target}, cookie);
        EXPECT_EQ(response.status, status) << target << ": " << response.body;
        return boost::json::parse(response.body);
    }
    // Over all pages.
    std::set<std::string> people_of(const std::string& query, const std::string& cookie) {
        std::set<std::string> people;
        std::string cursor;
        for (int pages = 0; pages < 50; ++pages) {
            const auto page = json_of("/v1/verdicts?day=2026-09-21&limit=3" + query + cursor, cookie);
            for (const auto& row : page.at("items").as_array())
                people.emplace(row.at("person").as_string());
            if (page.at("next").is_null()) return people;
            cursor = "&cursor=" + std::string(page.at("next").as_string());
        }
        ADD_FAILURE() << "no end of pages";
        return people;
    }

    const rules::RuleBook book = shipped_rules();
};

TEST_F(DaysApi, EachFigureIsAsLongAsItsListAndThePartsAddUp) {
    populate(kHealth, 20, 0x20);
    populate(kWorks, 17, 0x60);
    const std::string cookie = enter(Role::bkd_officer);
    const auto today = json_of("/v1/today?day=2026-09-21", cookie);
    const auto check = [&](const boost::json::value& figures, const std::string& opd) {
        const auto& parts = figures.at("parts").as_object();
        std::size_t sum = 0;
        for (const auto& [part, count] : parts) {
            if (part == "people") continue;
            const auto people = people_of("&part=" + std::string(part) + opd, cookie);
            EXPECT_EQ(people.size(), count.to_number<std::size_t>()) << part << opd;
            EXPECT_GT(people.size(), 0U) << part;
            sum += people.size();
        }
        EXPECT_EQ(sum, parts.at("people").to_number<std::size_t>());
        EXPECT_EQ(people_of(opd, cookie).size(), sum);
        return sum;
    };
    EXPECT_EQ(check(today.at("totals"), ""), 37U);
    for (const auto& row : today.at("opds").as_array())
        check(row, "&opd=" + std::string(row.at("opd").as_string()));
}

TEST_F(DaysApi, AnOfficerOfOneOpdGetsNothingOfAnother) {
    put(siti, kHealth, day_of("TW"));
    put(budi, kWorks, day_of("TK"));
    const std::string health = enter(Role::opd_officer), all = enter(Role::bkd_officer);
    EXPECT_EQ(people_of("", health), std::set<std::string>{siti.hex()});
    EXPECT_EQ(people_of("", all).size(), 2U) << "the control";
    EXPECT_EQ(ask({"GET", "/v1/verdicts?opd=Dinas PUPR"}, health).status, 403);
    const auto parts = json_of("/v1/today?day=2026-09-21", health).at("totals").at("parts");
    EXPECT_EQ(parts.at("people").as_int64(), 1);
    EXPECT_EQ(parts.at("absent").as_int64(), 0);
    const std::string days = "/days?from=2026-09-01&to=2026-09-30";
    EXPECT_EQ(ask({"GET", "/v1/people/" + budi.hex() + days}, health).status, 404);
    EXPECT_EQ(json_of("/v1/people/" + budi.hex() + days, all).at("days").as_array().size(), 1U);
    // Who has moved is seen for the days there, and no others.
    DayVerdict before = day_of("TW");
    before.day = kMonday - std::chrono::days(7);
    put(budi, kHealth, before);
    const auto moved = json_of("/v1/people/" + budi.hex() + days, health);
    ASSERT_EQ(moved.at("days").as_array().size(), 1U);
    EXPECT_EQ(moved.at("days").at(0).at("day").as_string(), "2026-09-14");
}

TEST_F(DaysApi, ADaySaysWhyInBothLanguagesAndWhatItWasBefore) {
    Seen seen = see(terminal, budi, 4);
    DayVerdict first = day_of("TK");
    first.basis_points = 300;
    first.why = {{"absent", "", {}, {}, {}}};
    put(budi, kWorks, first, kNow + -std::chrono::hours(2));
    DayVerdict late = day_of("TL1");
    late.in = {Finding::late, 9, 9, 1, 50, std::stoll(seen.id), {}};
    late.why = {{"late",
                 "day_bands/TL1@2016-01-01",
                 {{"time", "07:39:10"}, {"start", "07:30"}, {"minutes", "9"}, {"level", "TL1"}},
                 {std::stoll(seen.id)},
                 {}}};
    put(budi, kWorks, late, kNow, "records");
    const auto answer =
        json_of("/v1/people/" + budi.hex() + "/days?from=2026-09-21&to=2026-09-21", enter(Role::auditor));
    EXPECT_EQ(answer.at("name").as_string(), "Budi Santoso");
    const auto& day = answer.at("days").at(0);
    EXPECT_EQ(day.at("in").at("time").as_string(), "07:39:10");
    const auto& line = day.at("why").at(0);
    EXPECT_EQ(line.at("id").as_string(),
              "Anda presensi masuk pukul 07.39.10; jam masuk 07.30. Terlambat 9 menit; dalam rekap TL1.");
    EXPECT_TRUE(line.at("en").as_string().starts_with("You checked in at 07.39.10"));
    EXPECT_EQ(line.at("rule").at("confidence").as_string(), "read");
    EXPECT_FALSE(line.at("rule").at("unverified").as_bool());
    EXPECT_EQ(line.at("records").at(0).at("id").as_string(), seen.id);
    EXPECT_EQ(line.at("records").at(0).at("kiosk").as_string(), "Kios 02");
    const auto& old = day.at("before").at(0);
    EXPECT_EQ(old.at("code").as_string(), "TK");
    EXPECT_EQ(old.at("basis_points").as_int64(), 300);
    EXPECT_EQ(old.at("cause").as_string(), "records");
    EXPECT_EQ(old.at("why").at(0).at("key").as_string(), "absent");
}

TEST_F(DaysApi, ASideThatIsNotKnownYetHasTheTimeOfItsCheckIn) {
    Seen seen = see(terminal, budi, 4);  // 07:40:04 at Jakarta
    DayVerdict open = day_of("BD");
    open.in.finding = Finding::unknown;
    open.in.stamp = std::stoll(seen.id);
    open.so_far = Finding::late;
    put(budi, kWorks, open);
    const std::string cookie = enter(Role::bkd_officer);
    const auto row = json_of("/v1/verdicts?day=2026-09-21&part=late", cookie).at("items").at(0);
    EXPECT_EQ(row.at("in").at("time").as_string(), "07:40:04");
    EXPECT_EQ(row.at("so_far").as_string(), "late");
    EXPECT_TRUE(row.at("out").at("time").is_null());
}

TEST_F(DaysApi, EverybodySeesTheirOwnMonthAndNobodyElses) {
    holder = siti;
    put(siti, kHealth, day_of("TW"));
    put(budi, kWorks, day_of("TK"));
    DayVerdict october = day_of("TL1");
    october.day = *parse_day("2026-10-01");
    put(siti, kHealth, october);
    const std::string cookie = enter(Role::person);  // Siti
    const auto september = json_of("/v1/own/days?month=2026-09", cookie);
    EXPECT_EQ(september.at("person").as_string(), siti.hex());
    EXPECT_EQ(september.at("to").as_string(), "2026-09-30");
    ASSERT_EQ(september.at("days").as_array().size(), 1U);
    EXPECT_EQ(september.at("days").at(0).at("code").as_string(), "TW");
    EXPECT_EQ(json_of("/v1/own/days", cookie).at("from").as_string(), "2026-09-01") << "the month of today";
    EXPECT_EQ(json_of("/v1/own/days?month=2026-10", cookie).at("days").at(0).at("code").as_string(), "TL1");
}

TEST_F(DaysApi, AQueryThatCannotBeReadIsMalformed) {
    const std::string cookie = enter(Role::bkd_officer), days = "/v1/people/" + siti.hex() + "/days?";
    for (const std::string& bad :
         {std::string("/v1/verdicts?day=besok"), std::string("/v1/verdicts?part=tk"),
          std::string("/v1/verdicts?cursor=7"), std::string("/v1/verdicts?limit=501"),
          std::string("/v1/own/days?month=2026-13"), std::string("/v1/own/days?month=2026-09-01"), days,
          days + "from=2026-09-01", days + "from=2026-09-02&to=2026-09-01",
          days + "from=2026-07-01&to=2026-09-01"})
        EXPECT_EQ(ask({"GET", bad}, cookie).status, 400) << bad;
    EXPECT_EQ(ask({"GET", days + "from=2026-07-02&to=2026-09-01"}, cookie).status, 200) << "62 days";
    EXPECT_EQ(ask({"GET", "/v1/people/somebody/days?from=2026-09-01&to=2026-09-01"}, cookie).status, 404);
}

}  // namespace
}  // namespace hadir::central::tests
