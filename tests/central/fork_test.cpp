// One ledger in two terminals: both branches are kept, and told apart.
#include <gtest/gtest.h>

#include "central/branches_repository.h"
#include "central/placement.h"
#include "central/projection.h"
#include "central/proofs_repository.h"
#include "central/sqlite_files.h"
#include "tests/central/ingest_fixture.h"

namespace hadir::central::tests {
namespace {

class Fork : public IngestFixture {
protected:
    // Three shared check-ins; then each goes its own way.
    void part() {
        terminal.check_in_times(3);
        ASSERT_EQ(send(1, 3).answer.status, 200);
        clone = terminal;
        terminal.check_in_times(2);
        for (std::uint8_t badge = 0x77; badge < 0x7A; ++badge)
            clone.check_in(filled<BadgeId>(badge));
    }
    std::vector<Branch> branches() {
        return *database.read([&]() -> Result<std::vector<Branch>> {
            return BranchesRepository(database).all({1, terminal.inc});
        });
    }
    std::size_t marked() {
        const auto all = arrivals();
        return static_cast<std::size_t>(std::ranges::count_if(
            all, [](const Arrival& arrival) { return arrival.marks == std::vector<std::string>{"fork"}; }));
    }

    Terminal clone;
};

TEST_F(Fork, IsStoredAndAnsweredWithAReceiptOfItsOwn) {
    part();
    ASSERT_EQ(send(4, 2).answer.status, 200);
    const auto outcome = send(draft(clone, 4, 3));
    ASSERT_EQ(outcome.answer.status, 409) << outcome.answer.body;
    EXPECT_EQ(code_of(outcome), "FORK");
    EXPECT_EQ(number_of(outcome, "from"), 4);
    EXPECT_EQ(outcome.arrivals.size(), 3U);
    const auto receipt = opened_fork(outcome);
    EXPECT_EQ(receipt.acked, 6U);
    EXPECT_EQ(receipt.head, clone.hashes[6]);
    EXPECT_EQ(receipt.fork, 4U);
    EXPECT_EQ(stored(), 8);
    EXPECT_TRUE(shown().forked);
    EXPECT_EQ(marked(), 5U) << "the shared three are not in dispute";
}

TEST_F(Fork, TellsBothInEveryLaterReceiptAndContinuesEach) {
    part();
    ASSERT_EQ(send(4, 2).answer.status, 200);
    ASSERT_EQ(send(draft(clone, 4, 2)).answer.status, 409);
    terminal.check_in_times(1);
    const auto first = opened(send(6, 1));
    EXPECT_EQ(first.acked, 6U);
    EXPECT_EQ(first.head, terminal.hashes[6]);
    EXPECT_EQ(first.fork, 4U);
    const auto second = opened(send(draft(clone, 6, 1)));
    EXPECT_EQ(second.acked, 6U);
    EXPECT_EQ(second.head, clone.hashes[6]);
    EXPECT_EQ(second.fork, 4U);
    EXPECT_EQ(stored(), 9);
    EXPECT_EQ(branches().size(), 2U);
    EXPECT_EQ(opened(send(draft(clone, 4, 3))).acked, 6U) << "the forked batch again is known";
}

TEST_F(Fork, AcknowledgesOnlyWhatBranchesShare) {
    part();
    ASSERT_EQ(send(4, 2).answer.status, 200);
    ASSERT_EQ(send(draft(clone, 4, 3)).answer.status, 409);
    const auto shared = opened(send(1, 2));
    EXPECT_EQ(shared.acked, 3U);
    EXPECT_EQ(shared.head, terminal.hashes[3]);
    EXPECT_EQ(shared.fork, 4U);
    EXPECT_EQ(opened(send(3, 0)).acked, 3U);
    EXPECT_EQ(opened(send(5, 0)).acked, 5U);
    EXPECT_EQ(opened(send(4, 1)).acked, 5U);
    EXPECT_EQ(opened(send(draft(clone, 4, 1))).head, clone.hashes[6]);
}

TEST_F(Fork, ForksAgainAndFromTheFirstRecord) {
    part();
    ASSERT_EQ(send(4, 2).answer.status, 200);
    ASSERT_EQ(send(draft(clone, 4, 3)).answer.status, 409);
    Terminal third = clone;
    third.lines.resize(4);
    third.hashes.resize(5);
    third.check_in(filled<BadgeId>(0x90));
    const auto again = send(draft(third, 3, 3));
    EXPECT_EQ(number_of(again, "from"), 5);
    EXPECT_EQ(opened_fork(again).fork, 4U);
    Terminal wiped = terminal;
    wiped.lines.clear();
    wiped.start_chain();
    wiped.check_in(filled<BadgeId>(0x91));
    const auto first = send(draft(wiped, 1, 1));
    EXPECT_EQ(number_of(first, "from"), 1);
    EXPECT_EQ(opened_fork(first).acked, 1U);
    EXPECT_EQ(opened_fork(first).fork, 1U);
    EXPECT_EQ(branches().size(), 4U);
    EXPECT_EQ(stored(), 10);
    EXPECT_EQ(opened(send(6, 0)).fork, 1U);
}

TEST_F(Fork, IsProjectedTheSameAgainFromTheRecords) {
    part();
    clone.append("direction", wire::write_direction({2, "out"}));
    clone.append("direction", wire::write_direction({5, "out"}));
    ASSERT_EQ(send(4, 2).answer.status, 200);
    ASSERT_EQ(send(draft(clone, 4, 5)).answer.status, 409);
    const auto of = [&](const Hash&, std::uint64_t seq) {
        std::vector<std::string> dirs;
        for (const Arrival& arrival : arrivals()) {
            if (arrival.seq == seq) dirs.push_back(arrival.dir);
        }
        std::ranges::sort(dirs);
        return dirs;
    };
    EXPECT_EQ(of({}, 2), (std::vector<std::string>{"out"}));
    EXPECT_EQ(of({}, 5), (std::vector<std::string>{"in", "out"}));
    const auto before = arrivals();
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        rebuild_projections(database);
        return {};
    }));
    const auto after = arrivals();
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        EXPECT_EQ(after[i].id, before[i].id);
        EXPECT_EQ(after[i].dir, before[i].dir);
        EXPECT_EQ(after[i].marks, before[i].marks);
    }
}

TEST_F(Fork, ExportsOneBranchWithWhatItShares) {
    part();
    ASSERT_EQ(send(4, 2).answer.status, 200);
    ASSERT_EQ(send(draft(clone, 4, 3)).answer.status, 409);
    EXPECT_EQ(export_ledger(database, terminal.dev, folder / "first.db").value(), 5U);
    EXPECT_EQ(export_ledger(database, terminal.dev, folder / "second.db", 1).value(), 6U);
}

// Central restored from a copy that is older than what the terminal has pruned.
class Hole : public Fork {
protected:
    // The terminal has ten records; central three; rows up to seven are pruned.
    void SetUp() override {
        terminal.check_in_times(10);
        ASSERT_EQ(send(1, 3).answer.status, 200);
    }
    Draft anchored(const Terminal& of, std::uint64_t from, std::size_t count) {
        Draft made = draft(of, from, count);
        made.upload.anchor = wire::signature_text(of.lines[from - 2].signature);
        return made;
    }
    std::vector<central::Hole> holes() {
        return *database.read([&]() -> Result<std::vector<central::Hole>> {
            return BranchesRepository(database).holes({1, terminal.inc});
        });
    }
};

TEST_F(Hole, IsMarkedOnlyUnderAGoodAnchor) {
    EXPECT_EQ(code_of(send(8, 3)), "GAP");
    Draft bad = anchored(terminal, 8, 3);
    bad.upload.anchor = wire::signature_text(terminal.lines[5].signature);
    EXPECT_EQ(code_of(send(bad)), "BAD_SIGNATURE");
    bad.upload.anchor = "x";
    EXPECT_EQ(code_of(send(bad)), "MALFORMED");
    EXPECT_EQ(code_of(send(anchored(terminal, 8, 0))), "GAP");
    EXPECT_EQ(stored(), 3);
    const auto receipt = opened(send(anchored(terminal, 8, 3)));
    EXPECT_EQ(receipt.acked, 10U);
    EXPECT_EQ(receipt.head, terminal.hashes[10]);
    EXPECT_EQ(stored(), 6);
    ASSERT_EQ(holes().size(), 1U);
    EXPECT_EQ(holes()[0].first, 4U);
    EXPECT_EQ(holes()[0].last, 7U);
    EXPECT_EQ(send(anchored(terminal, 8, 3)).answer.status, 200) << "the same again";
    EXPECT_EQ(send(8, 3).answer.status, 200) << "the anchor's hash is known now";
    EXPECT_EQ(holes().size(), 1U);
    EXPECT_EQ(stored(), 6);
}

TEST_F(Hole, TheRecordBehindItCanBeProved) {
    ASSERT_EQ(send(anchored(terminal, 8, 3)).answer.status, 200);
    const auto proved = database.read([&]() -> Result<std::optional<ProvedRecord>> {
        ProofsRepository proofs(database);
        return proofs.record(proofs.find({terminal.dev, terminal.inc, 8}).value_or(0));
    });
    ASSERT_TRUE(proved);
    ASSERT_TRUE(*proved);
    EXPECT_EQ((*proved)->prev, terminal.hashes[7]);
}

TEST_F(Hole, IsFilledInParts) {
    ASSERT_EQ(send(anchored(terminal, 8, 3)).answer.status, 200);
    EXPECT_EQ(opened(send(4, 2)).acked, 10U);
    EXPECT_EQ(holes().at(0).first, 6U);
    EXPECT_EQ(code_of(send(7, 1)), "BAD_CHAIN") << "row 6 is not there";
    const auto receipt = opened(send(6, 4));
    EXPECT_EQ(receipt.acked, 10U);
    EXPECT_EQ(receipt.fork, std::nullopt);
    EXPECT_TRUE(holes().empty());
    EXPECT_EQ(stored(), 10);
    EXPECT_EQ(branches().size(), 1U);
}

TEST_F(Hole, FilledWithOtherRowsIsAFork) {
    ASSERT_EQ(send(anchored(terminal, 8, 3)).answer.status, 200);
    Terminal other = terminal;
    other.lines.resize(3);
    other.hashes.resize(4);
    for (std::uint8_t badge = 0x80; badge < 0x85; ++badge)
        other.check_in(filled<BadgeId>(badge));
    const auto outcome = send(draft(other, 4, 5));
    EXPECT_EQ(code_of(outcome), "FORK");
    EXPECT_EQ(number_of(outcome, "from"), 7);
    EXPECT_EQ(opened_fork(outcome).acked, 8U);
    EXPECT_EQ(opened_fork(outcome).head, other.hashes[8]);
    EXPECT_EQ(stored(), 11);
    EXPECT_EQ(opened(send(11, 0)).fork, 7U);
}

TEST_F(Hole, GoesToTheBranchThatLeadsToIt) {
    Terminal other = terminal;
    other.lines.resize(2);
    other.hashes.resize(3);
    for (std::uint8_t badge = 0x80; badge < 0x88; ++badge)
        other.check_in(filled<BadgeId>(badge));
    ASSERT_EQ(send(draft(other, 3, 1)).answer.status, 409);
    // Both branches end at 3; what comes behind the hole is the terminal's.
    ASSERT_EQ(send(anchored(terminal, 8, 3)).answer.status, 200);
    ASSERT_EQ(send(4, 4).answer.status, 200);
    EXPECT_TRUE(holes().empty());
    EXPECT_EQ(opened(send(11, 0)).head, terminal.hashes[10]);
    EXPECT_EQ(opened(send(draft(other, 4, 2))).acked, 5U);
    EXPECT_EQ(opened(send(draft(other, 4, 2))).head, other.hashes[5]);
    EXPECT_EQ(branches().size(), 2U);
    EXPECT_EQ(export_ledger(database, terminal.dev, folder / "first.db").value(), 10U);
}

}  // namespace
}  // namespace hadir::central::tests
