// Side data goes after the record that holds its digest, and is given up only once central has it.
#include "sync/side_sender.h"

#include <gtest/gtest.h>

#include "tests/sync/terminal.h"
#include "wire/records.h"
#include "wire/roster.h"

namespace hadir::sync {
namespace {

using tests::Fault;
using tests::problem_answer;

class SideSenderTest : public testing::Test {
protected:
    SideSenderTest() {
        terminal.network = tests::FakeHttp([this](const HttpRequest& request) {
            return request.path.ends_with("/sides") ? answer(request) : terminal.central.handle(request);
        });
    }
    // Central, as far as side data goes: takes what a line which it holds has the digest of.
    HttpResponse answer(const HttpRequest& request) {
        ++posts;
        const auto lines = wire::parse_sides(request.body);
        if (!lines) return problem_answer(400, "MALFORMED");
        for (const wire::SideLine& line : *lines) {
            const std::string digest = wire::digest_of(line.side).hex();
            if (std::ranges::none_of(terminal.central.lines(), [&](const wire::SignedLine& held) {
                    return held.line.find(digest) != std::string::npos;
                }))
                return problem_answer(400, "MALFORMED");
            taken.push_back(line.side.value);
        }
        return {204, {}, ""};
    }
    // As the kiosk does: the value, then its record.
    void check_in(std::uint64_t seq, const PersonId& person = PersonId{{1}}) {
        const wire::Side side{"pin", Salt{{static_cast<std::uint8_t>(seq)}}, "sealed " + std::to_string(seq)};
        EXPECT_TRUE(shelf().put({1, seq, side}));
        wire::Checkin checkin;
        checkin.method = "pin";
        checkin.person = person;
        checkin.sides.push_back(side);
        terminal.record("checkin", wire::write_checkin(checkin));
    }
    store::SideShelf shelf() const { return store::SideShelf::beside(terminal.ledger_path); }
    std::size_t waiting() const { return shelf().all()->size(); }

    tests::Terminal terminal;
    std::vector<std::string> taken;
    int posts = 0;
};

TEST_F(SideSenderTest, RecordsFirstThenWhatStandsBesideThem) {
    for (std::uint64_t seq = 1; seq <= 3; ++seq)
        check_in(seq);
    const Rest rest = terminal.round(terminal.network);
    EXPECT_TRUE(rest.complete) << rest.problem.value_or("");
    EXPECT_EQ(taken, (std::vector<std::string>{"sealed 1", "sealed 2", "sealed 3"}));
    EXPECT_EQ(waiting(), 0U);
    EXPECT_TRUE(terminal.network.seen.front().path.contains("/records"));
    EXPECT_EQ(terminal.network.seen.back().path, "/v1/devices/" + terminal.dev.hex() + "/sides");
}

TEST_F(SideSenderTest, AnAnswerThatGotLostCostsOneRepeat) {
    check_in(1);
    bool once = true;
    terminal.network.before_each = [&] {
        if (!once || !terminal.network.seen.back().path.ends_with("/sides")) return;
        once = false;
        terminal.network.expect(Fault::lost_answer);
    };
    terminal.round(terminal.network);
    EXPECT_EQ(waiting(), 1U) << "nobody has told us";
    terminal.clock.advance(std::chrono::hours(1));
    terminal.round(terminal.network);
    EXPECT_EQ(waiting(), 0U);
    EXPECT_EQ(posts, 2);
}

TEST_F(SideSenderTest, ARefusedOneIsSetAsideAndHoldsUpNothing) {
    check_in(1);
    check_in(2);
    bool once = true;
    terminal.network.before_each = [&] {
        if (!once || !terminal.network.seen.back().path.ends_with("/sides")) return;
        once = false;
        terminal.network.expect(problem_answer(400, "MALFORMED"));
    };
    const Rest rest = terminal.round(terminal.network);
    EXPECT_TRUE(rest.complete);
    EXPECT_TRUE(rest.problem && rest.problem->contains("side data of record 1")) << rest.problem.value_or("");
    EXPECT_EQ(taken, std::vector<std::string>{"sealed 2"});
    ASSERT_EQ(waiting(), 1U);
    EXPECT_TRUE(shelf().all()->front().refused);
    terminal.clock.advance(std::chrono::minutes(10));
    terminal.round(terminal.network);
    EXPECT_EQ(posts, 1) << "it is tried at night, or when a person asks";
    terminal.round(terminal.network, Occasion::asked);
    EXPECT_EQ(waiting(), 0U);
}

TEST_F(SideSenderTest, ACentralThatKnowsNoSidesLosesNone) {
    check_in(1);
    check_in(2);
    terminal.network.before_each = [&] {
        if (terminal.network.seen.back().path.ends_with("/sides"))
            terminal.network.expect(problem_answer(404, "NOT_FOUND"));
    };
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    EXPECT_EQ(waiting(), 2U);
    EXPECT_FALSE(shelf().all()->front().refused);
}

// The power went between the value and its record; another record has its number since.
TEST_F(SideSenderTest, OneThatNoRecordHoldsIsRemovedAndOneToComeWaits) {
    ASSERT_TRUE(shelf().put({1, 1, {"pin", Salt{}, "orphan"}}));
    ASSERT_TRUE(shelf().put({1, 2, {"pin", Salt{}, "to come"}}));
    terminal.record(1);
    terminal.round(terminal.network);
    EXPECT_EQ(posts, 0);
    ASSERT_EQ(waiting(), 1U);
    EXPECT_EQ(shelf().all()->front().seq, 2U);
}

TEST_F(SideSenderTest, WhatWaitsOfAnErasedPersonGoesBeforeTheRosterIsAcknowledged) {
    check_in(1, PersonId{{1}});
    check_in(2, PersonId{{2}});
    terminal.central.erased = {PersonId{{1}}};
    terminal.central.files["roster"] = {5, terminal.central.roster_file(5)};
    std::size_t waiting_at_acknowledgement = 99;
    terminal.network.before_each = [&] {
        const HttpRequest& request = terminal.network.seen.back();
        if (request.path.ends_with("/sides")) terminal.network.expect(problem_answer(503, "INTERNAL"));
        if (find_header(request.headers, "Hadir-Roster") && waiting_at_acknowledgement == 99)
            waiting_at_acknowledgement = waiting();
    };
    terminal.round(terminal.network);
    terminal.clock.advance(std::chrono::hours(1));
    terminal.round(terminal.network);
    EXPECT_EQ(waiting_at_acknowledgement, 1U);
    ASSERT_EQ(waiting(), 1U);
    EXPECT_EQ(shelf().all()->front().seq, 2U) << "the control: the other's is still there";
}

}  // namespace
}  // namespace hadir::sync
