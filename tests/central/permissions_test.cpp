// Who may do what, asked of every route that the `web` listener serves, and what an officer of one OPD is
// given of another: nothing.
#include "central/permissions.h"

#include <algorithm>
#include <array>

#include "tests/central/web_fixture.h"

namespace hadir::central::tests {
namespace {

constexpr std::array kEveryRole{Role::person,      Role::opd_officer,
                                Role::bkd_officer, Role::discipline_officer,
                                Role::auditor,     Role::administrator};
static_assert(kEveryRole.size() == kRoles);

// What nobody, and then each role, is answered. 400 and 404 are of those who may ask: the body is empty or
// what the path names is not there.
struct Row {
    const char* route;
    const char* target;
    const char* body;
    int nobody;
    std::array<int, kRoles> roles;
};
constexpr const char* kNone = "{}";
constexpr std::array kMaySee{403, 200, 200, 200, 200, 200};
constexpr std::array kMayJudge{403, 400, 400, 403, 403, 403};
constexpr std::array kMaySeeCases{403, 403, 403, 200, 200, 403};
constexpr std::array kMayDiscipline{403, 403, 403, 400, 403, 403};
constexpr std::array kNobody{403, 403, 403, 403, 403, 403};
constexpr std::array kMayDecide{403, 403, 400, 403, 403, 400};
constexpr std::array kMayAsk{400, 400, 400, 400, 400, 400};
constexpr std::array kMayKeep{403, 403, 403, 403, 403, 400};
constexpr std::array kNoStep{403, 403, 403, 403, 403, 403};  // a sign-in that is complete waits for none

const Row kRows[] = {
    {"POST /v1/sessions", "/v1/sessions", kNone, 400, {400, 400, 400, 400, 400, 400}},
    {"GET /v1/sessions/current", "/v1/sessions/current", "", 401, {200, 200, 200, 200, 200, 200}},
    {"DELETE /v1/sessions/current", "/v1/sessions/current", "", 204, {204, 204, 204, 204, 204, 204}},
    {"POST /v1/sessions/current/factor", "/v1/sessions/current/factor", kNone, 401, kNoStep},
    {"POST /v1/own/factor", "/v1/own/factor", kNone, 401, {201, 201, 201, 201, 201, 201}},
    {"POST /v1/own/factor/proofs", "/v1/own/factor/proofs", kNone, 401, kMayAsk},
    {"POST /v1/own/password", "/v1/own/password", kNone, 401, kMayAsk},
    {"GET /v1/own/sessions", "/v1/own/sessions", "", 401, {200, 200, 200, 200, 200, 200}},
    {"DELETE /v1/own/sessions/{id}", "/v1/own/sessions/00", "", 401, {404, 404, 404, 404, 404, 404}},
    {"GET /v1/own/views", "/v1/own/views", "", 401, {200, 200, 200, 200, 200, 200}},
    {"GET /v1/views", "/v1/views?person=0000000000000001", "", 401, {403, 403, 403, 403, 200, 200}},
    {"GET /v1/staff", "/v1/staff", "", 401, {403, 403, 403, 403, 403, 200}},
    {"POST /v1/staff", "/v1/staff", kNone, 401, kMayKeep},
    {"POST /v1/staff/{name}/endings", "/v1/staff/rina/endings", kNone, 401, kMayKeep},
    {"POST /v1/staff/{name}/resets", "/v1/staff/rina/resets", kNone, 401, kMayKeep},
    {"POST /v1/accounts", "/v1/accounts", kNone, 400, {400, 400, 400, 400, 400, 400}},
    {"GET /v1/openapi.json", "/v1/openapi.json", "", 200, {200, 200, 200, 200, 200, 200}},
    {"GET /v1/phones", "/v1/phones", "", 401, {200, 200, 200, 200, 200, 200}},
    {"POST /v1/phones", "/v1/phones", kNone, 401, {400, 400, 400, 400, 400, 400}},
    {"DELETE /v1/phones/{phone}", "/v1/phones/0000000000000001", "", 401, {404, 404, 404, 404, 404, 404}},
    {"GET /v1/own/papers", "/v1/own/papers", "", 401, {200, 200, 200, 200, 200, 200}},
    {"POST /v1/own/papers", "/v1/own/papers", kNone, 401, {400, 400, 400, 400, 400, 400}},
    {"DELETE /v1/own/papers/{id}", "/v1/own/papers/1", "", 401, {404, 404, 404, 404, 404, 404}},
    {"GET /v1/own/paper-kinds", "/v1/own/paper-kinds", "", 401, {200, 200, 200, 200, 200, 200}},
    {"POST /v1/own/documents", "/v1/own/documents", kNone, 401, {400, 400, 400, 400, 400, 400}},
    {"POST /v1/people/{person}/papers",
     "/v1/people/0000000000000001/papers",
     kNone,
     401,
     {400, 400, 400, 400, 400, 400}},
    {"GET /v1/approvals", "/v1/approvals", "", 401, {200, 200, 200, 200, 200, 200}},
    {"POST /v1/papers/{id}/decisions", "/v1/papers/1/decisions", kNone, 401, {400, 400, 400, 400, 400, 400}},
    {"GET /v1/papers/{id}/document", "/v1/papers/1/document", "", 401, {404, 404, 404, 404, 404, 404}},
    {"GET /v1/outages", "/v1/outages", "", 401, kMaySee},
    {"POST /v1/outages/{id}/decisions", "/v1/outages/1/decisions", kNone, 401, kMayJudge},
    {"GET /v1/today", "/v1/today", "", 401, kMaySee},
    {"GET /v1/arrivals", "/v1/arrivals", "", 401, kMaySee},
    {"GET /v1/verdicts", "/v1/verdicts", "", 401, kMaySee},
    // Nobody is there; who may ask is told so.
    {"GET /v1/people/{person}/days",
     "/v1/people/0000000000000001/days?from=2026-09-01&to=2026-09-30",
     "",
     401,
     {403, 404, 404, 404, 404, 404}},
    {"GET /v1/recaps", "/v1/recaps", "", 401, kMaySee},
    {"GET /v1/recaps.csv", "/v1/recaps.csv", "", 401, kMaySee},
    {"GET /v1/recaps.xlsx", "/v1/recaps.xlsx", "", 401, kMaySee},
    {"GET /v1/people/{person}/recap",
     "/v1/people/0000000000000001/recap",
     "",
     401,
     {403, 404, 404, 404, 404, 404}},
    {"GET /v1/people/{person}/recap.xlsx",
     "/v1/people/0000000000000001/recap.xlsx",
     "",
     401,
     {403, 404, 404, 404, 404, 404}},
    {"GET /v1/own/days", "/v1/own/days", "", 401, {200, 200, 200, 200, 200, 200}},
    {"GET /v1/terminals", "/v1/terminals", "", 401, kMaySee},
    {"GET /v1/reviews", "/v1/reviews", "", 401, kMaySee},
    {"POST /v1/arrivals/{id}/reviews", "/v1/arrivals/1/reviews", kNone, 401, kMayJudge},
    {"POST /v1/photos/{sha256}/openings",
     "/v1/photos/1111111111111111111111111111111111111111111111111111111111111111/openings", kNone, 401,
     kMayJudge},
    {"POST /v1/terminals/{dev}/confirmations", "/v1/terminals/11111111111111111111111111111111/confirmations",
     kNone, 401, kMayDecide},
    {"POST /v1/terminals/{dev}/revocations", "/v1/terminals/11111111111111111111111111111111/revocations",
     kNone, 401, kMayDecide},
    {"GET /v1/cases", "/v1/cases", "", 401, kMaySeeCases},
    {"GET /v1/cases/{case}", "/v1/cases/D-2026-0001", "", 401, {403, 403, 403, 404, 404, 403}},
    {"GET /v1/cases/{case}/documents/{kind}",
     "/v1/cases/D-2026-0001/documents/bap",
     "",
     401,
     {403, 403, 403, 404, 404, 403}},
    {"POST /v1/cases/{case}/steps", "/v1/cases/D-2026-0001/steps", kNone, 401, kMayDiscipline},
    {"POST /v1/cases/{case}/proposals", "/v1/cases/D-2026-0001/proposals", kNone, 401, kMayDiscipline},
    // Whose word counts is a matter of posts, not of roles.
    {"POST /v1/cases/{case}/decisions",
     "/v1/cases/D-2026-0001/decisions",
     kNone,
     401,
     {400, 400, 400, 400, 400, 400}},
    {"GET /v1/own/cases", "/v1/own/cases", "", 401, {200, 200, 200, 200, 200, 200}},
    {"GET /v1/own/superior-cases", "/v1/own/superior-cases", "", 401, {200, 200, 200, 200, 200, 200}},
    {"POST /v1/own/cases/{case}/statements",
     "/v1/own/cases/D-2026-0001/statements",
     kNone,
     401,
     {400, 400, 400, 400, 400, 400}},
    // Nobody without a grant; with one: CaseApi.OnlyAGrantOpensCasesOfEthics.
    {"GET /v1/ethics", "/v1/ethics", "", 401, kNobody},
    {"POST /v1/ethics", "/v1/ethics", kNone, 401, kNobody},
    {"GET /v1/ethics/{case}", "/v1/ethics/E-2026-0001", "", 401, kNobody},
    {"POST /v1/ethics/{case}/steps", "/v1/ethics/E-2026-0001/steps", kNone, 401, kNobody},
};

WebAsk ask_of(const Row& row) {
    const std::string route = row.route;
    return {route.substr(0, route.find(' ')), row.target, row.body};
}

class Permissions : public WebFixture {};

TEST_F(Permissions, EveryRouteAnswersEveryRoleAsTheTableSays) {
    for (const Row& row : kRows) {
        const auto wanted = ask_of(row);
        EXPECT_EQ(ask(wanted, "").status, row.nobody) << row.route << " for nobody";
        for (const Role role : kEveryRole)
            EXPECT_EQ(ask(wanted, enter(role)).status, row.roles[static_cast<std::size_t>(role)])
                << row.route << " for " << name_of(role);
    }
}

TEST_F(Permissions, TheTableHasEveryRouteOnce) {
    std::vector<std::string> served, listed;
    const auto routes = web_routes(api);
    for (const httpd::Route& route : routes)
        served.push_back(route.method + ' ' + route.pattern);
    for (const Row& row : kRows) {
        const auto wanted = ask_of(row);
        const auto match = httpd::match_route(routes, wanted.method, request_of(wanted, "").path);
        ASSERT_NE(match.route, nullptr) << row.route;
        EXPECT_EQ(wanted.method + ' ' + match.route->pattern, row.route) << "the row asks for another route";
        listed.emplace_back(row.route);
    }
    std::ranges::sort(served);
    std::ranges::sort(listed);
    EXPECT_EQ(served, listed) << "a new route needs its row here";
}

TEST_F(Permissions, LiveEventsAreForWhoSeesAttendanceAndOfTheirOpd) {
    const auto listen = web_events(api).listen;
    const WebAsk events{"GET", "/v1/events"};
    EXPECT_EQ(listen(request_of(events, "")).error().status, 401);
    EXPECT_EQ(listen(request_of(events, enter(Role::person))).error().status, 403);
    EXPECT_EQ(listen(request_of(events, enter(Role::opd_officer))).value(), kHealth);
    for (const Role role : {Role::bkd_officer, Role::discipline_officer, Role::auditor, Role::administrator})
        EXPECT_EQ(listen(request_of(events, enter(role))).value(), std::nullopt) << name_of(role);
}

// As every role, at every stage of a sign-in that is not complete: nothing but the steps themselves.
TEST_F(Permissions, ASignInThatIsNotCompleteMayNothing) {
    for (const Stage stage : {Stage::factor, Stage::password, Stage::enrolment}) {
        for (const Row& row : kRows) {
            const std::string route = row.route;
            if (row.nobody != 401 || route.contains("/own/factor") || route.ends_with("/own/password") ||
                route.contains("/sessions/current"))
                continue;
            for (const Role role : kEveryRole)
                EXPECT_EQ(ask(ask_of(row), enter(role, kHealth, false, stage)).status, 401)
                    << route << " for " << name_of(role) << " at " << name_of(stage);
        }
    }
}

TEST_F(Permissions, EachStepIsTakenAtItsStageOnly) {
    const auto status = [&](const char* target, Stage stage) {
        return ask({"POST", target, kNone}, enter(Role::bkd_officer, "", false, stage)).status;
    };
    EXPECT_EQ(status("/v1/sessions/current/factor", Stage::factor), 400);
    EXPECT_EQ(status("/v1/sessions/current/factor", Stage::enrolment), 403);
    EXPECT_EQ(status("/v1/own/factor", Stage::factor), 403);
    EXPECT_EQ(status("/v1/own/factor", Stage::password), 403);
    EXPECT_EQ(status("/v1/own/factor", Stage::enrolment), 201);
    EXPECT_EQ(status("/v1/own/password", Stage::factor), 403);
    EXPECT_EQ(status("/v1/own/password", Stage::password), 400);
    EXPECT_EQ(status("/v1/own/password", Stage::enrolment), 403);
}

TEST_F(Permissions, ASessionThatIsOverMayNothing) {
    const std::string cookie = enter(Role::bkd_officer);
    EXPECT_EQ(ask({"GET", "/v1/today"}, cookie).status, 200);
    clock.jump_wall(clock.wall() + std::chrono::hours(13));
    EXPECT_EQ(ask({"GET", "/v1/today"}, cookie).status, 401);
}

TEST(PermissionTable, OnlyAGrantOpensCasesOfEthics) {
    for (const Role role : kEveryRole) {
        EXPECT_EQ(scope_of({role, {}, false}, Permission::ethics), std::nullopt) << name_of(role);
        EXPECT_EQ(scope_of({role, {}, true}, Permission::ethics).has_value(),
                  role == Role::discipline_officer);
    }
}

TEST(PermissionTable, AnAuditorChangesNothing) {
    const std::array changing{Permission::enter_papers,     Permission::decide_outages,
                              Permission::decide_terminals, Permission::review,
                              Permission::open_photos,      Permission::discipline,
                              Permission::ethics,           Permission::manage_accounts};
    for (const Permission permission : changing)
        EXPECT_EQ(scope_of({Role::auditor, {}, true}, permission), std::nullopt) << name_of(permission);
}

TEST(PermissionTable, AnOfficerWithoutAnOpdSeesNoRows) {
    EXPECT_EQ(scope_of({Role::opd_officer, "", false}, Permission::see_attendance), OpdScope::only(""));
    EXPECT_FALSE(OpdScope::only("").narrowed_to(kWorks));
    EXPECT_EQ(*OpdScope::all().narrowed_to(kWorks), OpdScope::only(kWorks));
}

// Siti is of Dinas Kesehatan and Budi of Dinas PUPR; each has come once to each OPD's terminal.
class TwoOpds : public WebFixture {
protected:
    TwoOpds() {
        EXPECT_TRUE(database.transaction([&]() -> Result<void> {
            DevicesRepository devices(database);
            const auto id = devices.add(clinic.dev, {kHealth, "Puskesmas", "Kios Sehat", Zone::wib},
                                        kMorning + -std::chrono::days(1), kNow + std::chrono::days(90));
            devices.add_incarnation(id, 1, clinic.key.public_key(), kNow);
            return {};
        }));
        siti_here = see(clinic, siti, 1);
        siti_there = see(terminal, siti, 2);
        budi_here = see(clinic, budi, 3);
        budi_there = see(terminal, budi, 4);
    }

    Terminal clinic{filled<DeviceId>(0x44)};
    Seen siti_here, siti_there, budi_here, budi_there;
};

std::size_t times(const std::string& text, std::string_view word) {
    std::size_t count = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++count;
    return count;
}

TEST_F(TwoOpds, NoListGivesAnOfficerOfOneAnythingOfTheOther) {
    const std::string health = enter(Role::opd_officer), all = enter(Role::bkd_officer);
    for (const std::string list : {"/v1/arrivals", "/v1/reviews"}) {
        const std::string mine = ask({"GET", list}, health).body, everything = ask({"GET", list}, all).body;
        EXPECT_EQ(times(mine, "Siti Rahmawati"), 2U) << list;
        EXPECT_EQ(times(mine, "Budi"), 0U) << list;
        EXPECT_EQ(times(mine, "\"opd\":\"Dinas PUPR\""), 0U) << list;
        EXPECT_EQ(times(everything, "Budi Santoso"), 2U) << list << ": the control";
    }
    const std::string today = ask({"GET", "/v1/today"}, health).body;
    EXPECT_EQ(times(today, kWorks), 0U) << today;
    EXPECT_EQ(times(today, R"("totals":{"people":1,"arrived":1,"marked":1,"unknown":0,)"), 1U) << today;
    EXPECT_EQ(times(today, R"("terminals":{"all":1,"reporting":1,"silent":[]})"), 1U) << today;
    EXPECT_EQ(
        times(ask({"GET", "/v1/today"}, all).body, R"("terminals":{"all":2,"reporting":2,"silent":[]})"), 1U);
    const std::string terminals = ask({"GET", "/v1/terminals"}, health).body;
    EXPECT_EQ(times(terminals, "\"dev\""), 1U) << terminals;
    EXPECT_EQ(times(terminals, kWorks), 0U) << terminals;
    EXPECT_EQ(times(ask({"GET", "/v1/terminals"}, all).body, "\"dev\""), 2U) << "the control";
}

TEST_F(TwoOpds, AskingForAnotherOpdIsRefused) {
    const std::string health = enter(Role::opd_officer), all = enter(Role::bkd_officer);
    for (const std::string list : {"/v1/arrivals", "/v1/reviews"}) {
        EXPECT_EQ(ask({"GET", list + "?opd=Dinas PUPR"}, health).status, 403) << list;
        EXPECT_EQ(ask({"GET", list + "?opd=Dinas Kesehatan"}, health).status, 200) << list;
        EXPECT_EQ(times(ask({"GET", list + "?opd=Dinas PUPR"}, all).body, "Budi Santoso"), 2U) << list;
    }
}

TEST_F(TwoOpds, AnothersCheckInIsNeitherReviewedNorItsPhotographOpened) {
    // Whose terminal took it decides nothing: the person's OPD does.
    const std::string works = enter(Role::opd_officer, kWorks);
    const auto review = [&](const Seen& seen) {
        return ask({"POST", "/v1/arrivals/" + seen.id + "/reviews", R"({"verdict":"fine","why":"seen"})"},
                   works)
            .status;
    };
    const auto open = [&](const Seen& seen) {
        return ask({"POST", "/v1/photos/" + seen.photo.hex() + "/openings", R"({"why":"two in a second"})"},
                   works)
            .status;
    };
    for (const Seen* hidden : {&siti_here, &siti_there}) {
        EXPECT_EQ(open(*hidden), 404);
        EXPECT_EQ(review(*hidden), 404);
    }
    for (const Seen* seen : {&budi_here, &budi_there}) {
        EXPECT_EQ(open(*seen), 201);
        EXPECT_EQ(review(*seen), 201);
    }
}

}  // namespace
}  // namespace hadir::central::tests
