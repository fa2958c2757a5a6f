// Papers: what may be asked for, whose word decides, and that the tables follow from records alone.
#include "central/papers.h"

#include <thread>

#include "central/erasure.h"
#include "central/projection.h"
#include "tests/central/papers_fixture.h"

namespace hadir::central::tests {
namespace {

class Papers : public PapersFixture {};

TEST_F(Papers, WhatIsAskedForWaitsAndItsReasonStandsBesideTheLine) {
    const auto paper = ask(leave());
    ASSERT_TRUE(paper) << paper.error().message;
    EXPECT_EQ(row(*paper).paper.state, PaperState::pending);
    EXPECT_EQ(row(*paper).asked_by, siti);
    ASSERT_EQ(decisions().size(), 1U);
    EXPECT_TRUE(decisions().front().contains(R"("kind":"paper-asked")"));
    EXPECT_FALSE(decisions().front().contains("Serang"));
    EXPECT_TRUE(queued().empty()) << "days that have not begun are judged as they begin";
}

TEST_F(Papers, TheDirectSuperiorDecides) {
    const auto paper = ask(leave("2026-09-18", "2026-09-22"));
    ASSERT_TRUE(paper) << paper.error().message;
    EXPECT_EQ(queued().size(), 4U) << "from the 18th to today";
    ASSERT_TRUE(approve(budi, *paper));
    EXPECT_EQ(row(*paper).paper.state, PaperState::approved);
    EXPECT_EQ(row(*paper).decided_by, budi);
    const auto days = queued();
    ASSERT_EQ(days.size(), 4U);
    EXPECT_EQ(days.front().person, siti);
    EXPECT_EQ(days.front().day, day_of("2026-09-18"));
    EXPECT_EQ(days.front().cause, "paper");
}

TEST_F(Papers, NobodyDecidesOnTheirOwn) {
    const auto paper = ask(leave());
    const auto own_word = approve(siti, *paper);
    ASSERT_FALSE(own_word);
    EXPECT_EQ(own_word.error().code, ErrorCode::not_allowed);
    deputise(budi, siti);
    EXPECT_EQ(approve(siti, *paper).error().code, ErrorCode::not_allowed)
        << "not even as the deputy of their superior";
    EXPECT_TRUE(approve(ani, *paper)) << "the next one stands in";
}

TEST_F(Papers, WhoHasNothingToDoWithItFindsNothing) {
    const auto paper = ask(leave());
    EXPECT_EQ(approve(joko, *paper).error().code, ErrorCode::not_found);
    EXPECT_EQ(approve(dewi, *paper).error().code, ErrorCode::not_found);
    EXPECT_EQ(approve(budi, *paper + 1000).error().code, ErrorCode::not_found);
}

TEST_F(Papers, TheDeputyDecidesWhileTheSuperiorIsAway) {
    deputise(budi, joko);
    const auto paper = ask(leave());
    EXPECT_EQ(approve(budi, *paper).error().code, ErrorCode::not_found);
    EXPECT_TRUE(approve(joko, *paper));
    EXPECT_EQ(row(*paper).decided_by, joko);
}

TEST_F(Papers, TheNextSuperiorMayTooOnceTheDeadlineHasPassed) {
    const auto paper = ask(leave());
    wait_days(2);
    const auto early = approve(ani, *paper);
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, ErrorCode::not_allowed);
    EXPECT_EQ(early.error().message, "it waits for Budi Santoso first, until 2026-09-24");
    wait_days(1);
    const auto deciders =
        deciders_of(*database.read([&]() -> Result<PostBook> { return PostsRepository(database).book(); }),
                    asking_of(row(*paper), desk.zone), desk.terms.decide, desk.today());
    ASSERT_EQ(deciders.now.size(), 2U) << "the direct one still may";
    EXPECT_EQ(deciders.now.at(1).person, ani);
    EXPECT_EQ(deciders.next->person, tono);
    EXPECT_EQ(deciders.next_from, day_of("2026-09-27"));
    EXPECT_TRUE(approve(ani, *paper));
}

TEST_F(Papers, OfTwoWhoDecideAtOnceTheSecondIsToldWhoDecidedWhat) {
    const auto paper = ask(leave());
    wait_days(3);  // both Budi and Ani may
    const Database other = *Database::open(folder / "central.db");
    hadir::tests::FakeRandom other_random;
    const OwnLedger other_own{key, clock, other_random};
    const PaperDesk other_desk{other_own, book.presence, {}, Zone::wib};
    Result<void> first, second;
    std::thread one([&] { first = approve(budi, *paper); });
    std::thread two([&] {
        second = decide_paper(other, other_desk, officer(ani), {*paper, false, "kantor sedang sibuk"});
    });
    one.join();
    two.join();
    ASSERT_NE(first.has_value(), second.has_value());
    const Error& error = first ? second.error() : first.error();
    EXPECT_EQ(error.code, ErrorCode::conflict);
    const std::string told = first ? "Budi Santoso was faster: it is approved since "
                                   : "Ani Wijaya was faster: it is rejected since ";
    EXPECT_TRUE(error.message.starts_with(told)) << error.message;
    EXPECT_EQ(decisions().size(), 2U) << "asked once, decided once";
    EXPECT_EQ(row(*paper).paper.state, first ? PaperState::approved : PaperState::rejected);
}

TEST_F(Papers, RejectingNeedsAReasonOfTenCharacters) {
    const auto paper = ask(leave());
    for (const char* why : {"", "singkat", "        a        ", "sembilan9"})
        EXPECT_EQ(reject(budi, *paper, why).error().code, ErrorCode::usage) << why;
    EXPECT_TRUE(reject(budi, *paper, "sepuluh 10"));
    EXPECT_EQ(row(*paper).paper.state, PaperState::rejected);
    EXPECT_EQ(approve(budi, *paper).error().code, ErrorCode::conflict) << "nothing is edited in place";
}

TEST_F(Papers, OnlyWhoAskedWithdrawsAndOnlyWhileItWaits) {
    const auto paper = ask(leave());
    EXPECT_EQ(withdraw_paper(database, desk, officer(budi), *paper).error().code, ErrorCode::not_found);
    ASSERT_TRUE(withdraw_paper(database, desk, officer(siti), *paper));
    EXPECT_EQ(row(*paper).paper.state, PaperState::withdrawn);
    EXPECT_EQ(approve(budi, *paper).error().code, ErrorCode::conflict);
    const auto second = ask(leave());
    ASSERT_TRUE(approve(budi, *second));
    EXPECT_EQ(withdraw_paper(database, desk, officer(siti), *second).error().code, ErrorCode::conflict);
}

TEST_F(Papers, ASuperiorAsksForThePersonAndLeavesTheWordToTheNextOne) {
    const auto paper = ask_as(budi, leave());
    ASSERT_TRUE(paper) << paper.error().message;
    EXPECT_EQ(row(*paper).person, siti);
    EXPECT_EQ(row(*paper).asked_by, budi);
    EXPECT_EQ(approve(budi, *paper).error().code, ErrorCode::not_allowed);
    EXPECT_TRUE(approve(ani, *paper));
    EXPECT_EQ(ask_as(joko, leave()).error().code, ErrorCode::not_found) << "a colleague asks for nobody";
    EXPECT_TRUE(ask_as(dewi, leave("2026-10-05", "2026-10-05"), OpdScope::only("Dinas PUPR")));
    EXPECT_EQ(ask_as(dewi, leave("2026-10-06", "2026-10-06"), OpdScope::only("Dinas Kesehatan")).error().code,
              ErrorCode::not_found);
}

TEST_F(Papers, AClosedMonthIsRefusedWithWhatToDoAndLeftToBkd) {
    const auto late = ask(leave("2026-08-31", "2026-09-01"));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, ErrorCode::usage);
    EXPECT_EQ(late.error().message,
              "days: the month of 2026-08-31 was closed on 2026-09-05; BKD can still enter it, bring them "
              "the document");
    EXPECT_TRUE(ask(leave("2026-09-01", "2026-09-01"))) << "the control: this month is open";
    EXPECT_FALSE(ask_as(dewi, leave("2026-08-31", "2026-08-31"), OpdScope::only("Dinas PUPR")));
    EXPECT_TRUE(ask_as(dewi, leave("2026-08-31", "2026-08-31"), OpdScope::all()));
    PaperWish of_dewi = leave("2026-08-31", "2026-08-31");
    of_dewi.person = dewi;
    EXPECT_FALSE(ask_as(dewi, of_dewi, OpdScope::all())) << "not for themselves";
}

TEST(PaperTerms, AMonthClosesOnADayOfTheNext) {
    EXPECT_EQ(closes_on(day_of("2026-08-01"), 5), day_of("2026-09-05"));
    EXPECT_EQ(closes_on(day_of("2026-12-31"), 28), day_of("2027-01-28"));
}

struct BadWish {
    const char* what;
    void (*spoil)(PaperWish&);
    const char* told;
};
const BadWish kBadWishes[] = {
    {"short reason", [](PaperWish& wish) { wish.why = "sembilan9"; }, "why: "},
    {"blank reason", [](PaperWish& wish) { wish.why = std::string(40, ' '); }, "why: "},
    {"two lines", [](PaperWish& wish) { wish.why = "baris satu\nbaris dua"; }, "the reason"},
    {"too long", [](PaperWish& wish) { wish.why = std::string(501, 'a'); }, "the reason"},
    {"unknown kind", [](PaperWish& wish) { wish.code = "LIBUR"; }, "code: "},
    {"the wrong way round", [](PaperWish& wish) { wish.days.last = day_of("2026-09-27"); }, "days: "},
    {"more than a year ahead",
     [](PaperWish& wish) { wish.days = {day_of("2027-09-01"), day_of("2027-09-22")}; },
     "days: not more than a year ahead"},
    {"longer than a year", [](PaperWish& wish) { wish.days = {day_of("2026-09-01"), day_of("2027-09-02")}; },
     "days: 366"},
    {"hours of leave", [](PaperWish& wish) { wish.from = 480, wish.to = 600; }, "from, to: "},
    {"half of the hours", [](PaperWish& wish) { wish.code = "DINAS_LUAR", wish.from = 480; }, "from, to: "},
    {"hours backwards", [](PaperWish& wish) { wish.code = "DINAS_LUAR", wish.from = 480, wish.to = 480; },
     "from, to: "},
    {"hours past the next noon",
     [](PaperWish& wish) { wish.code = "DINAS_LUAR", wish.from = 480, wish.to = 2161; }, "from, to: "},
    {"an event of leave", [](PaperWish& wish) { wish.side = Side::in; }, "side, at_s: "},
    {"a correction without a time", [](PaperWish& wish) { wish.code = "KOREKSI", wish.side = Side::in; },
     "side, at_s: "},
    {"a correction of two days",
     [](PaperWish& wish) { wish.code = "KOREKSI", wish.side = Side::in, wish.at_s = 27'000; }, "days: "},
    {"a correction of tomorrow",
     [](PaperWish& wish) {
         wish.code = "KOREKSI", wish.side = Side::in, wish.at_s = 27'000;
         wish.days = {day_of("2026-09-22"), day_of("2026-09-22")};
     },
     "days: that day has not begun"},
    {"a document that nobody sent", [](PaperWish& wish) { wish.document = filled<Hash>(7); }, "document: "},
};

TEST_F(Papers, EachBadWishIsToldWhatIsWrong) {
    for (const BadWish& bad : kBadWishes) {
        PaperWish wish = leave();
        bad.spoil(wish);
        const auto paper = ask(wish);
        ASSERT_FALSE(paper) << bad.what;
        EXPECT_EQ(paper.error().code, ErrorCode::usage) << bad.what;
        EXPECT_TRUE(paper.error().message.starts_with(bad.told)) << bad.what << ": " << paper.error().message;
    }
    PaperWish early = leave("2025-04-20", "2025-04-20");
    early.code = "WFA";
    EXPECT_TRUE(ask_as(dewi, early, OpdScope::all()).error().message.starts_with("code: no kind of paper on"))
        << "a kind is one of its own time";
    EXPECT_TRUE(decisions().empty());
}

TEST_F(Papers, TheEdgesAreTaken) {
    PaperWish longest = leave("2026-09-21", "2027-09-21");
    longest.why = "sepuluh 10";
    EXPECT_TRUE(ask(longest)) << "366 days, the last of them a year ahead";
    PaperWish night = leave();
    night.code = "DINAS_LUAR";
    night.from = 0;
    night.to = 2160;
    EXPECT_TRUE(ask(night));
    EXPECT_TRUE(ask(correction("2026-09-21"))) << "today has begun";
}

TEST_F(Papers, PppkHaveAShorterListOfLeave) {
    PaperWish wish = leave();
    wish.person = joko;
    wish.code = "CBESAR";
    EXPECT_EQ(ask(wish).error().message, "code: PPPK have no cuti besar");
    for (const char* code : {"CT", "CS", "CM", "DINAS_LUAR"}) {
        wish.code = code;
        EXPECT_TRUE(ask(wish)) << code;
    }
    EXPECT_EQ(kinds_for(book.presence, Employment::pns, desk.today()).size(), 15U);
    EXPECT_EQ(kinds_for(book.presence, Employment::pppk, desk.today()).size(), 11U);
}

TEST_F(Papers, WithoutAPostOrASuperiorNothingCanBeAskedFor) {
    PaperWish of_tono = leave();
    of_tono.person = tono;
    EXPECT_TRUE(ask(of_tono).error().message.starts_with("nobody could decide on it"));
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        Post ends = post(siti, budi);
        ends.days.last = day_of("2026-09-29");
        PostsRepository(database).replace({ends, post(budi, ani)});
        return {};
    }));
    EXPECT_TRUE(ask(leave()).error().message.starts_with("days: nobody has entered a post for 2026-09-30"));
}

TEST_F(Papers, TheSamePaperIsTakenOnceAndFiftyAtMostWait) {
    ASSERT_TRUE(ask(leave()));
    EXPECT_EQ(ask(leave()).error().code, ErrorCode::conflict);
    LocalDay day = day_of("2026-10-01");
    for (int i = 1; i < kPendingPapersMax; ++i, day += std::chrono::days(1)) {
        PaperWish wish = leave();
        wish.days = {day, day};
        ASSERT_TRUE(ask(wish)) << i;
    }
    PaperWish more = leave();
    more.days = {day, day};
    EXPECT_EQ(ask(more).error().code, ErrorCode::conflict);
}

TEST_F(Papers, FollowFromTheRecordsAlone) {
    const auto approved = ask(leave());
    const auto rejected = ask(correction());
    const auto withdrawn = ask(leave("2026-10-05", "2026-10-06"));
    PaperWish hours = leave("2026-10-07", "2026-10-07");
    hours.code = "DINAS_LUAR";
    hours.from = 480;
    hours.to = 720;
    ASSERT_TRUE(ask(hours));
    ASSERT_TRUE(approve(budi, *approved));
    ASSERT_TRUE(reject(budi, *rejected, "kios hidup pada hari itu"));
    ASSERT_TRUE(withdraw_paper(database, desk, officer(siti), *withdrawn));
    const auto before = table("papers");
    ASSERT_EQ(before.size(), 4U);
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        rebuild_projections(database);
        return {};
    }));
    EXPECT_EQ(table("papers"), before);
}

TEST_F(Papers, ComeBackFromTheSecondCopy) {
    const Mirror mirror(folder / "second.db");
    own.mirror = &mirror;
    const auto paper = ask(leave("2026-09-18", "2026-09-18"));
    ASSERT_TRUE(reject(budi, *paper, "sedang diperiksa inspektorat"));
    const hadir::tests::TemporaryFolder other_folder;
    const Database other = *Database::open(other_folder / "central.db");
    ASSERT_TRUE(mirror.restore(other, key, clock.wall()));
    const auto rows = *other.read([&]() -> Result<std::vector<PaperRow>> {
        return PaperRowsRepository(other).of_person(siti, INT64_MAX, 10);
    });
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.front().paper.state, PaperState::rejected);
    EXPECT_EQ(rows.front().decided_by, budi);
    EXPECT_EQ(*other.transaction(
                  [&]() -> Result<std::size_t> { return JudgeQueueRepository(other).take(10).size(); }),
              1U);
}

TEST_F(Papers, WhatTheySaidGoesWithWhoIsErased) {
    const auto paper = ask(leave());
    ASSERT_TRUE(reject(budi, *paper, "anggaran belum ada tahun ini"));
    const auto texts = [&] {
        std::size_t count = 0;
        for (const std::string& side : table("sides"))
            count += side.contains("Serang") || side.contains("anggaran") ? 1U : 0U;
        return count;
    };
    ASSERT_EQ(texts(), 2U);
    ASSERT_TRUE(erase_person(database, own, officer(dewi), {siti, "atas permintaan sendiri"}));
    EXPECT_EQ(texts(), 0U);
}

}  // namespace
}  // namespace hadir::central::tests
