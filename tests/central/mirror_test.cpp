// No decision is lost with the first disk.
#include <gtest/gtest.h>

#include <filesystem>

#include "central/mirror.h"
#include "central/terminal_decisions.h"
#include "tests/central/terminal.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"
#include "tests/temporary_folder.h"

namespace hadir::central::tests {
namespace {

class MirrorTest : public testing::Test {
protected:
    MirrorTest() {
        for (const char* name : {"first", "yesterday"})
            add_terminal(open(name));
    }
    [[nodiscard]] Database open(const std::string& name) const { return *Database::open(folder / name); }

    void add_terminal(const Database& database) const {
        const auto added = database.transaction([&]() -> Result<void> {
            DevicesRepository devices(database);
            const auto id = devices.add(terminal.dev, {"Dinas PUPR", "Kantor Pusat", "Kios 02", Zone::wib},
                                        kNow, kNow + std::chrono::days(90), PersonId{{1}});
            devices.add_incarnation(id, 1, terminal.key.public_key(), kNow);
            return {};
        });
        EXPECT_TRUE(added);
    }
    [[nodiscard]] Result<void> confirm(const Database& database) {
        return confirm_terminal(database, own, {PersonId{{2}}, "budi"},
                                {terminal.dev, 1, terminal.key.public_key(), "compared at the kiosk"});
    }
    [[nodiscard]] Result<void> revoke(const Database& database) {
        return revoke_terminal(database, own, {PersonId{{2}}, "budi"}, {terminal.dev, {}, {}, "stolen"});
    }
    [[nodiscard]] TerminalRow row(const Database& database) const {
        return *database.read(
            [&]() -> Result<TerminalRow> { return *DevicesRepository(database).terminal(terminal.dev); });
    }

    hadir::tests::TemporaryFolder folder;
    Terminal terminal;
    wire::SigningKey key = wire::SigningKey::generate();
    hadir::tests::FakeClock clock;
    hadir::tests::FakeRandom random;
    Mirror mirror{(folder / "mirror.db").string()};
    OwnLedger own{key, clock, random, &mirror};
};

TEST_F(MirrorTest, ARestoredDatabaseGetsItsDecisionsBack) {
    const Database first = open("first");
    ASSERT_TRUE(confirm(first));
    ASSERT_TRUE(revoke(first));
    const Database older = open("yesterday");
    const auto behind = mirror.catch_up(older, own.dev());
    ASSERT_FALSE(behind) << "a database without these decisions must not go on as if they were not made";
    EXPECT_EQ(behind.error().code, ErrorCode::conflict);
    EXPECT_NE(behind.error().message.find("mirror restore"), std::string::npos);

    EXPECT_EQ(mirror.restore(older, key, kNow).value(), 2U);
    EXPECT_TRUE(row(older).confirmed);
    EXPECT_TRUE(row(older).revoked);
    EXPECT_EQ(mirror.restore(older, key, kNow).value(), 0U);
    EXPECT_TRUE(mirror.catch_up(older, own.dev()));
}

TEST_F(MirrorTest, ADecisionIsNotAnsweredBeforeTheSecondCopyHasIt) {
    const Database database = open("first");
    std::filesystem::create_directory(folder / "mirror.db");  // nothing can be written there
    const auto decided = confirm(database);
    ASSERT_FALSE(decided);
    EXPECT_EQ(decided.error().code, ErrorCode::storage);
    std::filesystem::remove(folder / "mirror.db");
    ASSERT_TRUE(mirror.catch_up(database, own.dev())) << "it catches up by itself";
    EXPECT_EQ(mirror.restore(open("yesterday"), key, kNow).value(), 1U);
}

TEST_F(MirrorTest, AForeignOrChangedCopyBringsNothingBack) {
    const Database database = open("first");
    ASSERT_TRUE(confirm(database));
    const Database older = open("yesterday");
    EXPECT_FALSE(mirror.restore(older, wire::SigningKey::generate(), kNow));
    EXPECT_FALSE(row(older).confirmed);
}

}  // namespace
}  // namespace hadir::central::tests
