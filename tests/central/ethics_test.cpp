// Cases of ethics: opened by hand, heard by a council, and every look at one on record.
#include "central/ethics.h"

#include "central/projection.h"
#include "tests/central/cases_fixture.h"

namespace hadir::central::tests {
namespace {

class Ethics : public CasesFixture {
protected:
    static std::string number_of(const PersonId& person) { return person.hex().substr(0, 5); }
    Result<std::string> open_about(const PersonId& person) {
        return open_ethics(database, own, officer(dewi), {number_of(person), "laporan warga", 2026});
    }
    EthicsCase stored(const std::string& number) {
        return **database.read(
            [&]() -> Result<std::optional<EthicsCase>> { return EthicsRepository(database).find(number); });
    }
    Result<void> sit(const std::string& number, const std::vector<PersonId>& members) {
        EthicsMove move{number, EthicsState::council, {}, {}, "SK 3/2026", stored(number).newest()};
        for (const PersonId& member : members)
            move.council.push_back(number_of(member));
        return move_ethics(database, own, officer(dewi), move);
    }
    Result<void> go(const std::string& number, EthicsState to, std::optional<EthicsVerdict> verdict = {}) {
        return move_ethics(database, own, officer(dewi),
                           {number, to, {}, verdict, "risalah 4", stored(number).newest()});
    }
    std::size_t records(const std::string& kind) {
        return *database.read([&]() -> Result<std::size_t> {
            std::size_t count = 0;
            const auto device = DevicesRepository(database).find(own.dev());
            for (const StoredRecord& row : RecordsRepository(database).page(device->id, 0, 100))
                count += row.line.line.contains("\"" + kind + "\"") ? 1U : 0U;
            return count;
        });
    }
};

TEST_F(Ethics, ACouncilIsOddOfFiveOrMoreAndWithoutTheAccused) {
    const std::string number = *open_about(siti);
    EXPECT_EQ(number, "E-2026-0001");
    EXPECT_EQ(sit(number, {budi, ani, tono}).error().code, ErrorCode::usage);
    EXPECT_EQ(sit(number, {budi, ani, tono, joko, dewi, rudi}).error().code, ErrorCode::usage) << "even";
    EXPECT_EQ(sit(number, {budi, ani, tono, joko, siti}).error().code, ErrorCode::usage);
    EXPECT_EQ(sit(number, {budi, ani, tono, joko, joko}).error().code, ErrorCode::usage);
    EXPECT_EQ(sit(number, {budi, ani, tono, joko, filled<PersonId>(0x66)}).error().code, ErrorCode::usage);
    EXPECT_TRUE(sit(number, {budi, ani, tono, joko, rudi}));
    EXPECT_EQ(stored(number).council.size(), 5U);
}

TEST_F(Ethics, StepsComeInTheirOrderAndAVerdictIsMoral) {
    const std::string number = *open_about(siti);
    EXPECT_EQ(go(number, EthicsState::hearing).error().code, ErrorCode::not_allowed);
    ASSERT_TRUE(sit(number, {budi, ani, tono, joko, rudi}));
    ASSERT_TRUE(go(number, EthicsState::hearing));
    EXPECT_EQ(go(number, EthicsState::decided).error().code, ErrorCode::usage) << "without a verdict";
    ASSERT_TRUE(go(number, EthicsState::decided, EthicsVerdict::closed_statement));
    EXPECT_EQ(go(number, EthicsState::closed, EthicsVerdict::open_statement).error().code, ErrorCode::usage);
    ASSERT_TRUE(go(number, EthicsState::closed));
    EXPECT_EQ(stored(number).verdict, EthicsVerdict::closed_statement);
    EXPECT_EQ(go(number, EthicsState::closed).error().code, ErrorCode::not_allowed);
}

TEST_F(Ethics, EveryLookIsOnRecordAndNobodyLooksAtTheirOwn) {
    const std::string number = *open_about(siti);
    EXPECT_EQ(records("ethics-seen"), 0U);
    ASSERT_TRUE(look_at_ethics(database, own, officer(rudi), number));
    EXPECT_EQ(records("ethics-seen"), 1U);
    EXPECT_EQ(look_at_ethics(database, own, officer(siti), number).error().code, ErrorCode::not_allowed);
    EXPECT_EQ(look_at_ethics(database, own, officer(rudi), "E-2026-0009").error().code, ErrorCode::not_found);
    EXPECT_EQ(records("ethics-seen"), 1U);
    EXPECT_EQ(open_about(dewi).error().code, ErrorCode::not_allowed) << "about herself";
}

TEST_F(Ethics, WhoIsSlowerIsTold) {
    const std::string number = *open_about(siti);
    const EthicsMove stale{number, EthicsState::hearing, {}, {}, "risalah 4", stored(number).newest()};
    ASSERT_TRUE(sit(number, {budi, ani, tono, joko, rudi}));
    EXPECT_EQ(move_ethics(database, own, officer(rudi), stale).error().code, ErrorCode::conflict);
}

TEST_F(Ethics, FollowFromTheRecordsAlone) {
    const std::string number = *open_about(siti);
    ASSERT_TRUE(sit(number, {budi, ani, tono, joko, rudi}));
    ASSERT_TRUE(go(number, EthicsState::hearing));
    ASSERT_TRUE(go(number, EthicsState::decided, EthicsVerdict::open_statement));
    const EthicsCase before = stored(number);
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        rebuild_projections(database);
        return {};
    }));
    EXPECT_EQ(stored(number), before);
}

}  // namespace
}  // namespace hadir::central::tests
