// The log: every stored line a leaf, checkpoints that never contradict each other, epochs after a restore.
#include "central/records_repository.h"
#include "tests/central/log_fixture.h"

namespace hadir::central::tests {
namespace {

using std::chrono::minutes;

using Log = WithLog;

TEST_F(Log, EveryStoredLineIsALeafInTheOrderOfCommits) {
    terminal.check_in_times(3);
    terminal.append_raw(R"({"v":1,"dev":")" + terminal.dev.hex() + R"(","inc":1,"seq":4,"kind":0.5})");
    terminal.check_in_times(1);
    send(1, 2);
    send(1, 5);  // the first two again
    const auto head = head_of(signed_note());
    EXPECT_EQ(head.size, 5U);
    auto grower = *wire::TreeGrower::open(0, {});
    std::map<wire::TreeNode, Hash> tree;
    for (const auto& line : terminal.lines) {
        for (const auto& [node, hash] : grower.add(wire::leaf_hash(line.line)))
            tree[node] = hash;
    }
    EXPECT_EQ(*wire::tree_root(5, [&](const wire::TreeNode& node) -> Result<Hash> { return tree[node]; }),
              head.root);
}

TEST_F(Log, RecordsOfOlderDatabasesGetTheirLeaves) {
    terminal.check_in_times(3);
    ASSERT_TRUE(database->transaction([&]() -> Result<void> {
        const auto device = DevicesRepository(*database).find(terminal.dev);
        std::vector<NewRecord> rows;
        for (std::size_t i = 0; i < 3; ++i) {
            NewRecord row;
            row.seq = i + 1;
            row.line = &terminal.lines[i];
            row.hash = terminal.hashes[i + 1];
            rows.push_back(row);
        }
        RecordsRepository(*database).add({device->id, 1}, rows, kNow);
        return {};
    }));
    ASSERT_TRUE(sign());
    EXPECT_EQ(verdict_on(proof_text(2)), wire::ProofVerdict::terminal_unproven);
}

TEST_F(Log, AReceiptLeadsFromWhatTheTerminalHoldsToTheNewestCheckpoint) {
    terminal.check_in_times(9);
    EXPECT_FALSE(send(1, 3).checkpoint) << "nothing is signed yet";
    ASSERT_TRUE(sign());
    const auto first = send(4, 0);
    const auto held = head_of(note_in(first));
    EXPECT_EQ(held.size, 3U);
    EXPECT_TRUE(first.consistency.empty());
    send(4, 6);
    ASSERT_TRUE(sign());
    const auto next = send(10, 0, note_in(first));
    std::vector<Hash> proof;
    for (const auto& item : next.consistency)
        proof.push_back(*Hash::from(*wire::from_base64(item)));
    const auto newer = head_of(note_in(next));
    EXPECT_EQ(newer.size, 9U);
    EXPECT_TRUE(wire::verify_consistency(held, newer, proof));
    EXPECT_TRUE(send(10, 0, note_in(next)).consistency.empty());
}

TEST_F(Log, SignsEveryTenMinutesAtTheDaysEndAndNothingTwice) {
    const UnixMs evening{start_of(local_day(kNow, Zone::wib), Zone::wib).value + 86'400'000 - 180'000};
    terminal.check_in_times(5);
    send(1, 1);
    EXPECT_TRUE(sign(evening, Signing::when_due)->has_value());
    send(2, 1);
    EXPECT_FALSE(sign(evening + minutes(2), Signing::when_due)->has_value()) << "not due";
    EXPECT_TRUE(sign(evening + minutes(3), Signing::when_due)->has_value()) << "the day is over";
    EXPECT_FALSE(sign(evening + minutes(30), Signing::when_due)->has_value()) << "nothing new";
    send(3, 1);
    EXPECT_FALSE(sign(evening + minutes(12), Signing::when_due)->has_value()) << "not due";
    EXPECT_TRUE(sign(evening + minutes(13), Signing::when_due)->has_value());
}

TEST_F(Log, AProofIsValidOnceTwoOfficersHaveConfirmedTheTerminal) {
    terminal.check_in_times(70);
    send(1, 70);
    ASSERT_TRUE(sign());
    EXPECT_EQ(verdict_on(proof_text(33)), wire::ProofVerdict::terminal_unproven);
    confirm_terminal();
    for (const std::uint64_t seq : {1ULL, 2ULL, 33ULL, 64ULL, 65ULL, 70ULL}) {
        const auto finding = wire::judge_proof(proof_text(seq), listed());
        ASSERT_TRUE(finding) << finding.error().message;
        EXPECT_EQ(finding->verdict, wire::ProofVerdict::valid) << finding->why;
        EXPECT_EQ(finding->evidence.line, terminal.lines[seq - 1].line);
    }
}

TEST_F(Log, ARecordIsFoundByItsCodeAndOneWithoutACheckpointSaysByWhen) {
    terminal.check_in_times(2);
    send(1, 1);
    ASSERT_TRUE(sign());
    send(2, 1);
    const std::string code = wire::proof_code(wire::leaf_hash(terminal.lines[0].line));
    const auto found = proof_of_code(*database, code, device_key, kNow);
    ASSERT_TRUE(found);
    EXPECT_EQ(std::get<ProofFile>(*found).text, proof_text(1));
    const auto later = proof_of_code(*database, wire::proof_code(wire::leaf_hash(terminal.lines[1].line)),
                                     device_key, kNow + minutes(3));
    ASSERT_TRUE(later);
    const auto& wait = std::get<ProofNotYet>(*later);
    ASSERT_TRUE(wait.by);
    EXPECT_GE(*wait.by - kNow, kCheckpointEvery);
    EXPECT_LE(*wait.by - kNow, kCheckpointEvery + minutes(1));
    EXPECT_EQ(wait.by->value % 60'000, 0);
    const auto none = proof_of_code(*database, "0000000000000000", device_key, kNow);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::not_found);
}

TEST_F(Log, ANoteThatNoOwnKeySignedCountsAsNone) {
    terminal.check_in_times(2);
    send(1, 1);
    ASSERT_TRUE(sign());
    const wire::Checkpoint far{keys.current().origin, {1'000, {}}};
    const std::string foreign = wire::sign_checkpoint(far, wire::SigningKey::generate());
    EXPECT_TRUE(send(2, 0, foreign).checkpoint);
    EXPECT_TRUE(send(2, 0, std::string("no note at all")).checkpoint);
    EXPECT_EQ(alarms(), 0);
    Draft broken = draft(terminal, 2, 0);
    broken.upload.checkpoint = "AB==";
    EXPECT_EQ(broken.send(*database, receipt_key).answer.status, 400);
}

TEST_F(Log, KeysComeBackAndAdvanceOneEpochATime) {
    const auto again = LogKeys::load(folder / "keys");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->current().origin, keys.current().origin);
    EXPECT_EQ(again->current().epoch, 1);
    EXPECT_EQ(again->next().epoch, 2);
    const auto made = LogKeys::make(folder / "keys");
    EXPECT_EQ(made->next().key.public_key(), keys.next().key.public_key()) << "made twice, the same keys";
    ASSERT_TRUE(keys.advance());
    EXPECT_EQ(LogKeys::load(folder / "keys")->current().epoch, 2);
    EXPECT_EQ(keys.rows(kNow).size(), 3U) << "old epochs stay listed";
    EXPECT_EQ(LogKeys::load(folder / "none").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace hadir::central::tests
