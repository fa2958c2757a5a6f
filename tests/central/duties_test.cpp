// What the judge is told of a person's day, and the tables that it comes from.
#include "central/duties.h"

#include <ostream>

#include "central/assignments_repository.h"
#include "central/assignments_tables.h"
#include "central/posts_table.h"
#include "tests/central/tables_fixture.h"

namespace hadir::central::tests {
namespace {

KnownRules known() {
    KnownRules rules;
    rules.plans = {"BTN-5", "BTN-6"};
    rules.shifts["RS-3"] = {"PAGI", "MALAM"};
    rules.profiles = {{"PERGUB", true}, {"HALF", false}};
    return rules;
}

const std::string kPlans = "opd,unit,kantor,nip,rencana,dari,sampai\n";
const std::string kProfiles = "opd,nip,profil,dari,sampai\n";
const std::string kRosters = "nip,tanggal,sif\n";
const std::string kOffices = "opd,kantor,zona\n";
const std::string kPosts = "nip,jenis,jabatan,jenjang,opd,unit,kantor,atasan,dari,sampai\n";

class Duties : public TablesFixture {
protected:
    DutyBook book() {
        return *database.read([&]() -> Result<DutyBook> {
            return read_duty_book(database, Zone::wib, day("2026-01-01"), day("2026-12-31"));
        });
    }
    Duty duty(const std::string& nip, const char* on) {
        return book().duties(id_of(nip), day(on), day(on)).at(0);
    }
    void take(const Table& table, const std::string& csv) {
        const auto taken = import(table, csv);
        ASSERT_TRUE(taken) << taken.error().message;
    }
    std::int64_t enrol(std::uint8_t name, const Place& place, UnixMs at) {
        return *database.transaction([&]() -> Result<std::int64_t> {
            return DevicesRepository(database).add(filled<DeviceId>(name), place, at, kNow);
        });
    }
};

TEST_F(Duties, AreOneADayAndSayNothingThatNobodySaid) {
    const auto duties = book().duties(id_of(kSiti), day("2026-02-27"), day("2026-03-02"));
    ASSERT_EQ(duties.size(), 4U);
    EXPECT_EQ(duties[0].day, day("2026-02-27"));
    EXPECT_EQ(duties[3].day, day("2026-03-02"));
    EXPECT_EQ(duties[0].plan, "");
    EXPECT_EQ(duties[0].profile, "");
    EXPECT_EQ(duties[0].shift, std::nullopt);
    EXPECT_EQ(duties[0].zone, Zone::wib);
}

TEST_F(Duties, TheMostSpecificPlanOfTheDayHolds) {
    take(plans_table(known()), kPlans +
                                   ",,,,BTN-5,2026-01-01,2026-12-31\n"      // province
                                   "PUPR,,,,BTN-6,2026-02-01,2026-11-30\n"  // OPD
                                   "PUPR,,Pusat,,BTN-5,2026-03-01,2026-10-31\n"
                                   "PUPR,Jalan,,,BTN-6,2026-04-01,2026-09-30\n"
                                   "PUPR,Jalan,Pusat,,BTN-5,2026-05-01,2026-08-31\n" +
                                   ",,," + kSiti + ",RS-3,2026-06-01,2026-07-31\n");
    const std::pair<const char*, const char*> siti[] = {
        {"2025-12-31", ""},      {"2026-01-01", "BTN-5"}, {"2026-01-31", "BTN-5"}, {"2026-02-01", "BTN-6"},
        {"2026-03-01", "BTN-5"}, {"2026-04-01", "BTN-6"}, {"2026-05-01", "BTN-5"}, {"2026-05-31", "BTN-5"},
        {"2026-06-01", "RS-3"},  {"2026-07-31", "RS-3"},  {"2026-08-01", "BTN-5"}, {"2026-09-01", "BTN-6"},
        {"2026-10-01", "BTN-5"}, {"2026-11-01", "BTN-6"}, {"2026-12-01", "BTN-5"}, {"2027-01-01", ""}};
    for (const auto& [on, plan] : siti)
        EXPECT_EQ(duty(kSiti, on).plan, plan) << on;
    EXPECT_EQ(duty(kBudi, "2026-03-01").plan, "BTN-6") << "another office of the same OPD";
    EXPECT_EQ(duty(kBudi, "2026-05-01").plan, "BTN-6") << "the same unit elsewhere";
    EXPECT_EQ(duty(kSekda, "2026-06-01").plan, "BTN-5") << "another OPD";
}

TEST_F(Duties, FollowThePostOfTheDay) {
    take(plans_table(known()), kPlans + "PUPR,,,,BTN-5,2026-01-01,\nDinkes,,,,BTN-6,2026-01-01,\n");
    take(posts_table(), kPosts + kSiti + ",PNS,Analis,PELAKSANA,PUPR,Jalan,Pusat,,2026-01-01,2026-03-31\n" +
                            kSiti + ",PNS,Analis,PELAKSANA,Dinkes,Mutu,Labkesda,,2026-04-01,2026-06-30\n");
    take(offices_table(), kOffices + "Dinkes,Labkesda,WIT\n");
    const auto duties = book().duties(id_of(kSiti), day("2026-03-31"), day("2026-04-01"));
    EXPECT_EQ(duties[0].plan, "BTN-5");
    EXPECT_EQ(duties[0].zone, Zone::wib);
    EXPECT_EQ(duties[1].plan, "BTN-6");
    EXPECT_EQ(duties[1].zone, Zone::wit);
    EXPECT_EQ(duty(kSiti, "2026-06-30").plan, "BTN-6");
    EXPECT_EQ(duty(kSiti, "2026-07-01").plan, "") << "posts, but none on that day";
    EXPECT_EQ(duty(kSiti, "2026-07-01").zone, Zone::wib);
    EXPECT_EQ(duty(kBudi, "2026-07-01").plan, "BTN-5") << "no post at all: as the table of people says";
}

TEST_F(Duties, ProfilesAreThePersonsBeforeTheOpds) {
    take(profiles_table(known()),
         kProfiles + "PUPR,,PERGUB,2026-01-01,\n," + kSiti + ",HALF,2026-02-01,2026-02-28\n");
    EXPECT_EQ(duty(kSiti, "2026-01-31").profile, "PERGUB");
    EXPECT_EQ(duty(kSiti, "2026-02-01").profile, "HALF");
    EXPECT_EQ(duty(kSiti, "2026-02-28").profile, "HALF");
    EXPECT_EQ(duty(kSiti, "2026-03-01").profile, "PERGUB");
    EXPECT_EQ(duty(kSekda, "2026-03-01").profile, "");
}

TEST_F(Duties, AnIncompleteProfileIsAWarning) {
    const auto taken = preview(profiles_table(known()), kProfiles +
                                                            "PUPR,,PERGUB,2026-01-01,2026-06-30\n"
                                                            "PUPR,,HALF,2026-07-01,\n");
    ASSERT_TRUE(taken);
    ASSERT_EQ(taken->warnings.size(), 1U);
    EXPECT_EQ(taken->warnings[0].line, 3U);
}

TEST_F(Duties, RostersNameTheShiftOfADay) {
    take(plans_table(known()), kPlans + "PUPR,,,,RS-3,2026-01-01,\n");
    take(rosters_table(known()), kRosters + kSiti + ",2026-03-02,PAGI\n" + kSiti + ",2026-03-03,LIBUR\n" +
                                     kBudi + ",2026-03-02,MALAM\n");
    EXPECT_EQ(duty(kSiti, "2026-03-01").shift, std::nullopt);
    EXPECT_EQ(duty(kSiti, "2026-03-02").shift, "PAGI");
    EXPECT_EQ(duty(kSiti, "2026-03-03").shift, "OFF");
    const std::string change =
        kRosters + kSiti + ",2026-03-02,MALAM\n" + kSiti + ",2026-03-03,\n" + kSiti + ",2026-03-04,PAGI\n";
    const auto shown = preview(rosters_table(known()), change);
    ASSERT_TRUE(shown);
    ASSERT_EQ(shown->added.size(), 1U);
    EXPECT_EQ(shown->added[0], kSiti + ",2026-03-04,PAGI");
    ASSERT_EQ(shown->changed.size(), 1U);
    EXPECT_EQ(shown->changed[0].before, kSiti + ",2026-03-02,PAGI");
    ASSERT_EQ(shown->gone.size(), 1U);
    EXPECT_EQ(shown->gone[0], kSiti + ",2026-03-03,LIBUR");
    EXPECT_EQ(duty(kSiti, "2026-03-02").shift, "PAGI") << "a dry run";
    take(rosters_table(known()), change);
    EXPECT_EQ(duty(kSiti, "2026-03-02").shift, "MALAM");
    EXPECT_EQ(duty(kSiti, "2026-03-03").shift, std::nullopt);
    EXPECT_EQ(duty(kBudi, "2026-03-02").shift, "MALAM") << "days that the table does not name stay";
}

TEST_F(Duties, PlansDryRunChangesNothing) {
    take(plans_table(known()), kPlans + "PUPR,,,,BTN-5,2026-01-01,\n");
    const auto shown = preview(plans_table(known()), kPlans + "PUPR,,,,BTN-6,2026-01-01,\n");
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->changed.size(), 1U);
    EXPECT_EQ(duty(kSiti, "2026-01-01").plan, "BTN-5");
    EXPECT_EQ(decisions().size(), 1U);
}

TEST_F(Duties, APlaceWithoutPeopleIsAWarning) {
    const auto taken = preview(plans_table(known()), kPlans +
                                                         "PUPR,,,,BTN-5,2026-01-01,\n"
                                                         "PUPR,,Pusst,,BTN-5,2026-01-01,\n"
                                                         "PUPR,Jalan,UPTD Serang,,BTN-5,2026-01-01,\n");
    ASSERT_TRUE(taken);
    ASSERT_EQ(taken->warnings.size(), 1U);
    EXPECT_EQ(taken->warnings[0].line, 3U);
}

struct BadRows {
    const char* name;
    Table table;
    std::string csv;
    std::uint64_t line;
    std::string words;
};
std::ostream& operator<<(std::ostream& out, const BadRows& bad) {
    return out << bad.name;
}
class BadTables : public Duties, public testing::WithParamInterface<BadRows> {};

TEST_P(BadTables, NameTheLineAndChangeNothing) {
    expect_fault(GetParam().table, GetParam().csv, GetParam().line, GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    Every, BadTables,
    testing::Values(
        BadRows{"UnknownPlan", plans_table(known()),
                kPlans + "PUPR,,,,BTN-5,2026-01-01,\nSetda,,,,BTN-7,2026-01-01,\n", 3,
                "no plan \"BTN-7\", but BTN-5, BTN-6, RS-3"},
        BadRows{"PlanForUnknownNip", plans_table(known()),
                kPlans + ",,," + kStranger + ",BTN-5,2026-01-01,\n", 2, "nip " + kStranger},
        BadRows{"PersonAndPlace", plans_table(known()), kPlans + "PUPR,,," + kSiti + ",BTN-5,2026-01-01,\n",
                2, "no place"},
        BadRows{"OfficeWithoutOpd", plans_table(known()), kPlans + ",,Pusat,,BTN-5,2026-01-01,\n", 2,
                "need their opd"},
        BadRows{"PlansOverlap", plans_table(known()),
                kPlans + "PUPR,,,,BTN-5,2026-01-01,\nPUPR,,Pusat,,BTN-5,2026-01-01,\n"
                         "PUPR,,,,BTN-6,2027-01-01,\n",
                4, "line 2"},
        BadRows{"UnknownProfile", profiles_table(known()), kProfiles + "PUPR,,PERDA,2026-01-01,\n", 2,
                "no profile \"PERDA\", but HALF, PERGUB"},
        BadRows{"ProfilesOverlap", profiles_table(known()),
                kProfiles + "PUPR,,HALF,2026-01-01,2026-01-31\nPUPR,,PERGUB,2026-01-31,\n", 3, "line 2"},
        BadRows{"OfficeTwice", offices_table(), kOffices + "PUPR,Pusat,WIB\nPUPR,Pusat,WIB\n", 3, "already"},
        BadRows{"UnknownZone", offices_table(), kOffices + "PUPR,Pusat,WIS\n", 2, "WIB, WITA or WIT"},
        BadRows{"NoRosterDays", rosters_table(known()), kRosters, 1, "no days"},
        BadRows{"NoPlanThatDay", rosters_table(known()), kRosters + kSiti + ",2026-03-02,PAGI\n", 2,
                "no plan holds"}),
    [](const auto& bad) { return bad.param.name; });

TEST_F(Duties, RostersKeepToThePlanOfTheDay) {
    take(plans_table(known()), kPlans + "PUPR,,,,RS-3,2026-01-01,2026-06-30\nPUPR,,,,BTN-5,2026-07-01,\n");
    const auto refused = [&](const std::string& rows) {
        return preview(rosters_table(known()), kRosters + rows).error();
    };
    const auto unknown = refused(kSiti + ",2026-06-30,PAGI\n" + kSiti + ",2026-06-29,SORE\n");
    EXPECT_EQ(unknown.line, 3U);
    EXPECT_NE(unknown.message.find("no shift \"SORE\", but LIBUR, MALAM, PAGI"), std::string::npos)
        << unknown.message;
    const auto fixed = refused(kSiti + ",2026-06-30,PAGI\n" + kSiti + ",2026-07-01,PAGI\n");
    EXPECT_EQ(fixed.line, 3U);
    EXPECT_NE(fixed.message.find("BTN-5, which has no shifts"), std::string::npos) << fixed.message;
    const auto twice = refused(kSiti + ",2026-06-30,PAGI\n" + kSiti + ",2026-06-30,LIBUR\n");
    EXPECT_EQ(twice.line, 3U);
    EXPECT_NE(twice.message.find("line 2"), std::string::npos) << twice.message;
}

TEST_F(Duties, AnOfficesZoneIsTheTablesThenItsTerminalsThenTheProvinces) {
    EXPECT_EQ(book().zone_of({"PUPR", "Pusat"}), Zone::wib);
    enrol(0x21, {"PUPR", "Pusat", "Kios 01", Zone::wit}, kNow);
    EXPECT_EQ(book().zone_of({"PUPR", "Pusat"}), Zone::wit);
    enrol(0x22, {"PUPR", "Pusat", "Kios 02", Zone::wita}, kNow);
    EXPECT_EQ(book().zone_of({"PUPR", "Pusat"}), Zone::wib) << "its terminals differ";
    const auto taken = import(offices_table(), kOffices + "PUPR,Pusat,WITA\nPUPR,Tiada,WIB\n");
    ASSERT_TRUE(taken);
    EXPECT_EQ(book().zone_of({"PUPR", "Pusat"}), Zone::wita);
    ASSERT_EQ(taken->warnings.size(), 2U);
    EXPECT_EQ(taken->warnings[0].line, 2U);
    EXPECT_NE(taken->warnings[0].text.find("WIT"), std::string::npos);
    EXPECT_EQ(taken->warnings[1].line, 3U) << "nobody is there";
}

TEST_F(Duties, TerminalsServeFromTheirEnrolmentToTheirEnd) {
    const UnixMs morning = start_of(day("2026-03-02"), Zone::wib) + std::chrono::hours(8);
    const auto id = enrol(0x21, {"PUPR", "Pusat", "Kios 01", Zone::wib}, morning);
    enrol(0x22, {"PUPR", "UPTD Serang", "Kios 01", Zone::wib}, morning);
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        DevicesRepository devices(database);
        devices.add_own(filled<DeviceId>(0x99), morning);
        devices.revoke(filled<DeviceId>(0x21), morning + std::chrono::days(2));
        return {};
    }));
    const auto serving = [&](const char* on) { return book().terminals_of(id_of(kSiti), day(on)); };
    EXPECT_EQ(serving("2026-03-01"), std::vector<std::int64_t>{});
    EXPECT_EQ(serving("2026-03-02"), std::vector{id}) << "enrolled on that day";
    EXPECT_EQ(serving("2026-03-04"), std::vector{id}) << "revoked on that day";
    EXPECT_EQ(serving("2026-03-05"), std::vector<std::int64_t>{});
}

TEST(KnownRules, AreTheNamesInTheRules) {
    PresenceRules rules;
    ScheduleRow fixed;
    fixed.plan = "BTN-5";
    ShiftRow shift;
    shift.plan = "RS-3";
    shift.shift = "PAGI";
    rules.schedules = {fixed};
    rules.shifts = {shift};
    for (const auto kind : {DeductionKind::late, DeductionKind::early, DeductionKind::absent_day}) {
        Deduction row;
        row.kind = kind;
        row.profile = "WHOLE";
        rules.deductions.push_back(row);
        row.profile = "HALF";
        if (kind != DeductionKind::early) rules.deductions.push_back(row);
    }
    const auto names = known_rules(rules);
    EXPECT_EQ(names.plans, std::set<std::string>{"BTN-5"});
    EXPECT_EQ(names.shifts.at("RS-3"), std::set<std::string>{"PAGI"});
    EXPECT_TRUE(names.profiles.at("WHOLE"));
    EXPECT_FALSE(names.profiles.at("HALF"));
}

}  // namespace
}  // namespace hadir::central::tests
