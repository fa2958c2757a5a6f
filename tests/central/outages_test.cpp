// Outages: when central proposes one, who decides, and what it does to people's days.
#include "central/outages.h"

#include "central/judging.h"
#include "central/own_projection.h"
#include "central/projection.h"
#include "tests/central/papers_fixture.h"

namespace hadir::central::tests {
namespace {

constexpr std::chrono::hours kHour{1};
// 00:00 at Jakarta on the fixture's Monday, 21 September 2026.
const UnixMs kMidnight = start_of(day_of("2026-09-21"), Zone::wib);

class Outages : public PapersFixture {
protected:
    Outages() {
        reports(kMidnight + -std::chrono::hours(55));  // Friday, 17:00
        clock.jump_wall(kMidnight + 19 * kHour);
    }

    void reports(UnixMs until) {
        ASSERT_TRUE(database.transaction([&]() -> Result<void> {
            DevicesRepository devices(database);
            devices.set_reported(devices.find(terminal.dev)->id, until);
            return {};
        }));
    }
    std::size_t proposed() {
        const auto count = propose_outages(database, own, bench);
        if (!count) throw std::runtime_error(count.error().message);
        return *count;
    }
    std::vector<OutageRow> shown(bool pending = true, const OpdScope& scope = OpdScope::all()) {
        return *database.read(
            [&]() -> Result<std::vector<OutageRow>> { return outages_of(database, {scope, pending, 50}); });
    }
    Result<void> decide_on(std::int64_t outage, bool approved, const PersonId& by,
                           const OpdScope& scope = OpdScope::all()) {
        return decide_outage(database, own, officer(by), {outage, approved, "kios mati, listrik padam"},
                             scope);
    }
    void judges() {
        for (;;) {
            const auto some = judge_waiting(database, bench, clock.wall());
            if (!some) throw std::runtime_error(some.error().message);
            if (some->days == 0) return;
        }
    }
    DayVerdict verdict(const PersonId& person) {
        return database
            .read([&]() -> Result<std::optional<StoredVerdict>> {
                return VerdictsRepository(database).find(person, day_of("2026-09-21"));
            })
            ->value()
            .verdict;
    }

    const JudgeBench bench{book, Zone::wib};
};

TEST_F(Outages, ATerminalThatWasSilentThroughAWindowIsProposedOnce) {
    EXPECT_EQ(proposed(), 1U);
    EXPECT_EQ(proposed(), 0U);
    const auto rows = shown();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.front().outage.span.earliest, kMidnight + -std::chrono::hours(55));
    EXPECT_EQ(rows.front().outage.span.latest, kMidnight + 18 * kHour) << "the end of Monday's window";
    EXPECT_EQ(rows.front().people, 6) << "everybody whom it serves";
    EXPECT_EQ(rows.front().checkins, 0);
    ASSERT_EQ(decisions().size(), 1U);
    EXPECT_TRUE(decisions().front().contains(R"("kind":"outage-proposed")"));
}

TEST_F(Outages, NothingIsProposedBeforeTheWindowIsOver) {
    clock.jump_wall(kMidnight + 18 * kHour + -std::chrono::minutes(1));
    // Friday's window had opened when it was heard last.
    EXPECT_EQ(proposed(), 0U);
    clock.jump_wall(kMidnight + 18 * kHour);
    EXPECT_EQ(proposed(), 1U);
}

TEST_F(Outages, ATerminalThatWasHeardInTheWindowIsNotSilent) {
    reports(kMidnight + 6 * kHour);
    EXPECT_EQ(proposed(), 0U);
}

TEST_F(Outages, AFreeDayIsNoOutage) {
    reports(kMidnight + 18 * kHour);
    clock.jump_wall(kMidnight + 5 * 24 * kHour + 19 * kHour);  // Saturday
    reports(kMidnight + 4 * 24 * kHour + 18 * kHour);          // heard on Friday evening
    EXPECT_EQ(proposed(), 0U);
    clock.jump_wall(kMidnight + 6 * 24 * kHour + 19 * kHour);  // Sunday
    EXPECT_EQ(proposed(), 0U);
}

TEST_F(Outages, EachFurtherDayOfSilenceGoesOnWhereTheLastEnded) {
    EXPECT_EQ(proposed(), 1U);
    clock.jump_wall(kMidnight + 24 * kHour + 19 * kHour);
    EXPECT_EQ(proposed(), 1U);
    const auto rows = shown();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows.at(1).outage.span.earliest, kMidnight + 18 * kHour);
    EXPECT_EQ(rows.at(1).outage.span.latest, kMidnight + 42 * kHour);
}

TEST_F(Outages, ARevokedTerminalIsLeftAlone) {
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        DevicesRepository(database).revoke(terminal.dev, kMidnight);
        return {};
    }));
    EXPECT_EQ(proposed(), 0U);
}

TEST_F(Outages, AnApprovedOneExcusesEverybodyWhomTheTerminalServes) {
    judges();
    ASSERT_EQ(verdict(siti).code, "BD");
    ASSERT_EQ(proposed(), 1U);
    judges();
    EXPECT_EQ(verdict(siti).code, "BD") << "not while nobody has decided";
    const auto outage = shown().front().outage.id;
    ASSERT_TRUE(decide_on(outage, true, dewi));
    // The terminal came back, empty, and all is known.
    reports(clock.wall());
    judges();
    EXPECT_EQ(verdict(siti).code, "HD");
    EXPECT_EQ(verdict(joko).code, "HD");
    EXPECT_EQ(verdict(siti).basis_points, 0);
    const auto rows = shown(false);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.front().decider, "Dewi Lestari");
    EXPECT_EQ(rows.front().why, "kios mati, listrik padam");
}

TEST_F(Outages, ARejectedOneChangesNothing) {
    ASSERT_EQ(proposed(), 1U);
    ASSERT_TRUE(decide_on(shown().front().outage.id, false, dewi));
    reports(clock.wall());
    judges();
    EXPECT_EQ(verdict(siti).code, "TK");
    EXPECT_TRUE(shown().empty());
    EXPECT_EQ(proposed(), 0U) << "what was decided is not proposed again";
}

TEST_F(Outages, DecidedOnceByAnOfficerOfThatOpdWithAReason) {
    ASSERT_EQ(proposed(), 1U);
    const auto outage = shown().front().outage.id;
    const OpdScope other = OpdScope::only("Dinas Kesehatan");
    EXPECT_TRUE(shown(true, other).empty());
    EXPECT_EQ(decide_on(outage, true, dewi, other).error().code, ErrorCode::not_found);
    EXPECT_EQ(
        decide_outage(database, own, officer(dewi), {outage, true, "mati"}, OpdScope::all()).error().code,
        ErrorCode::usage);
    const Database second = *Database::open(folder / "central.db");
    ASSERT_TRUE(decide_on(outage, true, dewi, OpdScope::only("Dinas PUPR")));
    const auto late =
        decide_outage(second, own, officer(budi), {outage, false, "kios sebenarnya hidup"}, OpdScope::all());
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, ErrorCode::conflict);
    EXPECT_TRUE(late.error().message.starts_with("Dewi Lestari was faster: it is approved since "));
}

TEST_F(Outages, FollowFromTheRecordsAlone) {
    ASSERT_EQ(proposed(), 1U);
    ASSERT_TRUE(decide_on(shown().front().outage.id, true, dewi));
    clock.jump_wall(kMidnight + 24 * kHour + 19 * kHour);
    ASSERT_EQ(proposed(), 1U);
    const auto before = table("outages");
    ASSERT_EQ(before.size(), 2U);
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        rebuild_projections(database);
        return {};
    }));
    EXPECT_EQ(table("outages"), before);
}

}  // namespace
}  // namespace hadir::central::tests
