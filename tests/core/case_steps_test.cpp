#include "core/case_steps.h"

#include <gtest/gtest.h>

#include <set>

#include "core/authority.h"
#include "tests/core/ladders.h"

namespace hadir {
namespace {

using enum CaseState;

// Free: weekends and 28 March to 7 April 2025, the Lebaran of that year.
bool works(LocalDay day) {
    const bool lebaran = day >= day_of("2025-03-28") && day <= day_of("2025-04-07");
    return !lebaran && std::chrono::weekday(day).iso_encoding() <= 5;
}

struct Case : CaseHistory {
    Case() {
        regime = "PP94";
        moves.push_back({dugaan, day_of("2025-03-03"), MoveCause::official, ""});
    }
    [[nodiscard]] Result<void> tries(CaseState to, const char* day, const char* reason = "") const {
        return may_move(*this, {to, day_of(day), MoveCause::official, reason}, shipped_rules(), works);
    }
    Case& goes(CaseState to, const char* day, const char* reason = "") {
        const auto allowed = tries(to, day, reason);
        EXPECT_TRUE(allowed) << (allowed ? "" : allowed.error().message);
        moves.push_back({to, day_of(day), MoveCause::official, reason});
        return *this;
    }
    bool data(Basis basis, const char* day) {
        const auto move = move_of_data(*this, basis, day_of(day), "12 Maret: izin sakit disetujui");
        if (move) moves.push_back(*move);
        return move.has_value();
    }
};

Case decided() {
    Case file;
    file.goes(panggilan_1, "2025-03-04").goes(pemeriksaan, "2025-03-10").goes(lhp, "2025-03-11");
    file.goes(keputusan, "2025-03-12").goes(penyampaian, "2025-03-13");
    return file;
}

TEST(WorkingDays, SkipFreeDays) {
    EXPECT_EQ(format_day(*working_day_after(day_of("2025-03-03"), 7, works)), "2025-03-12");
    EXPECT_EQ(format_day(*working_day_after(day_of("2025-03-26"), 2, works)), "2025-04-08");
    EXPECT_EQ(format_day(*working_day_after(day_of("2025-03-26"), 0, works)), "2025-03-26");
}

TEST(WorkingDays, EndWhereTheCalendarDoes) {
    EXPECT_FALSE(working_day_after(day_of("2025-03-03"), 1, [](LocalDay) { return false; }));
    EXPECT_FALSE(working_day_after(day_of("2025-03-03"), 100'000, works));
}

TEST(CaseStates, AreNamedOnce) {
    std::set<std::string> names;
    for (int i = 0; i <= static_cast<int>(data_dikoreksi); ++i) {
        const auto state = static_cast<CaseState>(i);
        EXPECT_TRUE(names.insert(name_of(state)).second);
        EXPECT_EQ(case_state_from(name_of(state)), state);
    }
    EXPECT_FALSE(case_state_from("dugaan"));
}

TEST(CaseSteps, GoFromSuspicionToTheEnd) {
    Case file = decided();
    file.goes(berlaku, "2025-04-14").goes(selesai, "2025-04-15");
    EXPECT_TRUE(is_end(file.state()));
    EXPECT_TRUE(next_states(file).empty());
}

TEST(CaseSteps, JudgeOnTheEvidenceWhoDoesNotComeTwice) {
    Case file;
    file.goes(panggilan_1, "2025-03-04").goes(panggilan_2, "2025-03-14").goes(lhp, "2025-03-26");
    file.goes(keputusan, "2025-03-27");
    EXPECT_TRUE(is_decided(file.state()));
}

TEST(CaseSteps, KnowNoShortCut) {
    Case file;
    for (const CaseState to :
         {keputusan, lhp, pemeriksaan, berlaku, selesai, panggilan_2, data_dikoreksi, dugaan}) {
        const auto refused = file.tries(to, "2025-03-04", "karena memang begitu");
        ASSERT_FALSE(refused) << name_of(to);
        EXPECT_EQ(refused.error().message,
                  std::string(name_of(to)) +
                      " does not follow DUGAAN; choose one of PANGGILAN_1, BUKAN_PELANGGARAN");
    }
}

TEST(CaseSteps, ComeOnceEach) {
    Case file;
    file.goes(panggilan_1, "2025-03-04").goes(tim_pemeriksa, "2025-03-05").goes(panggilan_2, "2025-03-06");
    EXPECT_FALSE(file.tries(tim_pemeriksa, "2025-03-07"));
    EXPECT_TRUE(file.tries(pemeriksaan, "2025-03-07"));
}

TEST(CaseSteps, GoForwardInTime) {
    Case file;
    EXPECT_FALSE(file.tries(panggilan_1, "2025-03-02"));
    EXPECT_TRUE(file.tries(panggilan_1, "2025-03-03"));
}

TEST(CaseSteps, EndWithAReasonWhereThereIsNoViolation) {
    Case file;
    EXPECT_FALSE(file.tries(bukan_pelanggaran, "2025-03-04", "sembilan."));
    EXPECT_FALSE(file.tries(bukan_pelanggaran, "2025-03-04", "\u00e9\u00e9\u00e9\u00e9\u00e9"));  // ten bytes
    file.goes(bukan_pelanggaran, "2025-03-04", "ada surat ");
    EXPECT_TRUE(is_end(file.state()));
    EXPECT_FALSE(is_decided(file.state()));
    EXPECT_EQ(file.tries(panggilan_1, "2025-03-05").error().message,
              "PANGGILAN_1 does not follow BUKAN_PELANGGARAN: the case is closed");
}

TEST(CaseSteps, PutNothingInForceBeforeItsDay) {
    // Fifteen working days from 13 March, Lebaran and weekends skipped.
    const auto early = decided().tries(berlaku, "2025-04-11");
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().message,
              "the sanction may still be contested; it is in force on 2025-04-14, not before");
    EXPECT_TRUE(decided().tries(berlaku, "2025-04-14"));
}

TEST(CaseSteps, EndAnObjectionEitherWay) {
    Case file = decided();
    file.goes(upaya_administratif, "2025-03-20");
    EXPECT_TRUE(file.tries(berlaku, "2025-03-21"));
    EXPECT_TRUE(file.tries(bukan_pelanggaran, "2025-03-21", "keberatan diterima"));
}

TEST(CaseDeadlines, CountFromTheirStep) {
    Case file;
    EXPECT_TRUE(due_steps(file, shipped_rules(), works).empty());
    file.goes(panggilan_1, "2025-03-24");
    const auto due = due_steps(file, shipped_rules(), works);
    ASSERT_EQ(due.size(), 2U);
    EXPECT_EQ(due[1].state, panggilan_2);
    EXPECT_EQ(due[0], (DueStep{pemeriksaan, "ATASAN", "case_steps/PP94/PEMERIKSAAN@2021-08-31",
                               day_of("2025-04-11")}));
    EXPECT_TRUE(overdue_steps(file, shipped_rules(), works, day_of("2025-04-11")).empty());
    EXPECT_EQ(overdue_steps(file, shipped_rules(), works, day_of("2025-04-12")), due);
}

TEST(CaseDeadlines, RunThroughATeamAndAnewFromASecondSummons) {
    Case file;
    file.goes(panggilan_1, "2025-03-03").goes(tim_pemeriksa, "2025-03-05");
    EXPECT_EQ(format_day(due_steps(file, shipped_rules(), works).at(0).due), "2025-03-12");
    file.goes(panggilan_2, "2025-03-13");
    EXPECT_EQ(format_day(due_steps(file, shipped_rules(), works).at(0).due), "2025-03-24");
}

TEST(CaseDeadlines, AreUnknownWithoutACalendarOrARule) {
    Case file;
    file.goes(panggilan_1, "2025-03-24");
    EXPECT_TRUE(due_steps(file, shipped_rules(), [](LocalDay) { return false; }).empty());
    file.regime = "PP53";
    EXPECT_TRUE(due_steps(file, shipped_rules(), works).empty());
}

TEST(CaseData, CloseAndOpenACaseBeforeTheDecision) {
    Case file;
    file.goes(panggilan_1, "2025-03-04");
    EXPECT_FALSE(file.data(Basis::stands, "2025-03-05"));
    EXPECT_TRUE(file.data(Basis::gone, "2025-03-05"));
    EXPECT_EQ(file.state(), data_dikoreksi);
    EXPECT_EQ(file.moves.back().cause, MoveCause::corrected_data);
    EXPECT_EQ(file.moves.back().reason, "12 Maret: izin sakit disetujui");
    EXPECT_FALSE(file.data(Basis::gone, "2025-03-06"));
    EXPECT_FALSE(file.tries(panggilan_1, "2025-03-06"));
    EXPECT_TRUE(file.data(Basis::stands, "2025-03-07"));
    EXPECT_EQ(file.state(), dugaan);
    EXPECT_TRUE(due_steps(file, shipped_rules(), works).empty());  // the old summons is none
    file.goes(panggilan_1, "2025-03-10");
}

TEST(CaseData, SendADecidedCaseBackToWhoDecides) {
    Case file = decided();
    EXPECT_TRUE(file.data(Basis::gone, "2025-03-20"));
    EXPECT_EQ(file.state(), lhp);
    EXPECT_EQ(next_states(file), (std::vector{keputusan, bukan_pelanggaran}));
    file.goes(keputusan, "2025-03-21");
    EXPECT_FALSE(file.data(Basis::gone, "2025-03-22"));  // decided knowing of it
}

TEST(CaseData, LeaveAlonePeoplesWordThatThereWasNoViolation) {
    Case file;
    file.goes(bukan_pelanggaran, "2025-03-04", "ada surat sakit");
    EXPECT_FALSE(file.data(Basis::gone, "2025-03-05"));
    EXPECT_FALSE(file.data(Basis::stands, "2025-03-05"));
}

CaseDecision decision() {
    return {"p1",
            "p2",
            "p3",
            {"PP94", "JPT_PRATAMA", "ADMINISTRATOR", SanctionLevel::ringan, day_of("2024-03-04")}};
}

TEST(CaseDecisions, NeedARowOfAuthority) {
    EXPECT_EQ(may_decide(decision(), shipped_rules()).value(),
              "authority/PP94/JPT_PRATAMA/ADMINISTRATOR@2021-08-31");
    const auto refused = [](auto change) {
        CaseDecision other = decision();
        change(other.imposition);
        return !may_decide(other, shipped_rules());
    };
    EXPECT_TRUE(refused([](Imposition& asked) { asked.regime = "PP53"; }));
    EXPECT_TRUE(refused([](Imposition& asked) { asked.imposer = "PENGAWAS"; }));
    EXPECT_TRUE(refused([](Imposition& asked) { asked.target = "PENGAWAS"; }));
    EXPECT_TRUE(refused([](Imposition& asked) { asked.level = SanctionLevel::sedang; }));
    EXPECT_TRUE(refused([](Imposition& asked) { asked.day = day_of("2021-08-30"); }));
    EXPECT_FALSE(refused([](Imposition& asked) {  // two levels below
        asked.level = SanctionLevel::sedang;
        asked.target = "PENGAWAS";
    }));
}

TEST(CaseDecisions, AreNotTakenByTheProposerOrTheAccused) {
    for (std::string CaseDecision::* other : {&CaseDecision::subject, &CaseDecision::proposer}) {
        CaseDecision own = decision();
        own.decider = own.*other;
        const auto refused = may_decide(own, shipped_rules());
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::not_allowed);
    }
}

}  // namespace
}  // namespace hadir
