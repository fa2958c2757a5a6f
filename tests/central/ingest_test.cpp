#include "central/ingest.h"

#include <gtest/gtest.h>

#include <ostream>

#include "tests/central/ingest_fixture.h"

namespace hadir::central::tests {
namespace {

class Ingest : public IngestFixture {};

TEST_F(Ingest, StoresABatchAndSignsForIt) {
    terminal.check_in_times(3);
    const auto outcome = send(1, 3);
    ASSERT_EQ(outcome.answer.status, 200) << outcome.answer.body;
    const auto receipt = opened(outcome);
    EXPECT_EQ(receipt.acked, 3U);
    EXPECT_EQ(receipt.head, terminal.hashes[3]);
    EXPECT_EQ(receipt.nonce, filled<Nonce>(0x33));
    EXPECT_EQ(receipt.time, kNow);
    EXPECT_EQ(receipt.fork, std::nullopt);
    EXPECT_EQ(stored(), 3);
    EXPECT_EQ(outcome.arrivals.size(), 3U);
    EXPECT_EQ(arrivals().size(), 3U);
}

TEST_F(Ingest, StoresTheSameBatchOnce) {
    terminal.check_in_times(5);
    for (int attempt = 0; attempt < 3; ++attempt) {
        const auto outcome = send(1, 5);
        ASSERT_EQ(outcome.answer.status, 200);
        EXPECT_EQ(opened(outcome).acked, 5U);
        EXPECT_EQ(outcome.arrivals.size(), attempt == 0 ? 5U : 0U);
    }
    EXPECT_EQ(stored(), 5);
    EXPECT_EQ(arrivals().size(), 5U);
}

TEST_F(Ingest, TakesTheRestOfABatchThatItKnowsInPart) {
    terminal.check_in_times(6);
    ASSERT_EQ(send(1, 4).answer.status, 200);
    const auto outcome = send(2, 5);
    ASSERT_EQ(outcome.answer.status, 200);
    EXPECT_EQ(opened(outcome).acked, 6U);
    EXPECT_EQ(outcome.arrivals.size(), 2U);
    EXPECT_EQ(stored(), 6);
}

TEST_F(Ingest, AcknowledgesMoreThanAnOldBatchHolds) {
    terminal.check_in_times(6);
    ASSERT_EQ(send(1, 6).answer.status, 200);
    const auto receipt = opened(send(1, 2));
    EXPECT_EQ(receipt.acked, 6U);
    EXPECT_EQ(receipt.head, terminal.hashes[6]);
}

TEST_F(Ingest, AnswersAnIdleTerminalWithAReceipt) {
    EXPECT_EQ(opened(send(1, 0)).acked, 0U);
    EXPECT_EQ(opened(send(1, 0)).head, terminal.hashes[0]);
    terminal.check_in_times(2);
    ASSERT_EQ(send(1, 2).answer.status, 200);
    EXPECT_EQ(opened(send(3, 0)).acked, 2U);
    EXPECT_EQ(opened(send(2, 0)).acked, 2U);
    EXPECT_EQ(code_of(send(draft(terminal, 3, 0), kNow)), "");
}

TEST_F(Ingest, NamesTheFirstMissingRecord) {
    terminal.check_in_times(5);
    ASSERT_EQ(send(1, 2).answer.status, 200);
    const auto outcome = send(4, 2);
    EXPECT_EQ(outcome.answer.status, 409);
    EXPECT_EQ(code_of(outcome), "GAP");
    EXPECT_EQ(number_of(outcome, "expect_from"), 3);
    EXPECT_EQ(stored(), 2);
    EXPECT_EQ(send(3, 3).answer.status, 200);
    EXPECT_EQ(stored(), 5);
}

TEST_F(Ingest, RestoredFromAnOlderCopyTakesTheRowsAgain) {
    terminal.check_in_times(4);
    ASSERT_EQ(send(1, 2).answer.status, 200);
    std::filesystem::copy_file(folder / "central.db", folder / "old.db");
    std::filesystem::copy_file(folder / "central.db-wal", folder / "old.db-wal");
    ASSERT_EQ(send(3, 2).answer.status, 200);

    database = *Database::open(folder / "old.db");
    EXPECT_EQ(stored(), 2);
    terminal.check_in_times(1);
    const auto gap = send(5, 1);
    ASSERT_EQ(code_of(gap), "GAP");
    EXPECT_EQ(number_of(gap, "expect_from"), 3);
    ASSERT_EQ(send(3, 3).answer.status, 200);
    EXPECT_EQ(stored(), 5);
    EXPECT_EQ(arrivals().size(), 5U);
}

TEST_F(Ingest, NamesTheNewestIncarnationOfAnUnknownOne) {
    auto upload = draft(terminal, 1, 0);
    upload.upload.inc = {"2"};
    const auto outcome = send(upload);
    EXPECT_EQ(outcome.answer.status, 409);
    EXPECT_EQ(code_of(outcome), "CONFLICT");
    EXPECT_EQ(number_of(outcome, "expect_inc"), 1);
}

TEST_F(Ingest, KeepsALineThatItDoesNotUnderstand) {
    terminal.append_raw(R"({"dev":")" + terminal.dev.hex() + R"(","inc":1,"seq":1,"x":"\ud800","x":1})");
    auto version = *wire::write_line(terminal.next_head("checkin"), R"({"from":"later"})");
    version.replace(version.find("\"v\":1"), 5, "\"v\":2");
    terminal.append_raw(version);
    terminal.append("checkin", R"({"badge":"short"})");
    terminal.append("not-yet-known", R"({"any":"thing"})");
    const auto outcome = send(1, 4);
    ASSERT_EQ(outcome.answer.status, 200) << outcome.answer.body;
    EXPECT_EQ(opened(outcome).acked, 4U);
    EXPECT_EQ(stored(), 4);
    EXPECT_TRUE(arrivals().empty());
}

TEST_F(Ingest, AppliesAChosenDirection) {
    terminal.check_in(filled<BadgeId>(1), "auto");
    terminal.append("direction", wire::write_direction({1, "out"}));
    ASSERT_EQ(send(1, 1).answer.status, 200);
    EXPECT_EQ(arrivals().at(0).dir, "auto");
    ASSERT_EQ(send(2, 1).answer.status, 200);
    EXPECT_EQ(arrivals().at(0).dir, "out");
}

TEST_F(Ingest, ShowsWhatATerminalTells) {
    terminal.check_in_times(3);
    auto upload = draft(terminal, 1, 2);
    upload.upload.last = "3";
    ASSERT_EQ(send(upload).answer.status, 200);
    const TerminalRow row = shown();
    EXPECT_EQ(row.seq_central, 2U);
    EXPECT_EQ(row.seq_terminal, 3U);
    EXPECT_EQ(row.clock, "ntp");
    EXPECT_EQ(row.last_contact, kNow);
    EXPECT_FALSE(row.confirmed);
}

TEST_F(Ingest, CountsTheHoursBeforeThreeToTheDayBefore) {
    terminal.check_in(filled<BadgeId>(1), "out", UnixMs{1'789'930'800'000});  // 01:40 on the 21st, local
    ASSERT_EQ(send(1, 1).answer.status, 200);
    EXPECT_EQ(arrivals("2026-09-20").size(), 1U);
    EXPECT_TRUE(arrivals("2026-09-21").empty());
}

TEST_F(Ingest, RefusesARevokedTerminal) {
    ASSERT_TRUE(database.transaction(
        [&]() -> Result<bool> { return DevicesRepository(database).revoke(terminal.dev, kNow); }));
    terminal.check_in_times(1);
    const auto outcome = send(1, 1);
    EXPECT_EQ(outcome.answer.status, 403);
    EXPECT_EQ(code_of(outcome), "REVOKED");
    EXPECT_EQ(stored(), 0);
}

TEST_F(Ingest, SaysTheSameOfUnknownAndOfOtherTerminals) {
    const Terminal stranger(filled<DeviceId>(0x55));
    auto unknown = draft(stranger, 1, 0);
    auto other = draft(terminal, 1, 0);
    other.upload.peer.dev = stranger.dev;
    auto nameless = draft(terminal, 1, 0);
    nameless.upload.peer.dev = std::nullopt;
    const auto answer = send(unknown).answer;
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(code_of(send(unknown)), "WRONG_DEVICE");
    EXPECT_EQ(send(other).answer.body, answer.body);
    EXPECT_EQ(send(nameless).answer.body, answer.body);
}

// Each spoils a batch of three good records after two that are stored.
struct Fault {
    const char* name;
    std::function<void(Draft&, Terminal&)> spoil;
    int status;
    const char* code;
    std::int64_t line;  // -1: none named
};
std::ostream& operator<<(std::ostream& out, const Fault& fault) {
    return out << fault.name;
}

const Fault kFaults[] = {
    {"NotAnId", [](Draft& d, Terminal&) { d.upload.dev = "AB"; }, 404, "NOT_FOUND", -1},
    {"IncTwice", [](Draft& d, Terminal&) { d.upload.inc = {"1", "1"}; }, 400, "MALFORMED", -1},
    {"IncZero", [](Draft& d, Terminal&) { d.upload.inc = {"0"}; }, 400, "MALFORMED", -1},
    {"FromMissing", [](Draft& d, Terminal&) { d.upload.from = {}; }, 400, "MALFORMED", -1},
    {"FromWithLeadingZero", [](Draft& d, Terminal&) { d.upload.from = {"03"}; }, 400, "MALFORMED", -1},
    {"FormType", [](Draft& d, Terminal&) { d.upload.content_type = "text/plain"; }, 415, "MALFORMED", -1},
    {"NotPacked", [](Draft& d, Terminal&) { d.upload.content_encoding = ""; }, 400, "MALFORMED", -1},
    {"NoNonce", [](Draft& d, Terminal&) { d.upload.nonce.reset(); }, 400, "MALFORMED", -1},
    {"CountNotANumber", [](Draft& d, Terminal&) { d.upload.count = "+3"; }, 400, "MALFORMED", -1},
    {"CountOverTheLimit", [](Draft& d, Terminal&) { d.upload.count = "501"; }, 413, "TOO_LARGE", -1},
    {"CountOfOthers", [](Draft& d, Terminal&) { d.upload.count = "2"; }, 400, "MALFORMED", -1},
    {"NoPrev", [](Draft& d, Terminal&) { d.upload.prev = "00"; }, 400, "MALFORMED", -1},
    {"NoCertificate", [](Draft& d, Terminal&) { d.upload.peer = {}; }, 403, "NOT_ALLOWED", -1},
    {"Truncated", [](Draft& d, Terminal&) { d.body.resize(d.body.size() / 2); }, 400, "MALFORMED", -1},
    {"NoBody", [](Draft& d, Terminal&) { d.body.clear(); }, 400, "MALFORMED", -1},
    {"TwoFrames",
     [](Draft& d, Terminal&) {
         const Bytes once = d.body;
         append(d.body, once);
     },
     400, "MALFORMED", -1},
    {"OversizedPacked", [](Draft& d, Terminal&) { d.body.resize(wire::kBatchPackedBytesMax + 1); }, 413,
     "TOO_LARGE", -1},
    {"LongLine",
     [](Draft& d, Terminal& t) {
         t.lines[3].line.append(wire::kLineBytesMax, ' ');
         d.body = *wire::pack_batch(std::span(t.lines).subspan(2, 3));
     },
     413, "TOO_LARGE", 2},
    {"UnreadableId",
     [](Draft& d, Terminal& t) {
         t.lines[3].line = R"({"dev":1,"inc":1,"seq":4})";
         d.body = *wire::pack_batch(std::span(t.lines).subspan(2, 3));
     },
     400, "MALFORMED", 2},
    {"Reordered",
     [](Draft& d, Terminal& t) {
         std::swap(t.lines[3], t.lines[4]);
         d.body = *wire::pack_batch(std::span(t.lines).subspan(2, 3));
     },
     422, "BAD_CHAIN", 2},
    {"FromAnotherTerminal",
     [](Draft& d, Terminal& t) {
         Terminal other(filled<DeviceId>(0x66));
         other.check_in_times(5);
         t.lines[4] = other.lines[4];
         d.body = *wire::pack_batch(std::span(t.lines).subspan(2, 3));
     },
     422, "BAD_CHAIN", 3},
    {"WrongPrev", [](Draft& d, Terminal& t) { d.upload.prev = t.hashes[1].hex(); }, 422, "BAD_CHAIN", 1},
    {"ChangedByte",
     [](Draft& d, Terminal& t) {
         auto& line = t.lines[3].line;
         line[line.find("checkin")] = 'C';
         d.body = *wire::pack_batch(std::span(t.lines).subspan(2, 3));
     },
     422, "BAD_SIGNATURE", 2},
    {"WrongSignature",
     [](Draft& d, Terminal& t) {
         t.lines[4].signature.bytes[0] ^= 1;
         d.body = *wire::pack_batch(std::span(t.lines).subspan(2, 3));
     },
     422, "BAD_SIGNATURE", 3},
};

class IngestFault : public Ingest, public testing::WithParamInterface<Fault> {
protected:
    // All that the database holds, to be compared byte by byte.
    std::vector<std::string> all() {
        const auto rows = database.read([&]() -> Result<std::vector<StoredRecord>> {
            return RecordsRepository(database).page(0, 0, 100);
        });
        std::vector<std::string> lines;
        for (const StoredRecord& row : *rows)
            lines.push_back(row.line.line + row.line.signature.hex() + row.hash.hex());
        return lines;
    }
};

TEST_P(IngestFault, IsRefusedAndChangesNothing) {
    terminal.check_in_times(5);
    ASSERT_EQ(send(1, 2).answer.status, 200);
    const auto before = all();
    Draft bad = draft(terminal, 3, 3);
    Terminal copy = terminal;
    GetParam().spoil(bad, copy);
    const auto outcome = send(bad);
    EXPECT_EQ(outcome.answer.status, GetParam().status) << outcome.answer.body;
    EXPECT_EQ(outcome.answer.headers.at(0).value, "application/problem+json");
    EXPECT_EQ(code_of(outcome), GetParam().code);
    EXPECT_EQ(number_of(outcome, "line"), GetParam().line);
    EXPECT_EQ(all(), before);
    EXPECT_FALSE(shown().forked);
    EXPECT_EQ(shown().seq_terminal, 2U);
    EXPECT_EQ(send(3, 3).answer.status, 200) << "the good batch must still be taken";
}

INSTANTIATE_TEST_SUITE_P(Every, IngestFault, testing::ValuesIn(kFaults),
                         [](const auto& row) { return row.param.name; });

TEST_F(Ingest, RefusesABombBeforeItTakesMemory) {
    // A window of 2^20 without a declared size, then blocks of 131,072 times one byte: 16 MiB in 520 bytes.
    Bytes bomb{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50};
    for (int block = 0; block < 128; ++block)
        bomb.insert(bomb.end(), {static_cast<std::uint8_t>(block == 127 ? 3 : 2), 0x00, 0x10, 'a'});
    auto upload = draft(terminal, 1, 0);
    upload.upload.count = "1";
    upload.body = bomb;
    EXPECT_EQ(code_of(send(upload)), "TOO_LARGE");
}

}  // namespace
}  // namespace hadir::central::tests
