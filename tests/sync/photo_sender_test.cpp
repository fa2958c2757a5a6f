// Photographs go after the records that name them, and are given up only once central has them.
#include "sync/photo_sender.h"

#include <gtest/gtest.h>

#include "tests/sync/terminal.h"
#include "wire/crypto.h"
#include "wire/records.h"

namespace hadir::sync {
namespace {

using tests::Fault;
using tests::problem_answer;

class PhotoSenderTest : public testing::Test {
protected:
    PhotoSenderTest() {
        terminal.network = tests::FakeHttp([this](const HttpRequest& request) {
            if (request.method != HttpMethod::put) return terminal.central.handle(request);
            return answer(request);
        });
    }
    // Central, as far as photographs go: takes those that a line which it holds names.
    HttpResponse answer(const HttpRequest& request) {
        const std::string digest = wire::sha256(as_bytes(request.body)).hex();
        if (!request.path.ends_with("/evidence/" + digest)) return problem_answer(400, "MALFORMED");
        const bool named = std::ranges::any_of(terminal.central.lines(), [&](const wire::SignedLine& line) {
            return line.line.find(digest) != std::string::npos;
        });
        if (!named) return problem_answer(400, "MALFORMED");
        return {taken.insert(digest).second ? 201 : 200, {}, ""};
    }

    // As the kiosk does: the photograph, then its record. Its digest.
    Hash check_in(std::uint64_t seq) {
        const Bytes sealed(16'384, static_cast<std::uint8_t>(seq));
        const Hash sha256 = wire::sha256(sealed);
        EXPECT_TRUE(shelf().put({1, seq, sha256}, sealed));
        wire::Checkin checkin;
        checkin.evidence.push_back({sha256, sealed.size()});
        terminal.record("checkin", wire::write_checkin(checkin));
        return sha256;
    }
    store::PhotoShelf shelf() const { return store::PhotoShelf::beside(terminal.ledger_path); }
    std::size_t waiting() const { return shelf().all()->size(); }
    int puts() const {
        return static_cast<int>(
            std::ranges::count(terminal.network.seen, HttpMethod::put, &HttpRequest::method));
    }

    tests::Terminal terminal;
    std::set<std::string> taken;
};

TEST_F(PhotoSenderTest, RecordsFirstThenTheirPhotographs) {
    for (std::uint64_t seq = 1; seq <= 3; ++seq)
        check_in(seq);
    const Rest rest = terminal.round(terminal.network);
    EXPECT_TRUE(rest.complete) << rest.problem.value_or("");
    EXPECT_EQ(taken.size(), 3U);
    EXPECT_EQ(waiting(), 0U);
    EXPECT_EQ(terminal.network.seen.front().method, HttpMethod::post);
    EXPECT_EQ(terminal.network.seen.back().method, HttpMethod::put);
    EXPECT_EQ(terminal.network.seen.back().path.substr(0, 45), "/v1/devices/" + terminal.dev.hex() + "/");
}

TEST_F(PhotoSenderTest, OneThatWasCutOffIsSentAgainWhole) {
    check_in(1);
    terminal.network.before_each = [&] {
        if (terminal.network.seen.back().method == HttpMethod::put && puts() == 1)
            terminal.network.expect(Fault::no_connection);
    };
    terminal.round(terminal.network);
    EXPECT_EQ(waiting(), 1U);
    EXPECT_GT(terminal.contact().failures, 0) << "the back-off is the records' own";
    terminal.clock.advance(std::chrono::hours(1));
    terminal.round(terminal.network);
    EXPECT_EQ(waiting(), 0U);
    EXPECT_EQ(taken.size(), 1U);
}

TEST_F(PhotoSenderTest, AnAnswerThatGotLostCostsOneRepeat) {
    check_in(1);
    terminal.network.before_each = [&] {
        if (terminal.network.seen.back().method == HttpMethod::put && puts() == 1)
            terminal.network.expect(Fault::lost_answer);
    };
    terminal.round(terminal.network);
    EXPECT_EQ(taken.size(), 1U);
    EXPECT_EQ(waiting(), 1U) << "nobody has told us";
    terminal.clock.advance(std::chrono::hours(1));
    terminal.round(terminal.network);
    EXPECT_EQ(waiting(), 0U);
}

TEST_F(PhotoSenderTest, WhatIsRecordedMeanwhileGoesFirst) {
    check_in(1);
    check_in(2);
    bool recorded = false;
    terminal.network.before_each = [&] {
        if (terminal.network.seen.back().method != HttpMethod::put || recorded) return;
        recorded = true;
        terminal.record(1);
    };
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    std::vector<HttpMethod> order;
    for (const HttpRequest& request : terminal.network.seen) {
        if (request.method != HttpMethod::get) order.push_back(request.method);
    }
    EXPECT_EQ(order, (std::vector{HttpMethod::post, HttpMethod::put, HttpMethod::post, HttpMethod::put}));
}

TEST_F(PhotoSenderTest, ARefusedOneIsSetAsideAndHoldsUpNothing) {
    const Hash refused = check_in(1);
    check_in(2);
    bool once = true;
    terminal.network.before_each = [&] {
        const auto& path = terminal.network.seen.back().path;
        if (once && path.ends_with(refused.hex())) terminal.network.expect(problem_answer(400, "MALFORMED"));
        once = once && !path.ends_with(refused.hex());
    };
    const Rest rest = terminal.round(terminal.network);
    EXPECT_TRUE(rest.complete);
    EXPECT_TRUE(rest.problem && rest.problem->contains("photograph of record 1"))
        << rest.problem.value_or("");
    ASSERT_EQ(waiting(), 1U);
    EXPECT_TRUE(shelf().all()->front().refused);
    terminal.record(1);
    terminal.network.seen.clear();
    terminal.clock.advance(std::chrono::minutes(10));
    terminal.round(terminal.network);
    EXPECT_EQ(puts(), 0) << "it is tried at night, or when a person asks";
    terminal.round(terminal.network, Occasion::asked);
    EXPECT_EQ(waiting(), 0U);
}

TEST_F(PhotoSenderTest, ADestroyedMonthIsGivenUp) {
    check_in(1);
    terminal.network.before_each = [&] {
        if (terminal.network.seen.back().method == HttpMethod::put)
            terminal.network.expect(problem_answer(410, "EXPIRED"));
    };
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    EXPECT_EQ(waiting(), 0U);
}

TEST_F(PhotoSenderTest, ACentralThatKnowsNoPhotographsLosesNone) {
    check_in(1);
    check_in(2);
    terminal.network.before_each = [&] {
        if (terminal.network.seen.back().method == HttpMethod::put)
            terminal.network.expect(problem_answer(404, "NOT_FOUND"));
    };
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    EXPECT_EQ(waiting(), 2U);
    EXPECT_EQ(puts(), 1) << "one answer says it of all";
    EXPECT_FALSE(shelf().all()->front().refused);
}

// The power went between the photograph and its record; another record has its number since.
TEST_F(PhotoSenderTest, OneThatNoRecordNamesIsRemoved) {
    ASSERT_TRUE(shelf().put({1, 1, wire::sha256(Bytes{1})}, Bytes{1}));
    terminal.record(1);
    terminal.round(terminal.network);
    EXPECT_EQ(puts(), 0);
    EXPECT_EQ(waiting(), 0U);
}

TEST_F(PhotoSenderTest, OneWhoseRecordIsYetToComeWaits) {
    terminal.record(1);
    ASSERT_TRUE(shelf().put({1, 2, wire::sha256(Bytes{1})}, Bytes{1}));
    terminal.round(terminal.network);
    EXPECT_EQ(puts(), 0);
    EXPECT_EQ(waiting(), 1U);
}

}  // namespace
}  // namespace hadir::sync
