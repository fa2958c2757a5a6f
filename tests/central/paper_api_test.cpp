// Papers and outages as the pages ask for them.
#include <boost/json.hpp>

#include "central/assignments_repository.h"
#include "central/holidays_repository.h"
#include "central/papers.h"
#include "central/posts_repository.h"
#include "central/projection.h"
#include "tests/central/web_fixture.h"

namespace hadir::central::tests {
namespace {

namespace json = boost::json;

// Siti answers to Budi, and Budi to the person of an account of BKD that is neither.
class PaperApi : public WebFixture {
protected:
    PaperApi() {
        EXPECT_TRUE(database.transaction([&]() -> Result<void> {
            PeopleRepository(database).add(
                {head, {"196501011990011001", "Ani Wijaya", kHealth, "Gizi", "Kantor Induk"}, "90001", true});
            const DaySpan always{*parse_day("2020-01-01"), std::nullopt};
            const Workplace place{kHealth, "Gizi", "Kantor Induk"};
            const auto post = [&](const PersonId& person, const std::optional<PersonId>& superior) {
                return Post{person, always, Employment::pns, PostLevel::pelaksana, "", place, superior};
            };
            PostsRepository(database).replace({post(siti, budi), post(budi, head), post(head, std::nullopt)});
            AssignmentsRepository(database).replace(AssignmentKind::plan, {{{}, always, "BTN-5"}});
            return {};
        }));
        as_siti = enter_as(siti);
        as_budi = enter_as(budi);
        as_head = enter_as(head);
    }

    std::string enter_as(const PersonId& person) {
        const Account account{"akun-" + person.hex(), "none", Role::person, person, {}, false};
        EXPECT_TRUE(database.transaction([&]() -> Result<void> {
            AccountsRepository(database).add(account, clock.wall());
            return {};
        }));
        return "hadir=" + open_session(database, random, account, clock.wall())->id;
    }
    static json::value parsed(const httpd::Response& response) { return json::parse(response.body); }
    static std::string text(const json::value& value, const char* key) {
        return std::string(value.at(key).as_string());
    }
    // A request for annual leave from first to last.
    static std::string wish(const char* first, const char* last, const std::string& document = "null") {
        return std::string(R"({"code":"CT","first":")") + first + R"(","last":")" + last +
               R"(","from":null,"to":null,"side":null,"at_s":null,"document":)" + document +
               R"(,"why":"menjenguk orang tua"})";
    }
    std::string asked(const char* first, const char* last) {
        const auto response = ask({"POST", "/v1/own/papers", wish(first, last)}, as_siti);
        EXPECT_EQ(response.status, 201) << response.body;
        return text(parsed(response), "id");
    }
    httpd::Response decide_on(const std::string& paper, const char* body, const std::string& cookie) {
        return ask({"POST", "/v1/papers/" + paper + "/decisions", body}, cookie);
    }

    const PersonId head = filled<PersonId>(77);
    std::string as_siti, as_budi, as_head;
};
constexpr const char* kApprove = R"({"verdict":"approved","why":""})";

TEST_F(PaperApi, APaperGoesFromWhoAsksToWhoDecidesAndBack) {
    const std::string id = asked("2026-09-28", "2026-09-30");
    const auto queue = parsed(ask({"GET", "/v1/approvals"}, as_budi));
    ASSERT_EQ(queue.at("waiting").as_int64(), 1);
    const auto& card = queue.at("items").at(0);
    EXPECT_EQ(text(card, "name"), "Siti Rahmawati");
    EXPECT_EQ(text(card, "why"), "menjenguk orang tua");
    EXPECT_EQ(text(card.at("kind"), "text_id"), "cuti tahunan");
    EXPECT_EQ(json::serialize(card.at("leave")), R"({"year":2026,"used":0,"asked":3,"of":12})");
    EXPECT_EQ(json::serialize(card.at("next")), R"({"name":"Ani Wijaya","acting":null,"from":"2026-09-24"})");
    EXPECT_EQ(parsed(ask({"GET", "/v1/approvals"}, as_head)).at("waiting").as_int64(), 0);
    EXPECT_EQ(decide_on(id, R"({"verdict":"rejected","why":"pendek"})", as_budi).status, 400);
    EXPECT_EQ(decide_on(id, R"({"verdict":"rejected","why":"tim sedang diaudit"})", as_budi).status, 201);
    EXPECT_EQ(decide_on(id, kApprove, as_budi).status, 409);
    const auto own = parsed(ask({"GET", "/v1/own/papers"}, as_siti)).at("items").at(0);
    EXPECT_EQ(text(own, "state"), "rejected");
    EXPECT_EQ(text(own, "decision_why"), "tim sedang diaudit");
    EXPECT_EQ(text(own, "decided_by"), "Budi Santoso");
    EXPECT_EQ(parsed(ask({"GET", "/v1/approvals"}, as_budi)).at("waiting").as_int64(), 0);
}

TEST_F(PaperApi, NobodyDecidesOnTheirOwnAndStrangersFindNothing) {
    const std::string id = asked("2026-09-28", "2026-09-30");
    EXPECT_EQ(decide_on(id, kApprove, as_siti).status, 403);
    EXPECT_EQ(decide_on(id, kApprove, as_head).status, 403) << "before their turn";
    holder = siti;
    const std::string bkd = enter(Role::bkd_officer);
    EXPECT_EQ(decide_on(id, kApprove, bkd).status, 403);
    EXPECT_EQ(ask({"DELETE", "/v1/own/papers/" + id}, as_budi).status, 404);
    EXPECT_EQ(ask({"DELETE", "/v1/own/papers/" + id}, as_siti).status, 204);
    EXPECT_EQ(ask({"DELETE", "/v1/own/papers/" + id}, as_siti).status, 409);
}

TEST_F(PaperApi, MarksSayWhatToLookAtTwice) {
    asked("2026-09-14", "2026-09-25");  // ten working days, a week of them over
    asked("2026-09-25", "2026-10-02");
    const auto items = parsed(ask({"GET", "/v1/approvals"}, as_budi)).at("items");
    EXPECT_EQ(json::serialize(items.at(0).at("marks")), R"(["overlaps","late"])");
    EXPECT_EQ(json::serialize(items.at(1).at("marks")), R"(["overlaps"])");
    ASSERT_EQ(decide_on(text(items.at(0), "id"), kApprove, as_budi).status, 201);
    const auto left = parsed(ask({"GET", "/v1/approvals"}, as_budi)).at("items").at(0);
    EXPECT_EQ(json::serialize(left.at("leave")), R"({"year":2026,"used":10,"asked":5,"of":12})");
    EXPECT_EQ(json::serialize(left.at("marks")), R"(["overlaps","over_12"])");
}

TEST_F(PaperApi, AHolidayAddedLaterGivesADayOfLeaveBack) {
    asked("2026-09-28", "2026-09-30");
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        Holiday holiday;
        holiday.day = *parse_day("2026-09-29");
        holiday.kind = HolidayKind::regional;
        holiday.name = "Hari Jadi";
        EXPECT_TRUE(HolidaysRepository(database).add(holiday));
        return {};
    }));
    const auto card = parsed(ask({"GET", "/v1/approvals"}, as_budi)).at("items").at(0);
    EXPECT_EQ(card.at("leave").at("asked").as_int64(), 2);
}

TEST_F(PaperApi, TheNextSuperiorSeesItOnceTheDeadlineHasPassed) {
    asked("2026-09-28", "2026-09-30");
    clock.jump_wall(clock.wall() + std::chrono::days(3));
    const auto queue = parsed(ask({"GET", "/v1/approvals"}, enter_as(filled<PersonId>(78))));
    EXPECT_EQ(queue.at("waiting").as_int64(), 0);
    as_head = "hadir=" + open_session(database, random,
                                      {"akun-" + head.hex(), "none", Role::person, head, {}}, clock.wall())
                             ->id;
    const auto card = parsed(ask({"GET", "/v1/approvals"}, as_head)).at("items").at(0);
    EXPECT_EQ(json::serialize(card.at("marks")), R"(["escalated"])");
    EXPECT_EQ(card.at("deciders").as_array().size(), 2U);
}

TEST_F(PaperApi, TheDocumentIsForWhoAskedAndWhoDecides) {
    const auto stored = ask({"POST", "/v1/own/documents", "%PDF-1.7 surat"}, as_siti);
    ASSERT_EQ(stored.status, 201) << stored.body;
    const std::string name = '"' + text(parsed(stored), "sha256") + '"';
    EXPECT_EQ(ask({"POST", "/v1/own/documents", "<html>"}, as_siti).status, 400);
    EXPECT_EQ(ask({"POST", "/v1/own/papers", wish("2026-09-28", "2026-09-28", name)}, as_budi).status, 400);
    const auto paper = ask({"POST", "/v1/own/papers", wish("2026-09-28", "2026-09-28", name)}, as_siti);
    ASSERT_EQ(paper.status, 201) << paper.body;
    const std::string path = "/v1/papers/" + text(parsed(paper), "id") + "/document";
    for (const std::string& cookie : {as_siti, as_budi}) {
        const auto document = ask({"GET", path}, cookie);
        EXPECT_EQ(document.status, 200);
        EXPECT_EQ(document.body, "%PDF-1.7 surat");
        EXPECT_EQ(document.headers.front().value, "application/pdf");
    }
    EXPECT_EQ(ask({"GET", path}, as_head).status, 404) << "not before their turn";
}

TEST_F(PaperApi, OfficersEnterPapersForThePeopleOfTheirOpd) {
    const std::string target = "/v1/people/" + siti.hex() + "/papers";
    const std::string late = wish("2026-08-31", "2026-08-31");
    const Account bkd{"bkd", "none", Role::bkd_officer, head, {}, false};
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        AccountsRepository(database).add(bkd, clock.wall());
        return {};
    }));
    const std::string as_bkd = "hadir=" + open_session(database, random, bkd, clock.wall())->id;
    EXPECT_EQ(ask({"POST", target, late}, as_budi).status, 400) << "closed, also for the superior";
    const auto entered = ask({"POST", target, late}, as_bkd);
    ASSERT_EQ(entered.status, 201) << entered.body;
    EXPECT_EQ(text(parsed(entered), "asked_by"), "Ani Wijaya");
    EXPECT_EQ(json::serialize(parsed(entered).at("marks")), R"(["late","by_other","closed"])");
    EXPECT_EQ(ask({"POST", "/v1/people/" + budi.hex() + "/papers", wish("2026-09-28", "2026-09-28")}, as_siti)
                  .status,
              404);
}

TEST_F(PaperApi, KindsAreThoseOfWhoAsks) {
    const auto kinds = parsed(ask({"GET", "/v1/own/paper-kinds"}, as_siti));
    EXPECT_EQ(kinds.at("items").as_array().size(), 15U);
    EXPECT_EQ(text(kinds, "open_from"), "2026-09-01");
    EXPECT_EQ(text(kinds.at("items").at(6), "confidence"), "memory");
}

TEST_F(PaperApi, WhoLooksIsShownToWhosePaperItIs) {
    asked("2026-09-28", "2026-09-30");
    const auto looks = [&] { return ask({"GET", "/v1/own/views"}, as_siti).body; };
    EXPECT_FALSE(looks().contains("Budi Santoso"));
    ask({"GET", "/v1/approvals"}, as_budi);
    EXPECT_TRUE(looks().contains("Budi Santoso"));
    EXPECT_TRUE(looks().contains(R"("kind":"paper")"));
}

TEST_F(PaperApi, OwnPapersComeInPages) {
    for (const char* day : {"2026-10-05", "2026-10-06", "2026-10-07"})
        asked(day, day);
    const auto first = parsed(ask({"GET", "/v1/own/papers?limit=2"}, as_siti));
    ASSERT_EQ(first.at("items").as_array().size(), 2U);
    EXPECT_EQ(text(first.at("items").at(0), "first"), "2026-10-07");
    const auto second = parsed(ask({"GET", "/v1/own/papers?limit=2&cursor=" + text(first, "next")}, as_siti));
    ASSERT_EQ(second.at("items").as_array().size(), 1U);
    EXPECT_TRUE(second.at("next").is_null());
    EXPECT_EQ(ask({"GET", "/v1/own/papers?cursor=a"}, as_siti).status, 400);
}

TEST_F(PaperApi, BadBodiesAreRefused) {
    for (
        const char* body :
        {"", "[]", "{}", R"({"code":"CT"})", R"({"verdict":"approved"})",
         R"({"code":"CT","first":"28-09-2026","last":"2026-09-30","from":null,"to":null,"side":null,"at_s":null,"document":null,"why":"menjenguk orang tua"})",
         R"({"code":"CT","first":"2026-09-28","last":"2026-09-30","from":null,"to":null,"side":"up","at_s":null,"document":null,"why":"menjenguk orang tua"})",
         R"({"code":"CT","first":"2026-09-28","last":"2026-09-30","from":2161,"to":null,"side":null,"at_s":null,"document":null,"why":"menjenguk orang tua"})"})
        EXPECT_EQ(ask({"POST", "/v1/own/papers", body}, as_siti).status, 400) << body;
    for (const char* id : {"0x1", "-1", "99999999999999999999"})
        EXPECT_EQ(decide_on(id, kApprove, as_budi).status, 404) << id;
    const std::string id = asked("2026-09-28", "2026-09-30");
    EXPECT_EQ(decide_on(id, R"({"verdict":"withdrawn","why":""})", as_budi).status, 400);
}

}  // namespace
}  // namespace hadir::central::tests
