#include "sync/witness.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/sync/terminal.h"
#include "wire/checkpoint.h"
#include "wire/encodings.h"
#include "wire/tree.h"

namespace hadir::sync {
namespace {

constexpr UnixMs kNow{1'790'000'000'000};
constexpr const char* kOrigin = "hadir/contoh/1";

// A log in memory, honest or not.
struct LogOf {
    std::map<wire::TreeNode, Hash> nodes;
    std::uint64_t size = 0;

    LogOf(const std::string& salt, std::uint64_t leaves) {
        auto grower = *wire::TreeGrower::open(0, {});
        for (; size < leaves; ++size) {
            for (const auto& [node, hash] : grower.add(wire::leaf_hash(salt + std::to_string(size))))
                nodes[node] = hash;
        }
    }
    [[nodiscard]] wire::TreeSource source() const {
        return [this](const wire::TreeNode& node) -> Result<Hash> { return nodes.at(node); };
    }
    [[nodiscard]] wire::TreeHead head(std::uint64_t at) const { return {at, *wire::tree_root(at, source())}; }
};

class WitnessTest : public ::testing::Test {
protected:
    wire::KeysFile keys(const std::vector<std::string>& origins = {kOrigin}) const {
        wire::KeysFile file;
        file.head.version = 4;
        for (const std::string& origin : origins) {
            const auto& pub = key.public_key().bytes;
            file.rows.push_back({"log", wire::key_id_of(pub), "ed25519", Bytes(pub.begin(), pub.end()), kNow,
                                 kNow, origin, std::nullopt});
        }
        return file;
    }
    wire::Receipt receipt(const wire::TreeHead& head, const std::vector<Hash>& proof = {},
                          const std::string& origin = kOrigin) const {
        wire::Receipt receipt;
        receipt.checkpoint = wire::to_base64(as_bytes(wire::sign_checkpoint({origin, head}, key)));
        for (const Hash& hash : proof)
            receipt.consistency.push_back(wire::to_base64(hash.bytes));
        return receipt;
    }
    // Asks and takes, as a round does; what a person is told.
    std::string round(const wire::Receipt& answer, const wire::KeysFile& listed) {
        EXPECT_TRUE(witness.header());
        const auto taken = witness.take(answer, listed, kNow);
        EXPECT_TRUE(taken) << taken.error().message;
        return taken.value_or("failed");
    }
    std::uint64_t held() const {
        const auto checkpoint = *store.checkpoint();
        return checkpoint ? checkpoint->size : 0;
    }

    tests::TemporaryFolder folder;
    store::SyncStore store = *store::SyncStore::open(folder / "sync.db", store::Access::write);
    wire::SigningKey key = wire::SigningKey::generate();
    Witness witness{store};
    LogOf log{"a", 40};
    LogOf rewritten{"b", 40};
};

TEST_F(WitnessTest, TakesTheFirstWithoutProofAndEachLaterOneWithOne) {
    EXPECT_FALSE(*witness.header()) << "nothing is held yet";
    EXPECT_EQ(round(receipt(log.head(5)), keys()), "");
    EXPECT_EQ(held(), 5U);
    const auto proof = *wire::consistency_proof({5, 33}, log.source());
    EXPECT_EQ(round(receipt(log.head(33), proof), keys()), "");
    EXPECT_EQ(held(), 33U);
    EXPECT_EQ(round(receipt(log.head(33)), keys()), "") << "the same again";
    EXPECT_TRUE(store.alarms()->empty());
    const auto header = wire::from_base64(**witness.header());
    EXPECT_EQ(wire::read_checkpoint(as_text(*header))->head, log.head(33));
}

TEST_F(WitnessTest, AlarmsAtASmallerTreeAndKeepsWhatItHolds) {
    ASSERT_EQ(round(receipt(log.head(20)), keys()), "");
    EXPECT_TRUE(round(receipt(log.head(19)), keys()).starts_with("ALARM"));
    EXPECT_EQ(held(), 20U);
    ASSERT_EQ(store.alarms()->size(), 1U);
    const store::SyncAlarm alarm = store.alarms()->front();
    EXPECT_EQ(alarm.code, "LOG_MENYUSUT");
    EXPECT_NE(alarm.detail.find("\n20\n"), std::string::npos) << "both notes are kept as evidence";
    EXPECT_NE(alarm.detail.find("\n19\n"), std::string::npos);
    EXPECT_TRUE(round(receipt(log.head(19)), keys()).starts_with("ALARM"));
    EXPECT_EQ(store.alarms()->size(), 1U) << "the same alarm once";
}

TEST_F(WitnessTest, AlarmsAtARewrittenTree) {
    ASSERT_EQ(round(receipt(log.head(20)), keys()), "");
    const auto proof = *wire::consistency_proof({20, 33}, rewritten.source());
    const std::vector<wire::Receipt> lies = {
        receipt(rewritten.head(20)),         // same size, another root
        receipt(rewritten.head(33), proof),  // a proof of another history
        receipt(log.head(33))};              // no proof at all
    for (const wire::Receipt& lie : lies)
        EXPECT_TRUE(round(lie, keys()).starts_with("ALARM"));
    EXPECT_EQ(held(), 20U);
    const auto alarms = store.alarms();
    ASSERT_EQ(alarms->size(), 3U);
    for (const auto& alarm : *alarms)
        EXPECT_EQ(alarm.code, "LOG_BERCABANG");
}

TEST_F(WitnessTest, TakesANewEpochOnlyFromTheKeysFile) {
    ASSERT_EQ(round(receipt(log.head(20)), keys()), "");
    const auto next = receipt(rewritten.head(7), {}, "hadir/contoh/2");
    EXPECT_NE(round(next, keys()), "");
    EXPECT_EQ(held(), 20U);
    auto newer_named = next;
    newer_named.keys = 5;
    EXPECT_EQ(round(newer_named, keys()), "") << "newer keys are fetched first";
    EXPECT_EQ(held(), 20U);
    const auto both = keys({kOrigin, "hadir/contoh/2"});
    EXPECT_EQ(round(next, both), "") << "an epoch of its own may be smaller";
    EXPECT_EQ(held(), 7U);
    EXPECT_TRUE(round(receipt(log.head(19)), both).starts_with("ALARM")) << "the old epoch is not forgotten";
    EXPECT_TRUE(store.alarms()->size() == 1);
}

TEST_F(WitnessTest, ABrokenNoteIsNoAlarmAndNothingIsTaken) {
    wire::Receipt broken = receipt(log.head(20));
    broken.checkpoint = "AB==";
    EXPECT_NE(round(broken, keys()), "");
    wire::Receipt forged = receipt(log.head(20));
    forged.checkpoint = wire::to_base64(
        as_bytes(wire::sign_checkpoint({kOrigin, log.head(20)}, wire::SigningKey::generate())));
    EXPECT_NE(round(forged, keys()), "");
    EXPECT_EQ(round(wire::Receipt{}, keys()), "") << "no checkpoint is no fault: the log may not have begun";
    EXPECT_EQ(held(), 0U);
    EXPECT_TRUE(store.alarms()->empty());
}

TEST_F(WitnessTest, DoesNotJudgeAnAnswerToAnOlderQuestion) {
    ASSERT_EQ(round(receipt(log.head(5)), keys()), "");
    ASSERT_TRUE(witness.header());
    Witness other(store);  // a second hadir-sync meanwhile
    ASSERT_TRUE(other.header());
    const auto far = receipt(log.head(33), *wire::consistency_proof({5, 33}, log.source()));
    ASSERT_EQ(*other.take(far, keys(), kNow), "");
    const auto late = receipt(log.head(20), *wire::consistency_proof({5, 20}, log.source()));
    EXPECT_EQ(*witness.take(late, keys(), kNow), "");
    EXPECT_EQ(held(), 33U);
    EXPECT_TRUE(store.alarms()->empty());
}

TEST(WitnessedUpload, ARoundSendsWhatItHolds) {
    tests::Terminal terminal;
    LogOf log("a", 40);
    const auto key = wire::SigningKey::generate();
    terminal.record(3);
    ASSERT_TRUE(terminal.store().put_checkpoint(
        {kOrigin, 20, wire::sign_checkpoint({kOrigin, log.head(20)}, key)}, terminal.clock.wall()));
    std::vector<std::string> sent;
    tests::FakeHttp network([&](const HttpRequest& request) {
        sent.push_back(find_header(request.headers, "Hadir-Checkpoint").value_or(""));
        return terminal.central.handle(request);
    });
    EXPECT_TRUE(terminal.round(network).complete);
    ASSERT_FALSE(sent.empty());
    EXPECT_EQ(as_text(*wire::from_base64(sent.front())), (*terminal.store().checkpoint())->note);
    tests::expect_all_delivered(terminal);
}

}  // namespace
}  // namespace hadir::sync
