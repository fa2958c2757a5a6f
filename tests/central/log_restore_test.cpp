// Central put back to an older state while terminals hold newer checkpoints. Built twice: with central as it
// is, and with one that does not look at the notes which terminals bring.
#include "central/sqlite_files.h"
#include "tests/central/log_fixture.h"

namespace hadir::central::tests {
namespace {

class RestoredLog : public WithLog {
protected:
    // Yesterday's copy holds five records, the terminal a checkpoint of ten.
    RestoredLog() {
        other.enrol(*database);
        other.check_in_times(8);
        terminal.check_in_times(12);
        confirm_terminal();
        send(1, 5);
        yesterday = signed_note();
        EXPECT_TRUE(back_up(folder / "central.db", folder / "yesterday.db"));
        send(6, 5);
        held = signed_note();
        proofs = {proof_text(2), proof_text(8)};
    }
    // Only the database, or what stands beside its keys too.
    enum class Scope : std::uint8_t { database, whole_machine };
    void restore_yesterday(Scope scope) {
        database.reset();
        EXPECT_TRUE(restore(folder / "yesterday.db", folder / "central.db"));
        if (scope == Scope::whole_machine) std::filesystem::remove(folder / "keys/log/last-note");
        database.emplace(*Database::open(folder / "central.db"));
    }
    void expect_refusal() {
        const auto signed_again = sign();
        ASSERT_FALSE(signed_again) << "central has signed a second history";
        EXPECT_EQ(signed_again.error().code, ErrorCode::conflict);
        EXPECT_NE(signed_again.error().message.find("new-epoch"), std::string::npos);
    }

    Terminal other{filled<DeviceId>(0x44)};
    std::string yesterday, held;
    std::vector<std::string> proofs;
};

TEST_F(RestoredLog, RefusesToSignOnceATerminalShowsALargerTree) {
    restore_yesterday(Scope::whole_machine);
    EXPECT_FALSE(send(6, 0, held).checkpoint) << "a smaller one must not be shown to it";
    EXPECT_EQ(alarms(), 1);
    send(6, 7, held);
    expect_refusal();
    EXPECT_EQ(alarms(), 1) << "once";
}

TEST_F(RestoredLog, RefusesToSignOnceATerminalShowsOtherRecords) {
    restore_yesterday(Scope::whole_machine);
    send(other, 1, 8);  // the tree is larger than the one that is held, and not the same
    EXPECT_FALSE(send(6, 7, held).checkpoint);
    EXPECT_EQ(alarms(), 1);
    expect_refusal();
}

TEST_F(RestoredLog, GoesOnWhereTheSameRecordsComeBackInTheSameOrder) {
    restore_yesterday(Scope::whole_machine);
    send(6, 5);
    EXPECT_FALSE(send(11, 2, held).checkpoint) << "nothing newer than what it holds is signed yet";
    const auto again = sign();
    ASSERT_TRUE(again && *again);
    EXPECT_EQ(head_of((*again)->note).size, 12U);
    EXPECT_EQ(alarms(), 0);
}

TEST_F(RestoredLog, RefusesByItselfWhenOnlyTheDatabaseIsOlder) {
    restore_yesterday(Scope::database);
    send(other, 1, 8);
    expect_refusal();
}

TEST_F(RestoredLog, OpensANewEpochUnderWhichEverythingGoesOn) {
    restore_yesterday(Scope::database);
    ASSERT_TRUE(halt_log(*database, "restored in a test", kNow));
    EXPECT_FALSE(send(6, 0).checkpoint) << "halted, so nothing is shown to anybody";
    expect_refusal();
    const wire::KeysFile before = listed();
    const auto epoch = open_next_epoch(*database, keys, before, kNow);
    ASSERT_TRUE(epoch) << epoch.error().message;
    send(6, 7);
    const std::string note = signed_note();
    EXPECT_EQ(head_of(note).size, 12U);
    EXPECT_EQ(wire::read_checkpoint(note)->origin, epoch->origin);
    EXPECT_TRUE(wire::open_checkpoint(note, before)) << "terminals had the key before it was needed";
    // What a terminal holds of the epoch before leads nowhere, and alarms nobody any more.
    const auto receipt = send(13, 0, held);
    EXPECT_EQ(note_in(receipt), note);
    EXPECT_TRUE(receipt.consistency.empty());
    EXPECT_EQ(alarms(), 0);
    for (const std::string& proof : proofs)
        EXPECT_EQ(verdict_on(proof), wire::ProofVerdict::valid) << "issued before the restore";
    EXPECT_EQ(verdict_on(proof_text(12)), wire::ProofVerdict::valid);
}

TEST_F(RestoredLog, OpensNoEpochWhoseKeyTheRootHasNotListed) {
    wire::KeysFile none = listed();
    std::erase_if(none.rows, [&](const wire::KeyRow& row) { return row.origin == keys.next().origin; });
    const auto refused = open_next_epoch(*database, keys, none, kNow);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::usage);
    EXPECT_EQ(keys.current().epoch, 1);
}

TEST_F(RestoredLog, NeverSignsWithAnEpochThatTheKeysHaveLeft) {
    ASSERT_TRUE(open_next_epoch(*database, keys, listed(), kNow));
    send(11, 1);
    ASSERT_FALSE(signed_note().empty());
    restore_yesterday(Scope::whole_machine);  // the database is back in the first epoch
    send(6, 1);
    expect_refusal();
}

TEST_F(RestoredLog, RefusesToSignOverATreeThatSomebodyHasMeddledWith) {
    run_sql(folder / "central.db",
            "UPDATE log_nodes SET hash = zeroblob(32) WHERE level = 3 AND position = 0");
    send(11, 2);
    expect_refusal();
}

}  // namespace
}  // namespace hadir::central::tests
