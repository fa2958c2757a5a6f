// Cases of discipline: what opens and closes one, by which steps it goes, and whose word ends it.
#include "central/cases.h"

#include <thread>

#include "central/erasure.h"
#include "central/mirror.h"
#include "central/projection.h"
#include "central/sides_repository.h"
#include "tests/central/cases_fixture.h"

namespace hadir::central::tests {
namespace {

class Cases : public CasesFixture {};

std::vector<int> counts_of(const std::vector<StoredCase>& cases) {
    std::vector<int> counts;
    for (const StoredCase& stored : cases)
        counts.push_back(stored.basis.count);
    return counts;
}

TEST_F(Cases, OneOpensAtEachBandAndNoneBetween) {
    present(siti, "2026-01-01", "2026-09-20");
    std::size_t absences = 0, written = 0;
    // Fridays she comes, so that no run grows.
    for (LocalDay day = on("2026-01-05"); absences < 30; day += std::chrono::days(1)) {
        if (std::chrono::weekday(day).iso_encoding() > 4) continue;
        judged(siti, day, "TK");
        ++absences;
        written += look();
    }
    EXPECT_EQ(counts_of(cases(siti)), (std::vector{3, 4, 7, 11, 14, 17, 21, 25, 28}));
    EXPECT_EQ(written, 9U) << "one record a case";
    const StoredCase first = cases(siti).front();
    EXPECT_EQ(first.number, "D-2026-0001");
    EXPECT_EQ(first.opd, "Dinas PUPR");
    EXPECT_EQ(first.basis.regime, "PP94");
    EXPECT_EQ(first.basis.sanctions, std::vector<std::string>{"R1"});
    EXPECT_EQ(first.basis.day, on("2026-01-07"));
    EXPECT_EQ(first.state(), CaseState::dugaan);
    EXPECT_EQ(first.tab(), CaseTab::examine);
    EXPECT_EQ(first.entries.front().day, on("2026-09-21")) << "deadlines run from the day it was opened";
    EXPECT_EQ(first.entries.front().by, std::nullopt) << "by central itself";
}

TEST_F(Cases, LookingAgainDoublesNothing) {
    opened();
    ASSERT_TRUE(queue_everybody(database, desk.today()));
    EXPECT_EQ(look(), 0U);
    judged(siti, "2026-09-14", "TK");  // judged again, as it was
    EXPECT_EQ(look(), 0U);
    EXPECT_EQ(cases(siti).size(), 1U);
}

TEST_F(Cases, EverybodyIsLookedAtOnceANight) {
    present(siti, "2026-09-14", "2026-09-20");
    absent(siti, {"2026-09-14", "2026-09-15", "2026-09-16"});
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        AbsencesRepository(database).take(10);  // a server that fell between the two
        return {};
    }));
    EXPECT_EQ(look(), 0U);
    ASSERT_TRUE(queue_everybody(database, desk.today()));
    EXPECT_EQ(look(), 1U);
}

TEST_F(Cases, LatenessMakesADayOnceIt450Minutes) {
    present(siti, "2026-09-01", "2026-09-20");
    absent(siti, {"2026-09-14", "2026-09-15"});
    judged(siti, "2026-09-01", "TL4", 200);
    judged(siti, "2026-09-02", "TL4", 249);
    EXPECT_EQ(look(), 0U) << "449 minutes";
    judged(siti, "2026-09-16", "TL1", 2);
    EXPECT_EQ(look(), 1U);
    const ThresholdEvent basis = only_case(siti).basis;
    ASSERT_EQ(basis.days.size(), 3U);
    EXPECT_EQ(basis.days.back().day, on("2026-09-16"));
    EXPECT_FALSE(basis.days.back().conversion.empty());
    EXPECT_EQ(basis.days.back().from,
              (std::vector<MissingMinutes>{
                  {on("2026-09-01"), 200}, {on("2026-09-02"), 249}, {on("2026-09-16"), 1}}));
}

TEST_F(Cases, TenDaysInARowStopTheSalary) {
    present(siti, "2026-08-31", "2026-09-20");
    absent(siti, {"2026-09-01", "2026-09-02", "2026-09-03", "2026-09-04", "2026-09-07", "2026-09-08",
                  "2026-09-09", "2026-09-10", "2026-09-11"});
    look();
    EXPECT_EQ(counts_of(cases(siti)), (std::vector{3, 4, 7}));
    judged(siti, "2026-09-14", "TK");
    EXPECT_EQ(look(), 1U);
    const StoredCase run = cases(siti).back();
    EXPECT_EQ(run.basis.mode, CountMode::consecutive);
    EXPECT_EQ(run.basis.salary_stop, on("2026-10-01"));
    EXPECT_EQ(run.basis.sanctions, std::vector<std::string>{"B3"});
    judged(siti, "2026-09-15", "TK");
    look();
    EXPECT_EQ(counts_of(cases(siti)), (std::vector{3, 4, 7, 10, 11})) << "one case a run";
}

TEST_F(Cases, ARunIsFollowedOverTheYearsEnd) {
    go_to("2027-01-15");
    present(siti, "2026-12-01", "2027-01-14");
    for (LocalDay day = on("2026-12-28"); day <= on("2027-01-08"); day += std::chrono::days(1)) {
        if (std::chrono::weekday(day).iso_encoding() <= 5) judged(siti, day, "TK");
    }
    look();
    const auto all = cases(siti);
    ASSERT_FALSE(all.empty());
    EXPECT_EQ(all.back().basis.mode, CountMode::consecutive);
    EXPECT_EQ(all.back().basis.days.front().day, on("2026-12-28"));
    // Only what changed in January is looked at: December's count is not begun in the middle.
    judged(siti, "2027-01-08", "TK");
    EXPECT_EQ(look(), 0U);
}

TEST_F(Cases, NobodyIsHeldToARegimeThatNobodyHasEntered) {
    for (const PersonId& person : {joko, filled<PersonId>(0x55)}) {  // PPPK; somebody without a post
        present(person, "2026-09-07", "2026-09-20");
        absent(person, {"2026-09-14", "2026-09-15", "2026-09-16", "2026-09-17"});
    }
    EXPECT_EQ(look(), 0U);
}

TEST_F(Cases, CorrectedDataCloseACaseAndOpenItAgain) {
    opened();
    judged(siti, "2026-09-15", "CT");
    EXPECT_EQ(look(), 1U);
    StoredCase stored = only_case(siti);
    EXPECT_EQ(stored.state(), CaseState::data_dikoreksi);
    EXPECT_EQ(stored.tab(), CaseTab::closed);
    EXPECT_EQ(stored.entries.back().changed, (std::vector<ChangedDay>{{on("2026-09-15"), "CT"}}));
    EXPECT_EQ(look(), 0U);
    judged(siti, "2026-09-17", "TK");
    EXPECT_EQ(look(), 2U) << "opened again, with other days";
    stored = only_case(siti);
    EXPECT_EQ(stored.state(), CaseState::dugaan);
    EXPECT_EQ(stored.basis.days.back().day, on("2026-09-17"));
    EXPECT_EQ(stored.number, "D-2026-0001");
}

TEST_F(Cases, ADecisionIsNotTakenBackByDataButGoesBackToWhoDecides) {
    examined();
    ASSERT_TRUE(decide_as(budi, "R1"));
    judged(siti, "2026-09-15", "DL");
    look();
    const StoredCase stored = only_case(siti);
    EXPECT_EQ(stored.state(), CaseState::lhp);
    EXPECT_EQ(stored.proposal(), nullptr) << "the old proposal rests on other data";
    EXPECT_EQ(stored.decision(), nullptr);
    EXPECT_EQ(decide_as(budi, "R1").error().code, ErrorCode::not_allowed);
}

TEST_F(Cases, StepsFollowEachOtherAndTheirDaysAreReal) {
    opened();
    EXPECT_EQ(move(CaseState::pemeriksaan).error().code, ErrorCode::not_allowed);
    EXPECT_EQ(move(CaseState::keputusan).error().code, ErrorCode::usage);
    EXPECT_EQ(move(CaseState::panggilan_1, "2026-09-22").error().code, ErrorCode::usage) << "tomorrow";
    EXPECT_EQ(move(CaseState::bukan_pelanggaran, "2026-09-21", "salah").error().code, ErrorCode::malformed);
    EXPECT_EQ(move(CaseState::panggilan_1, "2026-09-21", "").error().code, ErrorCode::usage);
    ASSERT_TRUE(move(CaseState::panggilan_1));
    EXPECT_EQ(only_case(siti).tab(), CaseTab::answer);
    EXPECT_EQ(only_case(siti).entries.back().by, dewi);
    EXPECT_EQ(propose("R1", dewi).error().code, ErrorCode::not_allowed) << "nobody has heard her";
    ASSERT_TRUE(move(CaseState::pemeriksaan));
    EXPECT_EQ(propose("S9", dewi).error().code, ErrorCode::usage);
    ASSERT_TRUE(propose("R1", dewi));
    EXPECT_EQ(only_case(siti).tab(), CaseTab::proposed);
    EXPECT_EQ(only_case(siti).state(), CaseState::pemeriksaan) << "a proposal decides nothing";
}

TEST_F(Cases, OnlyWhoMayImposeItDecidesAndNeverWhoProposed) {
    examined();
    EXPECT_EQ(decide_as(siti, "R1").error().code, ErrorCode::not_found) << "she is not her own superior";
    EXPECT_EQ(decide_as(rudi, "R1").error().code, ErrorCode::not_found) << "the right post, elsewhere";
    EXPECT_EQ(decide_case(database, desk, officer(rudi),
                          {only_case(siti).number, "R1", "wajib masuk kerja", newest()}, CaseView::all)
                  .error()
                  .code,
              ErrorCode::not_allowed);
    EXPECT_EQ(decide_as(budi, "S1").error().code, ErrorCode::not_allowed) << "sedang is not pengawas's";
    EXPECT_EQ(decide_as(ani, "R1").error().code, ErrorCode::not_allowed) << "ringan is the one below her";
    ASSERT_TRUE(propose("R1", budi));
    EXPECT_EQ(decide_as(budi, "R1").error().code, ErrorCode::not_allowed) << "his own proposal";
    ASSERT_TRUE(propose("S1", dewi));
    ASSERT_TRUE(decide_as(ani, "S1"));
    const StoredCase stored = only_case(siti);
    ASSERT_NE(stored.decision(), nullptr);
    EXPECT_EQ(stored.decision()->by, ani);
    EXPECT_EQ(stored.decision()->sanction, "S1");
    EXPECT_EQ(stored.decision()->rule.substr(0, 10), "authority/");
}

TEST_F(Cases, TheGovernorsAccountDecidesAsTheGovernor) {
    desk.terms.governor = "gubernur";
    examined();
    ASSERT_TRUE(propose("B1", dewi));
    const SanctionWish wish{only_case(siti).number, "B1", "wajib masuk kerja", newest()};
    const PersonId governor = filled<PersonId>(0x77);
    EXPECT_FALSE(decide_case(database, desk, {governor, "lain"}, wish, CaseView::of_subordinates));
    EXPECT_TRUE(decide_case(database, desk, {governor, "gubernur"}, wish, CaseView::of_subordinates));
}

TEST_F(Cases, NobodyActsInTheirOwn) {
    opened();
    const auto moved = move_case(database, desk, officer(siti),
                                 {only_case(siti).number, CaseState::bukan_pelanggaran, on("2026-09-21"),
                                  "saya tidak bersalah", newest()});
    EXPECT_EQ(moved.error().code, ErrorCode::not_allowed);
}

TEST_F(Cases, OfTwoWhoDecideAtOnceTheSecondIsToldAndNothingIsLost) {
    examined();
    // The same case before two officers: Budi, and Budi's deputy by another post of the same kind.
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        PostsRepository(database).replace({Deputy{ani, always, rudi}});
        return {};
    }));
    const SanctionWish wish{only_case(siti).number, "R1", "wajib masuk kerja", newest()};
    const Database first = *Database::open(folder / "central.db"),
                   second = *Database::open(folder / "central.db");
    std::optional<Result<void>> by_budi, by_rudi;
    std::thread one(
        [&] { by_budi = decide_case(first, desk, officer(budi), wish, CaseView::of_subordinates); });
    std::thread other([&] {
        hadir::tests::FakeRandom own_random;
        const OwnLedger its_own{key, clock, own_random};
        const CaseDesk its_desk{its_own, book, {}, Zone::wib};
        by_rudi = decide_case(second, its_desk, officer(rudi), wish, CaseView::of_subordinates);
    });
    one.join();
    other.join();
    ASSERT_NE(by_budi->has_value(), by_rudi->has_value());
    const Error& told = by_budi->has_value() ? by_rudi->error() : by_budi->error();
    EXPECT_EQ(told.code, ErrorCode::conflict) << told.message;
    const std::string winner = by_budi->has_value() ? "Budi Santoso" : "Rudi Hartono";
    EXPECT_NE(told.message.find(winner + " was faster"), std::string::npos) << told.message;
    const StoredCase stored = only_case(siti);
    EXPECT_EQ(stored.state(), CaseState::keputusan);
    EXPECT_EQ(std::ranges::count(stored.entries, CaseState::keputusan, &CaseEntry::state), 1);
}

TEST_F(Cases, WhatWasNotSeenIsNotActedOn) {
    opened();
    const std::int64_t seen = newest();
    ASSERT_TRUE(
        state_in_case(database, desk, officer(siti),
                      {only_case(siti).number, StatementKind::statement, "saya sakit, surat menyusul"}));
    const auto late =
        move_case(database, desk, officer(dewi),
                  {only_case(siti).number, CaseState::panggilan_1, on("2026-09-21"), "x", seen});
    EXPECT_EQ(late.error().code, ErrorCode::conflict);
    EXPECT_NE(late.error().message.find("the person made a statement"), std::string::npos);
}

TEST_F(Cases, AnObjectionHoldsTheSanctionUpUntilItsTimeIsOver) {
    examined();
    const std::string number = only_case(siti).number;
    const auto objects = [&] {
        return state_in_case(database, desk, officer(siti),
                             {number, StatementKind::objection, "saya bertugas di Serang"});
    };
    EXPECT_EQ(objects().error().code, ErrorCode::conflict) << "nothing is decided";
    ASSERT_TRUE(decide_as(budi, "R1"));
    ASSERT_TRUE(move(CaseState::penyampaian));
    EXPECT_EQ(only_case(siti).tab(), CaseTab::answer);
    const CaseBench bench = *database.read(
        [&]() -> Result<CaseBench> { return CaseBench(database, book, {}, Zone::wib, desk.today()); });
    EXPECT_EQ(bench.objection_until(only_case(siti)), on("2026-10-11"));
    go_to("2026-10-12");
    EXPECT_EQ(objects().error().code, ErrorCode::conflict) << "the 15th working day";
    go_to("2026-10-09");
    EXPECT_EQ(move(CaseState::berlaku, "2026-10-09").error().code, ErrorCode::not_allowed);
    ASSERT_TRUE(objects());
    EXPECT_EQ(only_case(siti).state(), CaseState::upaya_administratif);
    EXPECT_EQ(only_case(siti).tab(), CaseTab::objection);
}

TEST_F(Cases, StatementsHaveTheirLimits) {
    const std::string number = opened().number;
    const auto say = [&](const PersonId& by, const std::string& text) {
        return state_in_case(database, desk, officer(by), {number, StatementKind::statement, text});
    };
    EXPECT_EQ(say(siti, "sakit").error().code, ErrorCode::usage);
    EXPECT_EQ(say(siti, std::string(3001, 'x')).error().code, ErrorCode::usage);
    EXPECT_EQ(say(siti, std::string("dengan\x07 bel di dalam")).error().code, ErrorCode::usage);
    EXPECT_EQ(say(budi, "bukan perkaranya").error().code, ErrorCode::not_found);
    for (std::size_t i = 0; i < kStatementsMax; ++i)
        ASSERT_TRUE(say(siti, "baris satu\nbaris dua"));
    EXPECT_EQ(say(siti, "baris satu\nbaris dua").error().code, ErrorCode::conflict);
}

TEST_F(Cases, DeadlinesAreWorkingDaysAndTheSuperiorIsNamed) {
    opened();
    const CaseBench bench = *database.read(
        [&]() -> Result<CaseBench> { return CaseBench(database, book, {}, Zone::wib, on("2026-10-01")); });
    const auto due = bench.due(only_case(siti));
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due.front().state, CaseState::panggilan_1);
    EXPECT_EQ(due.front().actor, "ATASAN");
    EXPECT_EQ(due.front().due, on("2026-09-30")) << "the seventh working day after the 21st";
    EXPECT_EQ(bench.superior_of(siti)->acting, budi);
}

TEST_F(Cases, FollowFromTheRecordsAlone) {
    examined();
    ASSERT_TRUE(decide_as(budi, "R1"));
    ASSERT_TRUE(move(CaseState::penyampaian));
    ASSERT_TRUE(state_in_case(database, desk, officer(siti),
                              {only_case(siti).number, StatementKind::objection, "saya bertugas di Serang"}));
    judged(siti, "2026-09-15", "DL");
    look();
    const auto before = cases(siti);
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        rebuild_projections(database);
        return {};
    }));
    EXPECT_EQ(cases(siti), before);
}

TEST_F(Cases, ComeBackFromTheSecondCopy) {
    const Mirror mirror(folder / "second.db");
    own.mirror = &mirror;
    examined();
    const hadir::tests::TemporaryFolder other_folder;
    const Database other = *Database::open(other_folder / "central.db");
    ASSERT_TRUE(mirror.restore(other, key, clock.wall()));
    const auto back = cases_in(other, siti);
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back.front().tab(), CaseTab::proposed);
    EXPECT_EQ(back.front().basis, only_case(siti).basis);
}

TEST_F(Cases, WordsInThemGoWithWhoIsErased) {
    opened();
    ASSERT_TRUE(move(CaseState::panggilan_1, "2026-09-21", "diantar ke rumah di Cipocok"));
    const std::int64_t summons = newest();
    const auto words = [&] {
        return *database.read([&]() -> Result<std::size_t> {
            std::size_t count = 0;
            for (const StoredSide& side : SidesRepository(database).of_record(summons))
                count += side.field == "why" && side.side ? 1U : 0U;
            return count;
        });
    };
    ASSERT_EQ(words(), 1U);
    ASSERT_TRUE(erase_person(database, own, officer(dewi), {siti, "atas permintaan sendiri"}));
    EXPECT_EQ(words(), 0U);
}

}  // namespace
}  // namespace hadir::central::tests
