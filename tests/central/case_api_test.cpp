// Cases over the web API: what the queue and a file tell, who may do what, and what a person sees of their
// own.
#include <boost/json.hpp>

#include "central/absences_repository.h"
#include "central/assignments_repository.h"
#include "central/case_watch.h"
#include "central/posts_repository.h"
#include "central/verdicts_repository.h"
#include "tests/central/web_fixture.h"

namespace hadir::central::tests {
namespace {

// Budi has stayed away for three days; Ani is his superior, and Siti keeps the cases.
class CaseApi : public WebFixture {
protected:
    CaseApi() {
        const DaySpan always{*parse_day("2020-01-01"), std::nullopt};
        const Workplace works{kWorks, "Jalan", "Kantor Induk"};
        EXPECT_TRUE(database.transaction([&]() -> Result<void> {
            PeopleRepository(database).add(
                {ani, {"197501012000012003", "Ani Wijaya", kWorks, "Jalan", "Kantor Induk"}, "77777", true});
            PostsRepository(database).replace(
                {Post{budi, always, Employment::pns, PostLevel::pelaksana, "Staf", works, ani},
                 Post{ani, always, Employment::pns, PostLevel::pengawas, "Kepala Seksi", works,
                      std::nullopt}});
            AssignmentsRepository(database).replace(AssignmentKind::plan, {{{}, always, "BTN-5"}});
            for (const char* day : {"2026-09-14", "2026-09-15", "2026-09-16"})
                put_verdict(day, "TK");
            return {};
        }));
        look();
    }
    void put_verdict(const char* day, const char* code) {
        StoredVerdict row;
        row.person = budi;
        row.opd = kWorks;
        row.verdict.day = *parse_day(day);
        row.verdict.code = code;
        row.cause = "test";
        VerdictsRepository(database).put({row});
        AbsencesRepository(database).add(budi, row.verdict.day);
    }
    void look() {
        const OwnLedger own{key, clock, random};
        EXPECT_TRUE(look_at_cases(database, {own, book, {}, Zone::wib}));
    }
    std::string enter_as(const PersonId& person, Role role = Role::person) {
        const Account account{"orang-" + std::to_string(++people_), "none", role, person, {}, false};
        EXPECT_TRUE(database.transaction([&]() -> Result<void> {
            AccountsRepository(database).add(account, clock.wall());
            return {};
        }));
        return "hadir=" + open_session(database, random, account, clock.wall(), Stage::open)->id;
    }
    boost::json::object got(const std::string& target, const std::string& cookie) {
        const auto response = ask({"GET", target}, cookie);
        EXPECT_EQ(response.status, 200) << target << response.body;
        return boost::json::parse(response.body).as_object();
    }
    int post(const std::string& target, const std::string& body, const std::string& cookie) {
        const auto response = ask({"POST", target, body}, cookie);
        last_ = response.body;
        return response.status;
    }
    std::string seen() { return std::to_string(got(kCase, officer_)["seen"].as_int64()); }
    void examine() {
        ASSERT_EQ(post(std::string(kCase) + "/steps", step("PANGGILAN_1"), officer_), 201) << last_;
        ASSERT_EQ(post(std::string(kCase) + "/steps", step("PEMERIKSAAN"), officer_), 201) << last_;
        ASSERT_EQ(post(std::string(kCase) + "/proposals", sanction("R1"), officer_), 201) << last_;
    }
    std::string step(const std::string& state) {
        return R"({"state":")" + state + R"(","day":"2026-09-21","why":"surat 12","seen":)" + seen() + '}';
    }
    std::string sanction(const std::string& code) {
        return R"({"sanction":")" + code + R"(","why":"wajib masuk kerja","seen":)" + seen() + '}';
    }

    static constexpr const char* kCase = "/v1/cases/D-2026-0001";
    const PersonId ani = filled<PersonId>(0x0a);
    int people_ = 0;
    std::string last_;
    std::string officer_ = enter_as(siti, Role::discipline_officer);
};

TEST_F(CaseApi, TheQueueCountsWhatItsListsHold) {
    const auto queue = got("/v1/cases?tab=examine", officer_);
    EXPECT_EQ(queue.at("counts").at("examine"), 1);
    EXPECT_EQ(queue.at("counts").at("proposed"), 0);
    EXPECT_EQ(queue.at("counts").at("late"), 0);
    ASSERT_EQ(queue.at("items").as_array().size(), 1U);
    const auto& row = queue.at("items").at(0);
    EXPECT_EQ(row.at("case"), "D-2026-0001");
    EXPECT_EQ(row.at("name"), "Budi Santoso");
    EXPECT_EQ(row.at("superior").at("name"), "Ani Wijaya");
    EXPECT_EQ(row.at("due").at("state"), "PANGGILAN_1");
    EXPECT_TRUE(got("/v1/cases?tab=closed", officer_).at("items").as_array().empty());
    EXPECT_EQ(ask({"GET", "/v1/cases?tab=lost"}, officer_).status, 400);
    EXPECT_EQ(ask({"GET", "/v1/cases?late=2"}, officer_).status, 400);
}

TEST_F(CaseApi, ASuperiorWhoDidNotActInTimeIsShown) {
    clock.jump_wall(clock.wall() + std::chrono::days(14));
    officer_ = enter_as(siti, Role::discipline_officer);
    const auto late = got("/v1/cases?late=1", officer_);
    EXPECT_EQ(late.at("counts").at("late"), 1);
    EXPECT_EQ(late.at("items").at(0).at("superior").at("name"), "Ani Wijaya");
    EXPECT_EQ(late.at("items").at(0).at("due").at("late"), true);
}

TEST_F(CaseApi, AFileTellsRuleArithmeticAndWhatMayFollow) {
    auto file = got(kCase, officer_);
    EXPECT_EQ(file["threshold"].at("id"), "thresholds/PP94/year/3@2021-08-31");
    EXPECT_EQ(file["threshold"].at("confidence"), "read");
    EXPECT_EQ(file["article"], "") << "nobody has checked it";
    EXPECT_EQ(file["days"].as_array().size(), 3U);
    EXPECT_EQ(file["evidence"].at(0).at("code"), "TK");
    EXPECT_EQ(file["history"].at(0).at("central"), true);
    EXPECT_EQ(boost::json::serialize(file["next"]), R"(["PANGGILAN_1","BUKAN_PELANGGARAN"])");
    EXPECT_EQ(file["may_propose"], false);
    EXPECT_TRUE(file["proposal"].is_null());
}

TEST_F(CaseApi, ItGoesFromSummonsToObjection) {
    examine();
    EXPECT_EQ(post(std::string(kCase) + "/decisions", sanction("R1"), officer_), 403) << "who proposed";
    EXPECT_EQ(post(std::string(kCase) + "/decisions", sanction("R1"), enter_as(budi)), 404);
    const std::string superior = enter_as(ani);
    EXPECT_EQ(got("/v1/own/superior-cases", superior).at("items").as_array().size(), 1U);
    EXPECT_TRUE(got("/v1/own/superior-cases", enter_as(budi)).at("items").as_array().empty());
    ASSERT_EQ(post(std::string(kCase) + "/decisions", sanction("R1"), superior), 201) << last_;
    ASSERT_EQ(post(std::string(kCase) + "/steps", step("PENYAMPAIAN"), officer_), 201) << last_;
    const std::string accused = enter_as(budi);
    auto own = got("/v1/own/cases", accused);
    EXPECT_EQ(own.at("items").at(0).at("objection_until"), "2026-10-11");
    EXPECT_EQ(own.at("items").at(0).at("decision").at("by"), "Ani Wijaya");
    EXPECT_EQ(own.at("items").at(0).at("decision").at("words"), "wajib masuk kerja");
    const std::string objection =
        R"({"objection":true,"text":"Saya bertugas di Serang.\nSurat tugas terlampir."})";
    EXPECT_EQ(post("/v1/own/cases/D-2026-0001/statements", objection, superior), 404);
    EXPECT_EQ(post("/v1/own/cases/D-2026-0001/statements", objection, accused), 201) << last_;
    EXPECT_EQ(got("/v1/cases?tab=objection", officer_).at("items").as_array().size(), 1U);
    EXPECT_EQ(got(kCase, officer_)["history"].as_array().back().at("words"),
              "Saya bertugas di Serang.\nSurat tugas terlampir.");
}

TEST_F(CaseApi, WhoIsSlowerIsToldAndWhatAStatementMayBeHasLimits) {
    const std::string stale = step("PANGGILAN_1");
    ASSERT_EQ(post(std::string(kCase) + "/steps", stale, officer_), 201) << last_;
    EXPECT_EQ(post(std::string(kCase) + "/steps", stale, officer_), 409);
    EXPECT_NE(last_.find("Siti Rahmawati was faster"), std::string::npos) << last_;
    const std::string accused = enter_as(budi);
    const auto said = [&](const std::string& text) {
        return post("/v1/own/cases/D-2026-0001/statements", R"({"objection":false,"text":")" + text + "\"}",
                    accused);
    };
    EXPECT_EQ(said("sakit"), 400);
    EXPECT_EQ(said(std::string(3001, 'x')), 400);
    EXPECT_EQ(said(std::string(3000, 'x')), 201);
    EXPECT_EQ(said("Saya sakit, surat menyusul."), 201);
}

TEST_F(CaseApi, PapersAreServedUnderAPolicyOfTheirOwn) {
    api.cases.letterhead = "PEMERINTAH PROVINSI BANTEN|DINAS PUPR";
    const auto page = ask({"GET", std::string(kCase) + "/documents/panggilan-1"}, officer_);
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("<p>DINAS PUPR</p>"), std::string::npos);
    EXPECT_NE(page.body.find("198001012005011002"), std::string::npos) << "a letter needs the NIP";
    EXPECT_TRUE(page.has_header("Content-Security-Policy"));
    EXPECT_EQ(ask({"GET", std::string(kCase) + "/documents/penghentian-gaji"}, officer_).status, 404);
    EXPECT_EQ(ask({"GET", std::string(kCase) + "/documents/keputusan"}, officer_).status, 404);
    EXPECT_EQ(ask({"GET", std::string(kCase) + "/documents/lain"}, officer_).status, 404);
}

TEST_F(CaseApi, WhoLooksAtACaseIsShownToThePerson) {
    got(kCase, officer_);
    ask({"GET", std::string(kCase) + "/documents/bap"}, officer_);
    const auto views = got("/v1/own/views", enter_as(budi)).at("items").as_array();
    ASSERT_EQ(views.size(), 1U);
    EXPECT_EQ(views.front().at("kind"), "discipline");
    EXPECT_EQ(views.front().at("times"), 2);
    EXPECT_EQ(views.front().at("name"), "Siti Rahmawati");
}

TEST_F(CaseApi, OnlyAGrantOpensCasesOfEthics) {
    const std::string granted = enter(Role::discipline_officer, kHealth, true);
    const std::string without = enter(Role::discipline_officer);
    const std::string report = R"({"number":"77777","why":"laporan warga"})";
    EXPECT_EQ(post("/v1/ethics", report, without), 403);
    ASSERT_EQ(post("/v1/ethics", report, granted), 201) << last_;
    EXPECT_EQ(ask({"GET", "/v1/ethics"}, without).status, 403);
    EXPECT_EQ(ask({"GET", "/v1/ethics/E-2026-0001"}, without).status, 403);
    EXPECT_EQ(got("/v1/ethics", granted).at("items").at(0).at("name"), "Ani Wijaya");
    auto file = got("/v1/ethics/E-2026-0001", granted);
    EXPECT_EQ(file["history"].at(0).at("words"), "laporan warga");
    const std::string few = R"({"state":"council","council":["77777"],"verdict":null,"why":"SK 3","seen":)" +
                            std::to_string(file["seen"].as_int64()) + '}';
    EXPECT_EQ(post("/v1/ethics/E-2026-0001/steps", few, granted), 400);
    EXPECT_NE(last_.find("odd number"), std::string::npos);
    EXPECT_EQ(post("/v1/ethics", R"({"number":"00001","why":"salah nomor"})", granted), 404);
}

}  // namespace
}  // namespace hadir::central::tests
