#include "sync/uploader.h"

#include <gtest/gtest.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

#include "sync/backoff.h"
#include "tests/sync/terminal.h"
#include "wire/chain.h"
#include "wire/encodings.h"

namespace hadir::sync {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using tests::expect_all_delivered;
using tests::Fault;
using tests::problem_answer;
using tests::Terminal;

int posts(const Terminal& terminal) {
    return static_cast<int>(
        std::ranges::count(terminal.network.seen, HttpMethod::post, &HttpRequest::method));
}

int asked_for(const Terminal& terminal, const std::string& end) {
    return static_cast<int>(std::ranges::count_if(
        terminal.network.seen, [&](const HttpRequest& request) { return request.path.ends_with(end); }));
}

TEST(Uploader, SendsEveryRecordInBatches) {
    Terminal terminal;
    terminal.record(1203);
    const Rest rest = terminal.round(terminal.network);
    EXPECT_TRUE(rest.complete) << rest.problem.value_or("");
    EXPECT_EQ(posts(terminal), 3);
    expect_all_delivered(terminal);
    const auto contact = terminal.contact();
    EXPECT_TRUE(contact.connected);
    EXPECT_TRUE(contact.ok_at);
    EXPECT_FALSE(contact.problem);
    EXPECT_EQ(contact.failures, 0);
}

TEST(Uploader, HeadersAreThoseOfTheFormat) {
    Terminal terminal;
    terminal.record(2);
    terminal.round(terminal.network);
    terminal.record(1);
    terminal.network.seen.clear();
    terminal.round(terminal.network);
    const HttpRequest& request = terminal.network.seen.at(0);
    EXPECT_EQ(request.path, "/v1/devices/" + terminal.dev.hex() + "/records?inc=1&from=3");
    EXPECT_EQ(find_header(request.headers, "Content-Type"), "application/x-ndjson");
    EXPECT_EQ(find_header(request.headers, "Content-Encoding"), "zstd");
    EXPECT_EQ(find_header(request.headers, "Hadir-Count"), "1");
    EXPECT_EQ(find_header(request.headers, "Hadir-Prev")->size(), 64U);
    EXPECT_EQ(find_header(request.headers, "Hadir-Nonce")->size(), 32U);
    EXPECT_EQ(find_header(request.headers, "Hadir-Last"), "3");
    EXPECT_FALSE(find_header(request.headers, "Hadir-Checkpoint"));
    EXPECT_FALSE(find_header(request.headers, "Hadir-Anchor"));
}

TEST(Uploader, NonceIsNewForEveryAttempt) {
    Terminal terminal;
    terminal.record(1);
    terminal.network.expect(Fault::lost_answer);
    terminal.round(terminal.network);
    terminal.clock.advance(kBackoffMax);
    terminal.round(terminal.network);
    ASSERT_GE(terminal.network.seen.size(), 2U);
    EXPECT_NE(find_header(terminal.network.seen[0].headers, "Hadir-Nonce"),
              find_header(terminal.network.seen[1].headers, "Hadir-Nonce"));
}

TEST(Uploader, IdleTerminalSendsAHeartbeat) {
    Terminal terminal;  // not even a ledger yet
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    ASSERT_EQ(posts(terminal), 1);
    EXPECT_EQ(find_header(terminal.network.seen[0].headers, "Hadir-Count"), "0");
    EXPECT_TRUE(terminal.network.seen[0].body.empty());
    terminal.record(2);
    terminal.clock.advance(minutes(5));
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    terminal.clock.advance(minutes(5));
    terminal.network.seen.clear();
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    EXPECT_TRUE(terminal.network.seen[0].path.ends_with("from=3"));
}

TEST(Uploader, KioskMayRecordWhileABatchIsUnderway) {
    Terminal terminal;
    terminal.record(3);
    terminal.network.before_each = [&] {
        if (posts(terminal) <= 2) terminal.record(2);
    };
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    expect_all_delivered(terminal);
    EXPECT_EQ(terminal.central.lines().size(), 7U);
}

TEST(Uploader, LostAnswerMakesNothingTwice) {
    Terminal terminal;
    terminal.record(5);
    terminal.network.expect(Fault::lost_answer);
    const Rest rest = terminal.round(terminal.network);
    EXPECT_FALSE(rest.complete);
    EXPECT_EQ(terminal.uploader->reach()->acked, 0U);  // delivered only when a receipt says so
    EXPECT_FALSE(terminal.contact().connected);
    terminal.start();
    terminal.clock.advance(rest.span);
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    expect_all_delivered(terminal);
}

TEST(Uploader, ResendsAfterCentralWasRestored) {
    Terminal terminal;
    terminal.record(40);
    ASSERT_TRUE(terminal.round(terminal.network).complete);
    terminal.central.restore_to(12);
    terminal.record(3);
    terminal.clock.advance(minutes(5));
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    expect_all_delivered(terminal);
    terminal.central.restore_to(0);
    terminal.clock.advance(minutes(5));
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    expect_all_delivered(terminal);
}

TEST(Uploader, RestoredReceiptsLeadBackToo) {
    // sync.db came from an older copy: what it does not know is sent again and skipped there.
    Terminal terminal;
    terminal.record(10);
    ASSERT_TRUE(terminal.round(terminal.network).complete);
    ASSERT_TRUE(terminal.store().put_receipt(1, {4, {}, "old"}, std::nullopt, terminal.clock.wall()));
    terminal.clock.advance(minutes(5));
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    expect_all_delivered(terminal);
}

TEST(Uploader, SendsFromTheFirstKeptRowWithItsAnchor) {
    Terminal terminal;
    terminal.record(10);
    ASSERT_TRUE(terminal.round(terminal.network).complete);
    SQLite::Database(terminal.ledger_path, SQLite::OPEN_READWRITE)
        .exec("DELETE FROM records WHERE seq < 6; UPDATE records SET line = NULL WHERE seq = 6");
    terminal.central.restore_to(2);
    terminal.clock.advance(minutes(5));
    terminal.network.seen.clear();
    const Rest rest = terminal.round(terminal.network);  // this central knows no holes
    EXPECT_FALSE(rest.complete);
    const auto& kept = terminal.network.seen.at(1);
    EXPECT_TRUE(kept.path.ends_with("from=7")) << kept.path;
    const auto anchor = wire::parse_signature(find_header(kept.headers, "Hadir-Anchor").value_or(""));
    const auto previous = Hash::parse_hex(find_header(kept.headers, "Hadir-Prev").value_or(""));
    ASSERT_TRUE(anchor && previous);
    EXPECT_TRUE(wire::verify_head(terminal.identity.ledger_key.public_key(), {terminal.dev, 1, 6}, *previous,
                                  *anchor));
}

TEST(Uploader, BadChainLeadsToTheReceiptThenToTheFirstRow) {
    Terminal terminal;
    terminal.record(10);
    ASSERT_TRUE(terminal.round(terminal.network).complete);
    terminal.record(2);
    terminal.clock.advance(minutes(5));
    terminal.network.seen.clear();
    terminal.network.expect(problem_answer(422, "BAD_CHAIN", "\"line\":1"));
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    ASSERT_GE(posts(terminal), 2);
    EXPECT_TRUE(terminal.network.seen[0].path.ends_with("from=11"));
    EXPECT_TRUE(terminal.network.seen[1].path.ends_with("from=1"));
    expect_all_delivered(terminal);
}

TEST(Uploader, BadChainForEverIsHeldForAPerson) {
    Terminal terminal;
    terminal.record(3);
    for (int i = 0; i < 10; ++i)
        terminal.network.expect(problem_answer(422, "BAD_CHAIN", "\"line\":1"));
    const Rest rest = terminal.round(terminal.network);
    EXPECT_FALSE(rest.complete);
    EXPECT_LE(terminal.network.seen.size(), 5U);  // one post, then the files
    EXPECT_NE(rest.problem->find("BAD_CHAIN"), std::string::npos);
}

TEST(Uploader, GapWithoutSenseDoesNotTurnInCircles) {
    Terminal terminal;
    terminal.record(3);
    ASSERT_TRUE(terminal.round(terminal.network).complete);
    for (int i = 0; i < 50; ++i)
        terminal.network.expect(problem_answer(409, "GAP", "\"expect_from\":2"));
    terminal.clock.advance(minutes(5));
    terminal.network.seen.clear();
    EXPECT_FALSE(terminal.round(terminal.network).complete);
    EXPECT_LE(posts(terminal), 10);
}

struct Answered {
    int status;
    const char* code;
    bool passing;
};

TEST(Uploader, BacksOffOrHoldsByTheCode) {
    const std::vector<Answered> answers{{429, "RATE", true},          {500, "INTERNAL", true},
                                        {408, "TIMEOUT", true},       {503, "", true},
                                        {502, "INTERNAL", true},      {400, "MALFORMED", false},
                                        {413, "TOO_LARGE", false},    {422, "BAD_SIGNATURE", false},
                                        {403, "WRONG_DEVICE", false}, {403, "REVOKED", false},
                                        {403, "NOT_ALLOWED", false},  {409, "CONFLICT", false},
                                        {404, "NOT_FOUND", false},    {405, "METHOD", false},
                                        {431, "HEADERS", false},      {421, "NOT_ALLOWED", false},
                                        {418, "NEW_CODE", false},     {302, "", false},
                                        {409, "FORK", false},         {422, "BAD_CHAIN", false}};
    for (const auto& [status, code, passing] : answers) {
        Terminal terminal;
        terminal.record(4);
        terminal.network.expect(problem_answer(status, code));
        const Rest rest = terminal.round(terminal.network);
        EXPECT_FALSE(rest.complete) << code;
        EXPECT_EQ(terminal.uploader->reach()->acked, 0U) << code;
        ASSERT_TRUE(rest.problem) << code;
        EXPECT_NE(rest.problem->find(std::to_string(status)), std::string::npos) << *rest.problem;
        EXPECT_EQ(terminal.contact().problem, rest.problem) << code;
        if (passing) {
            EXPECT_LE(rest.span, kBackoffFirst) << code;
        } else {
            EXPECT_GT(rest.span, kBackoffMax) << code;
            EXPECT_LE(rest.span, hours(24)) << code;
        }
        EXPECT_EQ(terminal.rows().size(), 4U);
        terminal.clock.advance(rest.span);
        EXPECT_TRUE(terminal.round(terminal.network).complete) << code;
        expect_all_delivered(terminal);
    }
}

TEST(Uploader, ObeysRetryAfter) {
    Terminal terminal;
    terminal.record(1);
    auto busy = problem_answer(429, "RATE");
    busy.headers.emplace_back("retry-after", "1800");
    terminal.network.expect(busy);
    const Rest rest = terminal.round(terminal.network);
    EXPECT_EQ(rest.span, minutes(30));
    terminal.start();  // also over a restart
    terminal.clock.advance(minutes(20));
    terminal.network.seen.clear();
    const Rest waited = terminal.round(terminal.network);
    EXPECT_TRUE(terminal.network.seen.empty());
    EXPECT_GT(waited.span, minutes(9));
    EXPECT_LE(waited.span, minutes(10));
    terminal.clock.advance(waited.span);
    EXPECT_TRUE(terminal.round(terminal.network).complete);
}

TEST(Uploader, AskedRoundDoesNotWait) {
    Terminal terminal;
    terminal.record(1);
    terminal.network.expect(problem_answer(403, "REVOKED"));
    ASSERT_GT(terminal.round(terminal.network).span, kBackoffMax);
    EXPECT_FALSE(terminal.round(terminal.network).complete);
    EXPECT_TRUE(terminal.round(terminal.network, Occasion::asked).complete);
    EXPECT_FALSE(terminal.contact().problem);
}

TEST(Uploader, WaitFromAClockThatWasAheadDoesNotCount) {
    Terminal terminal;
    terminal.record(1);
    const UnixMs right = terminal.clock.wall();
    terminal.clock.jump_wall(right + hours(24 * 3650));
    terminal.network.expect(Fault::no_connection);
    terminal.round(terminal.network);
    terminal.clock.jump_wall(right);
    EXPECT_TRUE(terminal.round(terminal.network).complete);
}

TEST(Uploader, FailuresInARowWaitLonger) {
    Terminal terminal;
    terminal.record(1);
    milliseconds longest{0};
    for (int i = 1; i <= 12; ++i) {
        terminal.network.expect(Fault::no_connection);
        const Rest rest = terminal.round(terminal.network);
        longest = std::max(longest, rest.span);
        EXPECT_EQ(terminal.contact().failures, i);
        EXPECT_LE(rest.span, kBackoffMax);
        terminal.start();
        terminal.clock.advance(rest.span);
    }
    EXPECT_GT(longest, minutes(2));
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    EXPECT_EQ(terminal.contact().failures, 0);
}

TEST(Uploader, RefusesAReceiptThatIsNotItsOwn) {
    const std::vector<std::pair<const char*, std::function<void(wire::Receipt&)>>> lies{
        {"dev", [](wire::Receipt& receipt) { receipt.dev.bytes[0] ^= 1U; }},
        {"inc", [](wire::Receipt& receipt) { receipt.inc = 2; }},
        {"nonce", [](wire::Receipt& receipt) { receipt.nonce.bytes[3] ^= 1U; }},
        {"less", [](wire::Receipt& receipt) { receipt.acked -= 1; }}};
    for (const auto& [name, lie] : lies) {
        Terminal terminal;
        terminal.record(3);
        terminal.central.twist = lie;
        const Rest rest = terminal.round(terminal.network);
        EXPECT_FALSE(rest.complete) << name;
        EXPECT_EQ(terminal.uploader->reach()->acked, 0U) << name;
        EXPECT_FALSE(terminal.store().newest_anchor(terminal.clock.boot()).value()) << name;
        EXPECT_LE(rest.span, kBackoffFirst) << name;
    }
}

TEST(Uploader, AlarmsWhenCentralHoldsMoreThanTheLedger) {
    Terminal terminal;
    terminal.record(3);
    terminal.central.twist = [](wire::Receipt& receipt) { receipt.acked += 5; };
    const Rest rest = terminal.round(terminal.network);
    EXPECT_FALSE(rest.complete);
    EXPECT_TRUE(terminal.contact().problem.value_or("").starts_with("ALARM")) << *terminal.contact().problem;
    EXPECT_EQ(terminal.uploader->reach()->acked, 0U);
}

TEST(Uploader, AlarmsWhenCentralsHashIsNotOurs) {
    Terminal terminal;
    terminal.record(3);
    terminal.central.twist = [](wire::Receipt& receipt) { receipt.head.bytes[0] ^= 1U; };
    EXPECT_FALSE(terminal.round(terminal.network).complete);
    EXPECT_TRUE(terminal.contact().problem.value_or("").starts_with("ALARM"));
}

TEST(Uploader, AlarmsWhenTheLedgerWasPutBack) {
    Terminal terminal;
    terminal.record(3);
    terminal.close_ledger();
    std::filesystem::copy(terminal.ledger_path, terminal.folder / "copy");
    terminal.record(4);
    ASSERT_TRUE(terminal.round(terminal.network).complete);
    terminal.close_ledger();
    std::filesystem::copy(terminal.folder / "copy", terminal.ledger_path,
                          std::filesystem::copy_options::overwrite_existing);
    std::filesystem::remove(terminal.ledger_path + "-wal");
    std::filesystem::remove(terminal.ledger_path + "-shm");
    terminal.clock.advance(minutes(5));
    EXPECT_FALSE(terminal.round(terminal.network).complete);
    EXPECT_TRUE(terminal.contact().problem.value_or("").starts_with("ALARM")) << *terminal.contact().problem;
    EXPECT_EQ(terminal.central.lines().size(), 7U);
}

// The other half of Tamper.WhatIsCutAboveTheReceiptVerifies: ledger and receipts were put back together, so
// that the terminal's own files agree; central remembers more.
TEST(Uploader, AlarmsWhenTheLedgerWasCutAboveTheReceiptThatIsLeft) {
    Terminal terminal;
    terminal.record(3);
    ASSERT_TRUE(terminal.round(terminal.network).complete);
    const auto left = terminal.store().receipt(1).value();
    ASSERT_TRUE(left);
    ASSERT_EQ(left->acked, 3U);
    terminal.record(4);
    terminal.clock.advance(minutes(5));
    ASSERT_TRUE(terminal.round(terminal.network).complete);
    terminal.close_ledger();
    SQLite::Database(terminal.ledger_path, SQLite::OPEN_READWRITE).exec("DELETE FROM records WHERE seq > 5");
    ASSERT_TRUE(terminal.store().put_receipt(1, *left, std::nullopt, terminal.clock.wall()));
    terminal.start();
    terminal.clock.advance(minutes(5));
    EXPECT_FALSE(terminal.round(terminal.network).complete);
    EXPECT_TRUE(terminal.contact().problem.value_or("").starts_with("ALARM")) << *terminal.contact().problem;
    EXPECT_EQ(terminal.central.lines().size(), 7U);
}

TEST(Uploader, ForkInAReceiptIsAnAlarmAndGoesOn) {
    Terminal terminal;
    terminal.record(3);
    terminal.central.twist = [](wire::Receipt& receipt) { receipt.fork = 2; };
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    EXPECT_TRUE(terminal.contact().problem.value_or("").starts_with("ALARM"));
    expect_all_delivered(terminal);
}

TEST(Uploader, ForkAnswerCarriesTheReceipt) {
    Terminal terminal;
    terminal.record(3);
    terminal.central.twist = [](wire::Receipt& receipt) { receipt.fork = 3; };
    tests::FakeHttp network([&](const HttpRequest& request) {
        HttpResponse answer = terminal.central.handle(request);
        if (request.method == HttpMethod::get) return answer;
        return problem_answer(409, "FORK",
                              "\"from\":3,\"receipt\":\"" + wire::to_base64(as_bytes(answer.body)) + '"');
    });
    terminal.round(network);
    EXPECT_EQ(terminal.uploader->reach()->acked, 3U);
    EXPECT_TRUE(terminal.contact().problem.value_or("").starts_with("ALARM"));
}

TEST(Uploader, AnchorIsTheServersTimeBetweenAskingAndAnswer) {
    Terminal terminal;
    terminal.record(1);
    terminal.clock.jump_wall(UnixMs{1'000'000});  // the terminal's own clock does not matter
    terminal.central.twist = [](wire::Receipt& receipt) { receipt.time = UnixMs{1'795'500'000'000}; };
    terminal.round(terminal.network);
    const auto anchor = terminal.store().newest_anchor(terminal.clock.boot()).value();
    ASSERT_TRUE(anchor);
    EXPECT_EQ(anchor->server.value, 1'795'500'000'020);
    EXPECT_EQ(anchor->uncertainty, milliseconds(21));
    EXPECT_LE(anchor->up, terminal.clock.since_boot());
}

TEST(Uploader, SlowAnswerGivesAReceiptButNoTime) {
    for (const auto& [took, anchors] :
         std::vector<std::pair<seconds, bool>>{{seconds(59), true}, {seconds(61), false}}) {
        Terminal terminal;
        terminal.record(1);
        terminal.network.before_each = [&] { terminal.clock.advance(took); };
        terminal.round(terminal.network);
        EXPECT_EQ(terminal.uploader->reach()->acked, 1U);
        EXPECT_EQ(terminal.store().newest_anchor(terminal.clock.boot()).value().has_value(), anchors)
            << took.count();
    }
}

TEST(Uploader, FetchesFilesThatAReceiptNames) {
    Terminal terminal;
    terminal.round(terminal.network);
    terminal.central.files["roster"] = {812, terminal.central.roster_file(812)};
    terminal.central.files["policy"] = {31, terminal.central.policy_file(31)};
    terminal.clock.advance(minutes(5));
    terminal.network.seen.clear();
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    EXPECT_EQ(terminal.store().file_version("roster").value(), 812);
    EXPECT_EQ(terminal.store().file_version("policy").value(), 31);
    EXPECT_EQ(terminal.network.seen.size(), 3U);
    terminal.clock.advance(minutes(5));
    terminal.network.seen.clear();
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    EXPECT_EQ(terminal.network.seen.size(), 1U);  // nothing newer: only the heartbeat
}

// An erasure is over at a terminal when it tells this of a roster without the person.
TEST(Uploader, TellsWhichRosterItHolds) {
    Terminal terminal;
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    EXPECT_FALSE(find_header(terminal.network.seen.front().headers, "Hadir-Roster"));
    terminal.central.files["roster"] = {812, terminal.central.roster_file(812)};
    terminal.clock.advance(minutes(5));
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    terminal.network.seen.clear();
    terminal.clock.advance(minutes(5));
    EXPECT_TRUE(terminal.round(terminal.network).complete);
    EXPECT_EQ(find_header(terminal.network.seen.front().headers, "Hadir-Roster"), "812");
}

TEST(Uploader, AsksForEveryFileOnceANight) {
    Terminal terminal;
    terminal.central.files["roster"] = {812, terminal.central.roster_file(812)};
    terminal.round(terminal.network);
    terminal.network.seen.clear();
    for (int i = 0; i < 24 * 12; ++i) {
        terminal.clock.advance(minutes(5));
        terminal.round(terminal.network);
    }
    EXPECT_EQ(asked_for(terminal, "/roster"), 1);
    EXPECT_EQ(asked_for(terminal, "/policy"), 1);
    EXPECT_EQ(asked_for(terminal, "/keys"), 1);
    const auto roster = std::ranges::find_if(
        terminal.network.seen, [](const HttpRequest& request) { return request.path.ends_with("/roster"); });
    EXPECT_EQ(find_header(roster->headers, "If-None-Match"), "\"812\"");
}

TEST(Uploader, RefusesFilesThatAreOlderOrForeign) {
    const auto given = [](const std::string& text) {
        Terminal terminal;
        terminal.central.files["roster"] = {812, terminal.central.roster_file(812)};
        terminal.round(terminal.network);
        const std::string held = terminal.store().file("roster").value()->bytes;
        terminal.central.files["roster"] = {900, text};
        terminal.clock.advance(minutes(5));
        const Rest rest = terminal.round(terminal.network);
        EXPECT_FALSE(rest.complete);
        EXPECT_TRUE(rest.problem);
        EXPECT_EQ(terminal.store().file("roster").value()->bytes, held);
        return rest.problem.value_or("");
    };
    const Terminal maker;
    EXPECT_NE(given(maker.central.roster_file(811)).find("held"), std::string::npos);
    EXPECT_NE(given(maker.central.roster_file(812, Zone::wit)).find("held"),
              std::string::npos);  // same version
    EXPECT_FALSE(given(maker.central.policy_file(900)).empty());
    std::string changed = maker.central.roster_file(900);
    changed[changed.find("Kios 02")] = 'X';
    EXPECT_FALSE(given(changed).empty());
    EXPECT_FALSE(given("").empty());
    const Terminal other(99);
    EXPECT_NE(given(other.central.roster_file(900)).find("roster"), std::string::npos);
}

TEST(Uploader, RefusesKeysThatTheRootDidNotSign) {
    Terminal terminal;
    terminal.round(terminal.network);
    const std::string held = terminal.store().file("keys").value()->bytes;
    std::string changed = terminal.central.keys_file(5);
    changed[changed.find("1970")] = '2';
    terminal.central.files["keys"] = {5, changed};
    terminal.clock.advance(minutes(5));
    EXPECT_FALSE(terminal.round(terminal.network).complete);
    EXPECT_EQ(terminal.store().file("keys").value()->bytes, held);
}

TEST(Uploader, FetchesTheKeysWhenANewOneSigns) {
    Terminal terminal;
    terminal.record(2);
    terminal.round(terminal.network);
    terminal.record(2);
    terminal.central.new_receipt_key();
    terminal.central.files["keys"] = {5, terminal.central.keys_file(5)};
    terminal.clock.advance(minutes(5));
    const Rest rest = terminal.round(terminal.network);
    EXPECT_TRUE(rest.complete) << rest.problem.value_or("");
    EXPECT_FALSE(rest.problem);
    expect_all_delivered(terminal);
    EXPECT_EQ(terminal.store().file_version("keys").value(), 5);
}

TEST(Uploader, ReceiptByAnUnlistedKeyAcknowledgesNothing) {
    Terminal terminal;
    terminal.record(2);
    terminal.central.new_receipt_key();
    EXPECT_FALSE(terminal.round(terminal.network).complete);
    EXPECT_EQ(terminal.uploader->reach()->acked, 0U);
    EXPECT_LE(posts(terminal), 2);
}

TEST(Uploader, RefusedUploadStillFetchesTheNewRosterAtNight) {
    Terminal terminal;
    terminal.record(1);
    terminal.network.expect(problem_answer(400, "MALFORMED"));
    terminal.central.files["roster"] = {812, terminal.central.roster_file(812)};
    EXPECT_FALSE(terminal.round(terminal.network).complete);
    EXPECT_EQ(terminal.store().file_version("roster").value(), 812);
    EXPECT_TRUE(terminal.contact().problem);
}

TEST(Uploader, HostileProblemTextIsMadePrintable) {
    Terminal terminal;
    terminal.record(1);
    auto answer = problem_answer(400, "X");
    answer.body = R"({"code":"\u001b[31m","detail":")" + std::string(5000, 'y') + R"(\r\n\u0000"})";
    terminal.network.expect(answer);
    const std::string problem = terminal.round(terminal.network).problem.value_or("");
    EXPECT_LT(problem.size(), 500U);
    EXPECT_TRUE(std::ranges::all_of(problem, [](char c) { return c >= ' ' && c <= '~'; }));
}

TEST(Uploader, DamagedLedgerIsNoEmptyOne) {
    Terminal terminal;
    terminal.record(3);
    ASSERT_TRUE(terminal.round(terminal.network).complete);
    terminal.close_ledger();
    std::filesystem::resize_file(terminal.ledger_path, 0);
    std::filesystem::remove(terminal.ledger_path + "-wal");
    std::filesystem::remove(terminal.ledger_path + "-shm");
    terminal.clock.advance(minutes(5));
    const Rest rest = terminal.round(terminal.network);
    EXPECT_FALSE(rest.complete);
    EXPECT_TRUE(rest.problem);
}

}  // namespace
}  // namespace hadir::sync
