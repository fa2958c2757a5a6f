// What officers decide about terminals, and the records that remain of it.
#include "central/decisions.h"

#include <gtest/gtest.h>

#include "central/branches_repository.h"
#include "central/revoked.h"
#include "central/sides_repository.h"
#include "central/sqlite_files.h"
#include "central/terminal_decisions.h"
#include "platform/clock.h"
#include "platform/random.h"
#include "tests/central/ingest_fixture.h"
#include "wire/revoked.h"

namespace hadir::central::tests {
namespace {

const Officer kFirst{filled<PersonId>(1), "siti"};
const Officer kSecond{filled<PersonId>(2), "rina"};

class Decisions : public IngestFixture {
protected:
    Decisions() {
        const auto enrolled = database.transaction([&]() -> Result<void> {
            DevicesRepository devices(database);
            const auto id = devices.add(other.dev, {"Bappeda", "Kantor", "Kios 01", Zone::wib}, kNow, kNow,
                                        kFirst.person);
            devices.add_incarnation(id, 1, other.key.public_key(), kNow);
            return {};
        });
        EXPECT_TRUE(enrolled);
    }
    Result<void> confirm(const Officer& officer, std::uint32_t inc = 1) {
        return confirm_terminal(database, own, officer,
                                {other.dev, inc, other.key.public_key(), "compared at the door"});
    }
    Result<void> revoke(std::optional<std::uint32_t> inc = {}, std::optional<std::int64_t> branch = {}) {
        return revoke_terminal(database, own, kSecond, {other.dev, inc, branch, "stolen"});
    }
    // Central's own records.
    std::vector<wire::Line> records() {
        const auto rows = *database.read([&]() -> Result<std::vector<StoredRecord>> {
            const auto device = DevicesRepository(database).find(own.dev());
            if (!device) return std::vector<StoredRecord>{};
            return RecordsRepository(database).page(device->id, 0, 100);
        });
        Hash before = wire::chain_genesis(own.dev(), 1, key.public_key());
        std::vector<wire::Line> lines;
        for (const StoredRecord& row : rows) {
            before = wire::chain_next(before, row.line.line);
            EXPECT_TRUE(
                wire::verify_head(key.public_key(), {own.dev(), 1, row.seq}, before, row.line.signature));
            lines.push_back(*wire::parse_line(row.line.line));
        }
        return lines;
    }
    // What stands beside central's first record: account, then reason.
    std::vector<wire::Side> sides() {
        return *database.read([&]() -> Result<std::vector<wire::Side>> {
            const auto device = DevicesRepository(database).find(own.dev());
            const auto rows = RecordsRepository(database).page(device->id, 0, 1);
            std::vector<wire::Side> found;
            for (const StoredSide& stored : SidesRepository(database).of_record(rows.at(0).id))
                found.push_back(stored.side.value());
            return found;
        });
    }
    TerminalRow other_row() {
        return *database.read(
            [&]() -> Result<TerminalRow> { return *DevicesRepository(database).terminal(other.dev); });
    }

    wire::SigningKey key = wire::SigningKey::generate();
    platform::SystemClock clock;
    platform::SystemRandom random;
    OwnLedger own{key, clock, random};
    Terminal other{filled<DeviceId>(0x44)};
};

TEST_F(Decisions, OnlyASecondOfficerConfirms) {
    EXPECT_EQ(confirm(kFirst).error().code, ErrorCode::not_allowed);
    EXPECT_TRUE(records().empty()) << "what is refused leaves no record";
    ASSERT_TRUE(confirm(kSecond));
    EXPECT_TRUE(other_row().confirmed);
    EXPECT_EQ(other_row().incarnations.at(0).by, (std::vector{kFirst.person, kSecond.person}));
    EXPECT_EQ(confirm(kSecond).error().code, ErrorCode::conflict);
    const auto lines = records();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].head.kind, "device-confirmed");
    EXPECT_EQ(*lines[0].body.find("ledger_pub")->text(), other.key.public_key().hex());
    EXPECT_EQ(*lines[0].body.find("by")->text(), kSecond.person.hex());
    EXPECT_EQ(*lines[0].body.find("enrolled_by")->text(), kFirst.person.hex());
    EXPECT_EQ(lines[0].body.find("why"), nullptr) << "beside the line, where it can be erased";
    const auto beside = sides();
    ASSERT_EQ(beside.size(), 2U);
    EXPECT_EQ(beside[0].value, "rina");
    EXPECT_EQ(beside[1].value, "compared at the door");
    for (const wire::Side& side : beside)
        EXPECT_EQ(wire::side_digest_in(lines[0].body, side.field), wire::digest_of(side));
}

TEST_F(Decisions, ConfirmTheKeyThatWasCompared) {
    const Confirmation wrong{other.dev, 1, wire::SigningKey::generate().public_key(), "looked"};
    EXPECT_EQ(confirm_terminal(database, own, kSecond, wrong).error().code, ErrorCode::conflict);
    EXPECT_EQ(confirm(kSecond, 2).error().code, ErrorCode::not_found);
    EXPECT_FALSE(other_row().confirmed);
    // Nobody is known to have enrolled this one.
    const Confirmation nobody{terminal.dev, 1, terminal.key.public_key(), "looked"};
    EXPECT_EQ(confirm_terminal(database, own, kSecond, nobody).error().code, ErrorCode::not_allowed);
}

TEST_F(Decisions, NeedAReason) {
    for (const std::string& why :
         {std::string(), std::string(501, 'x'), std::string("two\nlines"), std::string("\xff")}) {
        const Confirmation bad{other.dev, 1, other.key.public_key(), why};
        EXPECT_EQ(confirm_terminal(database, own, kSecond, bad).error().code, ErrorCode::usage);
    }
    const Confirmation longest{other.dev, 1, other.key.public_key(), std::string(500, 'x')};
    EXPECT_TRUE(confirm_terminal(database, own, kSecond, longest));
}

TEST_F(Decisions, ARevokedTerminalIsListedForVerifiers) {
    ASSERT_TRUE(revoke());
    EXPECT_EQ(revoke().error().code, ErrorCode::conflict);
    EXPECT_EQ(confirm(kSecond).error().code, ErrorCode::conflict);
    EXPECT_EQ(code_of(send(draft(other, 1, 0))), "REVOKED");
    const auto revoked_key = wire::SigningKey::generate();
    const auto text = make_revoked_file(database, revoked_key, kNow);
    ASSERT_TRUE(text) << text.error().message;
    const auto& pub = revoked_key.public_key().bytes;
    wire::KeysFile keys;
    keys.rows.push_back({"revoked", wire::key_id_of(pub), "ed25519", Bytes(pub.begin(), pub.end()), kNow,
                         kNow, std::nullopt, std::nullopt});
    const auto file = wire::open_revoked_file(*text, keys);
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_EQ(file->rows.size(), 1U);
    EXPECT_EQ(file->rows[0].dev, other.dev);
    const auto again = wire::open_revoked_file(*make_revoked_file(database, revoked_key, kNow), keys);
    EXPECT_EQ(again->head.version, file->head.version + 1);
}

TEST_F(Decisions, ARevokedIncarnationIsHeardNoMore) {
    ASSERT_TRUE(revoke(1));
    EXPECT_EQ(code_of(send(draft(other, 1, 0))), "REVOKED");
    EXPECT_EQ(revoke(1).error().code, ErrorCode::conflict);
    EXPECT_EQ(revoke(9).error().code, ErrorCode::not_found);
    EXPECT_EQ(records().size(), 1U);
}

// One identity folder in two terminals: both go on, an officer says whose branch is the terminal's.
TEST_F(Decisions, OfTwoBranchesTheRevokedOneCountsNoMore) {
    other.check_in_times(2);
    ASSERT_EQ(send(draft(other, 1, 2)).answer.status, 200);
    Terminal clone = other;
    other.check_in(filled<BadgeId>(0x30));
    clone.check_in(filled<BadgeId>(0x31));
    clone.check_in(filled<BadgeId>(0x32));
    ASSERT_EQ(send(draft(other, 3, 1)).answer.status, 200);
    ASSERT_EQ(send(draft(clone, 3, 2)).answer.status, 409);
    EXPECT_EQ(arrivals().size(), 5U);
    EXPECT_EQ(revoke(1, 7).error().code, ErrorCode::not_found);
    ASSERT_TRUE(revoke(1, 1));
    EXPECT_EQ(revoke(1, 1).error().code, ErrorCode::conflict);
    EXPECT_FALSE(other_row().forked);
    const auto left = arrivals();
    EXPECT_EQ(left.size(), 3U);
    for (const Arrival& arrival : left)
        EXPECT_TRUE(arrival.marks.empty());
    EXPECT_EQ(stored(), 6) << "five check-ins and the decision: nothing is deleted";
    // What the revoked branch still sends is taken, and does not count either.
    clone.check_in(filled<BadgeId>(0x33));
    EXPECT_EQ(send(draft(clone, 5, 1)).answer.status, 200);
    EXPECT_EQ(arrivals().size(), 3U);
    EXPECT_EQ(records().at(0).head.kind, "device-revoked");
    EXPECT_EQ(*records().at(0).body.find("branch")->integer(), 1);
}

TEST_F(Decisions, AreALedgerLikeAnyOther) {
    ASSERT_TRUE(confirm(kSecond));
    ASSERT_TRUE(revoke());
    EXPECT_EQ(export_ledger(database, own.dev(), folder / "own.db").value(), 2U);
    const auto listed = database.read([&]() -> Result<std::vector<TerminalRow>> {
        return DevicesRepository(database).terminals("", 100, OpdScope::all());
    });
    EXPECT_EQ(listed->size(), 2U) << "central is no terminal";
}

}  // namespace
}  // namespace hadir::central::tests
