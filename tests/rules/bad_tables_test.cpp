// Rows that can be read, and do not go together.
#include <gtest/gtest.h>

#include "tests/rules/small_rules.h"

namespace hadir::rules {
namespace {

using tests::BadRows;
using tests::faults_in;
using tests::small_files_with;

class BadTables : public ::testing::TestWithParam<BadRows> {};

TEST_P(BadTables, AreNamedWithFileLineAndWhatToDo) {
    EXPECT_EQ(faults_in(small_files_with(GetParam().file, GetParam().rows)), GetParam().faults);
}

const BadRows kRows[] = {
    {"a weekday twice",
     "schedules.csv",
     "P5,NORMAL,no,1-5,07:30,16:00,,,2024-01-01,2024-12-31,law,read\n"
     "P5,NEW,no,1-5,08:00,16:00,,,2025-01-01,,law,read\n"
     "P5,FRIDAY,no,5,08:00,16:30,,,2025-06-01,2025-06-30,law,read\n",
     {"schedules.csv: line 4: overlaps line 3 (from 2025-01-01) for P5 on day 5 outside Ramadan; take one "
      "out, or let it end before the other begins"}},
    {"behind a short row a long one still holds",
     "conversion.csv",
     "PP94,450,2024-01-01,,law,read\nPP94,449,2023-01-01,2024-01-01,law,read\n",
     {"conversion.csv: line 3: overlaps line 2 (from 2024-01-01) for PP94; take one out, or let it end "
      "before the other begins"}},
    {"a holiday twice",
     "holidays.csv",
     "2024-01-01,national,Tahun Baru,2024-01-01,2024-01-01,law,read\n"
     "2024-01-01,regional,Banten,2024-01-01,2024-01-01,law,read\n"
     "2024-01-01,national,New Year,2024-01-01,2024-01-01,law,read\n",
     {"holidays.csv: line 4: overlaps line 2 (2024-01-01 to 2024-01-01) for national on 2024-01-01; take one "
      "out, or let it end before the other begins"}},
    {"Ramadans that meet",
     "ramadan.csv",
     "1445,2024-03-12,2024-04-09,law,read\n1446,2024-04-09,2024-05-08,law,read\n",
     {"ramadan.csv: line 3: overlaps line 2 (2024-03-12 to 2024-04-09) for Ramadan; take one out, or let it "
      "end before the other begins"}},
    {"the same row twice",
     "leave_pay.csv",
     "PROF,CS,day,1,2,100,2024-01-01,,law,read\nPROF,CS,day,1,2,90,2024-01-01,,law,read\n",
     {"leave_pay.csv: line 3: is leave_pay/PROF/CS/day/1@2024-01-01 as line 2 is; take one out, or tell them "
      "apart"}},
    {"bands with a gap",
     "day_bands.csv",
     "TL1,1,31,2024-01-01,,law,read\nTL2,35,,2024-01-01,,law,read\n",
     {"day_bands.csv: line 3: no band of TL has 31 to 34; let line 2 and this one meet (on 2024-01-01)"}},
    {"bands that meet twice",
     "day_bands.csv",
     "TL1,1,31,2024-01-01,,law,read\nTL2,30,,2024-01-01,,law,read\n",
     {"day_bands.csv: line 3: 30 is in line 2 already; let that band end before this one begins (on "
      "2024-01-01)"}},
    {"bands that begin late",
     "day_bands.csv",
     "PSW1,5,,2024-01-01,,law,read\n",
     {"day_bands.csv: line 2: begins at 5; the first band of PSW must begin at 1 (on 2024-01-01)"}},
    {"bands that end",
     "day_bands.csv",
     "TL1,1,31,2024-01-01,,law,read\n",
     {"day_bands.csv: line 2: is the last band of TL, and nothing follows it; leave `to` empty (on "
      "2024-01-01)"}},
    {"a gap on some days only",
     "day_bands.csv",
     "TL1,1,31,2024-01-01,,law,read\nTL2,31,,2024-01-01,2024-06-30,law,read\n"
     "TL2,41,,2024-07-01,,law,read\n",
     {"day_bands.csv: line 4: no band of TL has 31 to 40; let line 2 and this one meet (on 2024-07-01)"}},
    {"deductions with a gap",
     "deductions.csv",
     "PROF,TL1,late,91,121,100,event,2024-01-01,,law,read\n"
     "PROF,TL2,late,151,,250,event,2024-01-01,,law,read\n",
     {"deductions.csv: line 3: no band of PROF late has 121 to 150; let line 2 and this one meet (on "
      "2024-01-01)"}},
    {"deductions of two scopes",
     "deductions.csv",
     "PROF,TL1,late,1,31,100,event,2024-01-01,,law,read\n"
     "PROF,TL2,late,31,,250,month,2024-01-01,,law,read\n",
     {"deductions.csv: line 3: scope differs from line 2; all bands of PROF late have the same"}},
    {"absence at two prices",
     "deductions.csv",
     "PROF,TK,absent_day,,,300,event,2024-01-01,,law,read\nPROF,A,absent_day,,,400,event,2024-05-01,,law,"
     "read\n",
     {"deductions.csv: line 3: overlaps line 2 (from 2024-01-01) for PROF absent_day; take one out, or let "
      "it end before the other begins"}},
    {"days of leave in no row",
     "leave_pay.csv",
     "PROF,CS,day,1,2,100,2024-01-01,,law,read\nPROF,CS,day,4,14,75,2024-01-01,,law,read\n",
     {"leave_pay.csv: line 3: no band of PROF CS by day has 3; let line 2 and this one meet (on "
      "2024-01-01)"}},
    {"days of absence in no row",
     "thresholds.csv",
     "PP94,year,3,3,R1,,2024-01-01,,law,read\nPP94,year,5,,R1,,2024-01-01,,law,read\n",
     {"thresholds.csv: line 3: no band of PP94 year has 4; let line 2 and this one meet (on 2024-01-01)"}},
    {"days of absence in two rows",
     "thresholds.csv",
     "PP94,year,3,4,R1,,2024-01-01,,law,read\nPP94,year,4,,R1,,2024-01-01,,law,read\n",
     {"thresholds.csv: line 3: 4 is in line 2 already; let that band end before this one begins (on "
      "2024-01-01)"}},
};
INSTANTIATE_TEST_SUITE_P(Rows, BadTables, ::testing::ValuesIn(kRows));

const BadRows kReferences[] = {
    {"a plan of weekdays and shifts",
     "shifts.csv",
     "P5,MALAM,21:00,07:00,,,2024-01-01,,law,read\n",
     {"shifts.csv: line 2: plan P5 has weekdays in schedules.csv; a plan has either weekdays or shifts"}},
    {"a plan without hours",
     "record_rules.csv",
     "*,59,0,first,last,0,2024-01-01,,law,read\nP7,59,0,first,last,0,2024-01-01,,law,read\n",
     {"record_rules.csv: line 3: plan P7 is neither in schedules.csv nor in shifts.csv; enter its hours "
      "first"}},
    {"no rule for all other plans",
     "record_rules.csv",
     "P5,59,0,first,last,0,2024-01-01,,law,read\n",
     {"record_rules.csv: has no row for plan * with an empty valid_to; it holds for plans without a row"}},
    {"pay of a leave that is none",
     "leave_pay.csv",
     "PROF,CUTI,day,1,,50,2024-01-01,,law,read\n",
     {"leave_pay.csv: line 2: leave CUTI is no kind of leave in paper_kinds.csv; enter it there first"}},
    {"pay in an unknown profile",
     "leave_pay.csv",
     "OTHER,CS,day,1,,50,2024-01-01,,law,read\n",
     {"leave_pay.csv: line 2: profile OTHER is not in deductions.csv; enter it there first"}},
    {"a threshold to an unknown sanction",
     "thresholds.csv",
     "PP94,year,3,,R1 R9,,2024-01-01,,law,read\n",
     {"thresholds.csv: line 2: sanction R9 of PP94 is not in sanctions.csv; enter it there first"}},
    {"a cut for an unknown sanction",
     "sanction_cuts.csv",
     "PROF,PP53,R1,25,6,2024-01-01,,law,read\n",
     {"sanction_cuts.csv: line 2: sanction R1 of PP53 is not in sanctions.csv; enter it there first"}},
    {"a cut in an unknown profile",
     "sanction_cuts.csv",
     "OTHER,PP94,R1,25,6,2024-01-01,,law,read\n",
     {"sanction_cuts.csv: line 2: profile OTHER is not in deductions.csv; enter it there first"}},
    {"an unknown regime",
     "conversion.csv",
     "PP99,450,2024-01-01,,law,read\n",
     {"conversion.csv: line 2: regime PP99 is not in sanctions.csv; enter its sanctions first"}},
    {"a deadline from an unknown state",
     "case_steps.csv",
     "PP94,0,DUGAAN,ATASAN,7,LAPORAN,a,b,2024-01-01,,law,read\n",
     {"case_steps.csv: line 2: deadline_from LAPORAN is no state of PP94; name one of the steps"}},
};
INSTANTIATE_TEST_SUITE_P(References, BadTables, ::testing::ValuesIn(kReferences));

}  // namespace
}  // namespace hadir::rules
