// Accounts of staff: who adds, resets and ends them, and what stays on record.
#include "central/accounts.h"

#include "central/factors_repository.h"
#include "central/records_repository.h"
#include "tests/central/staff.h"
#include "tests/central/web_fixture.h"

namespace hadir::central::tests {
namespace {

constexpr const char* kPassword = "kopi tubruk pagi";
constexpr auto kQuick = wire::PasswordCost::quick;

class Accounts : public WebFixture {
protected:
    AccountOrder order(const std::string& name, Role role = Role::bkd_officer) {
        AccountOrder wanted{name, role, siti, "", false, "new at BKD"};
        if (is_of_one_opd(role)) wanted.opd = kHealth;
        return wanted;
    }
    ErrorCode refused(const AccountOrder& wanted, const std::string& password = kPassword) {
        const auto added = add_account(database, own, officer, wanted, password, kQuick);
        return added ? ErrorCode::internal : added.error().code;
    }
    Result<SignedIn> enter(const std::string& user, const std::string& password) {
        return sign_in(database, random, {user, password}, clock.wall());
    }
    std::vector<std::string> decisions() {
        return *database.read([&]() -> Result<std::vector<std::string>> {
            std::vector<std::string> lines;
            if (const auto device = DevicesRepository(database).find(own.dev())) {
                for (const StoredRecord& row : RecordsRepository(database).page(device->id, 0, 100))
                    lines.push_back(row.line.line);
            }
            return lines;
        });
    }

    OwnLedger own{key, clock, random};
    Officer officer{filled<PersonId>(9), "dewi"};
};

TEST_F(Accounts, AddingOneIsARecordWithoutTheName) {
    ASSERT_TRUE(add_account(database, own, officer, order("rina"), kPassword, kQuick));
    EXPECT_EQ(enter("rina", kPassword)->session.stage, Stage::enrolment);
    ASSERT_EQ(decisions().size(), 1U);
    const std::string line = decisions().front();
    EXPECT_TRUE(line.contains(R"("kind":"account-added")")) << line;
    EXPECT_TRUE(line.contains(R"("role":"bkd_officer")")) << line;
    EXPECT_TRUE(line.contains(siti.hex())) << line;
    for (const char* kept : {"rina", "dewi", "new at BKD"})
        EXPECT_FALSE(line.contains(kept)) << "names and reasons stand beside the line";
}

TEST_F(Accounts, WhatCannotBeIsRefused) {
    ASSERT_TRUE(add_account(database, own, officer, order("rina"), kPassword, kQuick));
    EXPECT_EQ(refused(order("rina")), ErrorCode::conflict);
    for (const char* name : {"", "Rina", "rina putri", "20417"})
        EXPECT_EQ(refused(order(name)), ErrorCode::usage) << name;
    EXPECT_EQ(refused(order(std::string(65, 'a'))), ErrorCode::usage);
    EXPECT_EQ(refused(order("budi", Role::person)), ErrorCode::usage);
    auto wanted = order("budi", Role::opd_officer);
    wanted.opd.clear();
    EXPECT_EQ(refused(wanted), ErrorCode::usage) << "whose officer?";
    wanted.opd.assign(129, 'x');
    EXPECT_EQ(refused(wanted), ErrorCode::usage);
    wanted = order("budi");
    wanted.opd = kHealth;
    EXPECT_EQ(refused(wanted), ErrorCode::usage) << "BKD is for all";
    wanted = order("budi", Role::auditor);
    wanted.ethics = true;
    EXPECT_EQ(refused(wanted), ErrorCode::usage);
    wanted = order("budi");
    wanted.why.clear();
    EXPECT_EQ(refused(wanted), ErrorCode::usage);
    wanted = order("budi");
    wanted.person = filled<PersonId>(0x77);
    EXPECT_EQ(refused(wanted), ErrorCode::not_found);
    EXPECT_EQ(refused(order("budi"), "short"), ErrorCode::usage);
    EXPECT_EQ(refused(order("budi"), "rahmawati tubruk"), ErrorCode::usage);
    EXPECT_EQ(decisions().size(), 1U);
}

TEST_F(Accounts, NobodyGivesRightsToThemselvesOrChangesTheirOwn) {
    officer.person = siti;
    EXPECT_EQ(refused(order("rina")), ErrorCode::not_allowed);
    const Officer at_the_machine{siti, std::nullopt};
    ASSERT_TRUE(add_account(database, own, at_the_machine, order("rina"), kPassword, kQuick))
        << "the first one comes from somewhere";
    EXPECT_EQ(end_account(database, own, officer, {"rina", "x"}).error().code, ErrorCode::not_allowed);
    EXPECT_EQ(reset_factor(database, own, officer, {"rina", "x"}).error().code, ErrorCode::not_allowed);
    EXPECT_EQ(reset_password(database, own, officer, {"rina", "x"}, kQuick).error().code,
              ErrorCode::not_allowed);
}

TEST_F(Accounts, ADrawnPasswordMustBeReplaced) {
    const auto drawn = add_account(database, own, officer, order("rina", Role::opd_officer), kQuick);
    ASSERT_TRUE(drawn);
    EXPECT_EQ(enter("rina", *drawn)->session.stage, Stage::password);
    const auto change = [&](const std::string& old, const std::string& chosen) {
        return change_password(database, "rina", {old, chosen}, clock.wall(), kQuick);
    };
    EXPECT_EQ(change("wrong", kPassword).error().code, ErrorCode::unknown_code);
    EXPECT_EQ(change(*drawn, *drawn).error().code, ErrorCode::usage);
    EXPECT_EQ(change(*drawn, "fourteen chars").error().code, ErrorCode::usage);
    ASSERT_TRUE(change(*drawn, kPassword));
    EXPECT_FALSE(enter("rina", *drawn));
    EXPECT_EQ(enter("rina", kPassword)->session.stage, Stage::open);
    const auto again = reset_password(database, own, officer, {"rina", "forgot it"}, kQuick);
    ASSERT_TRUE(again);
    EXPECT_FALSE(enter("rina", kPassword));
    EXPECT_EQ(enter("rina", *again)->session.stage, Stage::password);
}

TEST_F(Accounts, ChangingOnesPasswordEndsEverySession) {
    ASSERT_TRUE(add_account(database, own, officer, order("rina", Role::opd_officer), kPassword, kQuick));
    const auto here = enter("rina", kPassword), there = enter("rina", kPassword);
    ASSERT_TRUE(change_password(database, "rina", {kPassword, "teh manis sore hari"}, clock.wall(), kQuick));
    EXPECT_FALSE(*find_session(database, here->id, clock.wall()));
    EXPECT_FALSE(*find_session(database, there->id, clock.wall()));
}

TEST_F(Accounts, WrongOldPasswordsCloseTheAccountToo) {
    ASSERT_TRUE(add_account(database, own, officer, order("rina", Role::opd_officer), kPassword, kQuick));
    const auto change = [&] {
        return change_password(database, "rina", {"wrong", "teh manis sore hari"}, clock.wall(), kQuick)
            .error()
            .code;
    };
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(change(), ErrorCode::unknown_code);
    EXPECT_EQ(change(), ErrorCode::rate);
}

TEST_F(Accounts, AnEndedOneIsOverAtOnceAndItsNameIsNotUsedAgain) {
    ASSERT_TRUE(add_account(database, own, officer, order("rina", Role::opd_officer), kPassword, kQuick));
    const auto session = enter("rina", kPassword);
    ASSERT_TRUE(end_account(database, own, officer, {"rina", "left BKD"}));
    EXPECT_FALSE(*find_session(database, session->id, clock.wall()));
    EXPECT_EQ(enter("rina", kPassword).error().code, ErrorCode::no_session);
    EXPECT_EQ(refused(order("rina")), ErrorCode::conflict);
    EXPECT_EQ(end_account(database, own, officer, {"rina", "again"}).error().code, ErrorCode::not_found);
    EXPECT_TRUE(decisions().back().contains("account-ended"));
}

TEST_F(Accounts, AResetFactorIsSetUpAnew) {
    add_staff(database, {"rina", kPassword, Role::bkd_officer, siti}, clock.wall());
    EXPECT_EQ(enter("rina", kPassword)->session.stage, Stage::factor);
    ASSERT_TRUE(reset_factor(database, own, officer, {"rina", "lost the phone"}));
    EXPECT_EQ(enter("rina", kPassword)->session.stage, Stage::enrolment);
    EXPECT_TRUE(decisions().back().contains("account-factor-reset"));
}

TEST_F(Accounts, PeoplesOwnAreNotStaff) {
    add_staff(database, {"20417", kPassword, Role::person, siti}, clock.wall());
    EXPECT_TRUE(staff_of(database, clock.wall())->empty());
    EXPECT_EQ(end_account(database, own, officer, {"20417", "x"}).error().code, ErrorCode::not_found);
}

// Through the routes, as the page does it.
TEST_F(Accounts, FromTheInvitationToTheOpenSession) {
    const std::string number =
        database.read([&]() -> Result<Person> { return *PeopleRepository(database).find(siti); })->number;
    Account keeper{"dewi", "none", Role::administrator, budi};
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        AccountsRepository(database).add(keeper, clock.wall());
        return {};
    }));
    const std::string admin = "hadir=" + open_session(database, random, keeper, clock.wall())->id;
    const auto text = [](const httpd::Response& response, const char* name) {
        const auto json = wire::parse_json(response.body);
        const wire::Json* found = json ? json->find(name) : nullptr;
        return found != nullptr && found->text() != nullptr ? *found->text() : response.body;
    };
    const auto cookie_of = [](const httpd::Response& response) {
        for (const httpd::Header& header : response.headers)
            if (header.name == "Set-Cookie") return header.value.substr(0, header.value.find(';'));
        return std::string();
    };
    const auto added = ask({"POST", "/v1/staff",
                            R"({"name":"rina","role":"bkd_officer","number":")" + number +
                                R"(","opd":null,"ethics":false,"why":"new at BKD"})"},
                           admin);
    ASSERT_EQ(added.status, 201) << added.body;
    const std::string drawn = text(added, "password");
    EXPECT_TRUE(added.body.contains(R"("state":"invited")")) << added.body;

    auto step = ask({"POST", "/v1/sessions", R"({"user":"rina","password":")" + drawn + "\"}"}, "");
    ASSERT_EQ(step.status, 201) << step.body;
    EXPECT_EQ(text(step, "stage"), "password");
    EXPECT_TRUE(step.body.contains(R"("permissions":[])"));
    const std::string first = cookie_of(step);
    EXPECT_EQ(text(ask({"GET", "/v1/sessions/current"}, first), "stage"), "password");
    step = ask({"POST", "/v1/own/password", R"({"password":")" + drawn + R"(","new":"kopi tubruk pagi"})"},
               first);
    ASSERT_EQ(step.status, 201) << step.body;
    EXPECT_EQ(text(step, "stage"), "enrolment");
    EXPECT_EQ(ask({"GET", "/v1/sessions/current"}, first).status, 401) << "each step has a new id";
    const std::string second = cookie_of(step);
    const auto offer = ask({"POST", "/v1/own/factor", "{}"}, second);
    ASSERT_EQ(offer.status, 201) << offer.body;
    EXPECT_TRUE(
        text(offer, "address").starts_with("otpauth://totp/Hadir:rina?secret=" + text(offer, "secret")));
    const auto secret = database.read(
        [&]() -> Result<pki::TotpSecret> { return FactorsRepository(database).find("rina")->secret; });
    EXPECT_EQ(pki::to_base32(secret->view()), text(offer, "secret"));
    step = ask({"POST", "/v1/own/factor/proofs", R"({"code":")" + code_at(clock.wall(), *secret) + "\"}"},
               second);
    ASSERT_EQ(step.status, 201) << step.body;
    EXPECT_EQ(text(step, "stage"), "open");
    EXPECT_EQ(wire::parse_json(step.body)->find("recovery")->array()->size(), kRecoveryCodes);
    EXPECT_EQ(ask({"GET", "/v1/today"}, cookie_of(step)).status, 200);
    EXPECT_TRUE(ask({"GET", "/v1/staff"}, admin).body.contains(R"("state":"active","factor":true)"));
}

}  // namespace
}  // namespace hadir::central::tests
