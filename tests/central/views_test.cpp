// Every look at another person's data is written, shown to that person, and not answered when it cannot be
// written.
#include "central/views.h"

#include "central/erasure.h"
#include "tests/central/sql.h"
#include "tests/central/web_fixture.h"

namespace hadir::central::tests {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class Views : public WebFixture {
protected:
    Views() {
        seen = see(terminal, siti, 1);
        holder = budi;  // who looks
    }
    // As that person is shown them.
    std::vector<ViewRow> of(const PersonId& person, int limit = 100) {
        return *database.read([&]() -> Result<std::vector<ViewRow>> {
            return ViewsRepository(database).of_person(person, 1'000'000, limit);
        });
    }
    std::string own_views(const PersonId& person, const std::string& query = "") {
        const PersonId before = std::exchange(holder, person);
        const auto answer = ask({"GET", "/v1/own/views" + query}, enter(Role::person));
        holder = before;
        EXPECT_EQ(answer.status, 200);
        return answer.body;
    }
    httpd::Response open_photo(const std::string& cookie, const std::string& why = "two in a second") {
        return ask({"POST", "/v1/photos/" + seen.photo.hex() + "/openings", R"({"why":")" + why + "\"}"},
                   cookie);
    }

    Seen seen;
};

TEST_F(Views, AListCountsOnceADayForEachPersonThatItNames) {
    const std::string bkd = enter(Role::bkd_officer);
    for (int i = 0; i < 3; ++i)
        ASSERT_EQ(ask({"GET", "/v1/arrivals"}, bkd).status, 200);
    ASSERT_EQ(of(siti).size(), 1U);
    const ViewRow row = of(siti).front();
    EXPECT_EQ(row.viewer, budi);
    EXPECT_EQ(row.name, "Budi Santoso");
    EXPECT_EQ(row.role, "bkd_officer");
    EXPECT_EQ(row.kind, "attendance");
    EXPECT_EQ(row.day, "2026-09-21");
    EXPECT_EQ(row.times, 1);
    ASSERT_EQ(ask({"GET", "/v1/reviews"}, bkd).status, 200);
    ASSERT_EQ(ask({"GET", "/v1/arrivals"}, enter(Role::auditor)).status, 200);
    EXPECT_EQ(of(siti).size(), 3U) << "another kind, and another role";
    clock.jump_wall(clock.wall() + hours(24));
    ASSERT_EQ(ask({"GET", "/v1/arrivals?day=2026-09-21"}, enter(Role::bkd_officer)).status, 200);
    EXPECT_EQ(of(siti).size(), 4U) << "another day";
    EXPECT_TRUE(of(budi).empty()) << "who was in no list";
}

TEST_F(Views, ALookAtOnePersonCountsEachTimeWithItsReason) {
    const std::string bkd = enter(Role::bkd_officer);
    ASSERT_EQ(open_photo(bkd).status, 201);
    clock.jump_wall(clock.wall() + minutes(1));
    ASSERT_EQ(open_photo(bkd).status, 201);
    ASSERT_EQ(open_photo(bkd, "another reason").status, 201);
    const auto rows = of(siti);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[1].why, "two in a second");
    EXPECT_EQ(rows[1].kind, "photo");
    EXPECT_EQ(rows[1].times, 2);
    EXPECT_EQ(rows[1].last.value - rows[1].first.value, 60'000);
    EXPECT_EQ(rows[0].why, "another reason");
}

TEST_F(Views, WhatOneDoesNotGetToSeeIsNoLook) {
    ASSERT_EQ(open_photo(enter(Role::auditor)).status, 403);
    ASSERT_EQ(open_photo(enter(Role::opd_officer, kWorks)).status, 404);
    ASSERT_EQ(ask({"GET", "/v1/arrivals"}, enter(Role::opd_officer, kWorks)).status, 200);
    EXPECT_TRUE(of(siti).empty());
}

TEST_F(Views, OnesOwnDataIsNoLook) {
    holder = siti;
    const std::string bkd = enter(Role::bkd_officer);
    ASSERT_EQ(ask({"GET", "/v1/arrivals"}, bkd).status, 200);
    ASSERT_EQ(open_photo(bkd).status, 201);
    EXPECT_TRUE(of(siti).empty());
}

TEST_F(Views, ThePersonIsShownThemAndNobodyElses) {
    ASSERT_EQ(open_photo(enter(Role::bkd_officer)).status, 201);
    const std::string hers = own_views(siti);
    EXPECT_TRUE(
        hers.contains(R"("name":"Budi Santoso","role":"bkd_officer","kind":"photo","day":"2026-09-21",)"
                      R"("why":"two in a second")"))
        << hers;
    EXPECT_TRUE(own_views(budi).contains(R"("items":[])"));
}

TEST_F(Views, WhoAuditsSeesThemAndIsSeen) {
    ASSERT_EQ(open_photo(enter(Role::bkd_officer)).status, 201);
    const auto answer = ask({"GET", "/v1/views?person=" + siti.hex()}, enter(Role::auditor));
    ASSERT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.body.contains("Budi Santoso"));
    EXPECT_EQ(of(siti).front().kind, "audit");
    for (const char* bad : {"/v1/views", "/v1/views?person=x", "/v1/own/views?cursor=-1",
                            "/v1/own/views?limit=501", "/v1/own/views?cursor=99999999999999999999"})
        EXPECT_EQ(ask({"GET", bad}, enter(Role::auditor)).status, 400) << bad;
}

TEST_F(Views, PagesFollowEachOther) {
    const std::string bkd = enter(Role::bkd_officer);
    for (const char* why : {"a", "b", "c"})
        ASSERT_EQ(open_photo(bkd, why).status, 201);
    const std::string first = own_views(siti, "?limit=2");
    EXPECT_TRUE(first.contains(R"("why":"c")") && first.contains(R"("why":"b")")) << first;
    const auto json = wire::parse_json(first);
    const std::string rest = own_views(siti, "?limit=2&cursor=" + *json->find("next")->text());
    EXPECT_TRUE(rest.contains(R"("why":"a")") && !rest.contains(R"("why":"b")")) << rest;
    EXPECT_TRUE(wire::parse_json(rest)->find("next")->is_null());
}

TEST_F(Views, ALookThatCannotBeWrittenIsNotAnswered) {
    const std::string bkd = enter(Role::bkd_officer);
    ASSERT_TRUE(ask({"GET", "/v1/arrivals"}, bkd).body.contains("Siti Rahmawati")) << "the control";
    run_sql(folder / "central.db", "DROP TABLE person_views");
    for (const char* list : {"/v1/arrivals", "/v1/reviews"}) {
        const auto answer = ask({"GET", list}, bkd);
        EXPECT_EQ(answer.status, 500) << list;
        EXPECT_FALSE(answer.body.contains("Siti")) << list;
    }
    const auto photo = open_photo(bkd);
    EXPECT_EQ(photo.status, 500);
    EXPECT_FALSE(photo.body.contains("jpeg"));
}

TEST_F(Views, OfSomebodyErasedNothingStaysAndNoReasonNamesThem) {
    const std::string bkd = enter(Role::bkd_officer);
    for (const char* why : {"as Siti Rahmawati asked", "as SITI RAHMAWATI wrote", "two in a second"})
        ASSERT_EQ(open_photo(bkd, why).status, 201);
    const Viewer viewer{siti, Role::bkd_officer};
    ASSERT_TRUE(note_one(database, viewer, {ViewKind::photo, "as Siti Rahmawati asked"}, budi, clock.wall(),
                         Zone::wib));
    ASSERT_TRUE(
        note_one(database, viewer, {ViewKind::photo, "for Siti Rahmawati"}, budi, clock.wall(), Zone::wib));
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        forget_person(database, {siti, clock.wall()});
        return {};
    }));
    EXPECT_TRUE(of(siti).empty());
    const auto rows = of(budi);
    ASSERT_EQ(rows.size(), 1U) << "two looks whose reasons are gone are one";
    EXPECT_EQ(rows[0].why, "");
    EXPECT_EQ(rows[0].name, std::nullopt) << "who looked has no name any more";
    EXPECT_EQ(rows[0].viewer, siti);
}

}  // namespace
}  // namespace hadir::central::tests
