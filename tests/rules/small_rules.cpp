#include "tests/rules/small_rules.h"

#include <stdexcept>

namespace hadir::rules::tests {
namespace {

std::string header_of(const std::string& text) {
    return text.substr(0, text.find('\n') + 1);
}

const Files& small_rows() {
    static const Files kRows{
        {"schedules.csv",
         "P5,NORMAL,no,1-5,07:30,16:00,12:00,13:00,2024-01-01,,law,read\n"
         "P5,NORMAL,no,6-7,off,,,,2024-01-01,,law,read\n"},
        {"shifts.csv", "P3,MALAM,21:00,07:00,,,2024-01-01,,law,read\n"},
        {"holidays.csv", "2024-01-01,national,Tahun Baru,2024-01-01,2024-01-01,law,read\n"},
        {"ramadan.csv", "1445,2024-03-12,2024-04-09,law,read\n"},
        {"record_rules.csv", "*,59,0,first,last,0,2024-01-01,,law,read\n"},
        {"day_bands.csv", "TL1,1,31,2024-01-01,,law,read\nTL2,31,,2024-01-01,,law,read\n"},
        {"deductions.csv",
         "PROF,TL1,late,1,31,50,event,2024-01-01,,law,read\n"
         "PROF,TL2,late,31,,100,event,2024-01-01,,law,read\n"
         "PROF,TK,absent_day,,,300,event,2024-01-01,,law,read\n"},
        {"leave_pay.csv",
         "PROF,CS,day,1,2,100,2024-01-01,,law,read\nPROF,CS,day,3,14,75,2024-01-01,,law,read\n"},
        {"paper_kinds.csv", "CS,CS,leave,cuti sakit,sick leave,,2024-01-01,,law,read\n"},
        {"sanctions.csv", "PP94,R1,ringan,teguran lisan,oral reprimand,2024-01-01,,law,read\n"},
        {"thresholds.csv", "PP94,year,3,,R1,,2024-01-01,,law,read\n"},
        {"conversion.csv", "PP94,450,2024-01-01,,law,read\n"},
        {"authority.csv", "PP94,GUBERNUR,PELAKSANA,berat,2024-01-01,,law,read\n"},
        {"case_steps.csv",
         "PP94,0,DUGAAN,ATASAN,,,dugaan,suspected,2024-01-01,,law,read\n"
         "PP94,1,PANGGILAN_1,ATASAN,7,DUGAAN,panggilan,summons,2024-01-01,,law,read\n"},
        {"sanction_cuts.csv", "*,PP94,R1,25,6,2024-01-01,,law,read\n"}};
    return kRows;
}

}  // namespace

Files shipped_files() {
    auto files = read_rule_folder(std::string(HADIR_SOURCE_DIR) + "/config/rules");
    if (!files) throw std::runtime_error(files.error().message);
    return *std::move(files);
}

Files small_files() {
    Files files = shipped_files();
    for (auto& [name, text] : files) {
        if (const auto rows = small_rows().find(name); rows != small_rows().end())
            text = header_of(text) + rows->second;
    }
    return files;
}

Files small_files_with(const std::string& file, std::string_view rows) {
    Files files = small_files();
    std::string& text = files.at(file);
    text = header_of(text).append(rows);
    return files;
}

std::vector<std::string> faults_in(const Files& files) {
    std::vector<std::string> texts;
    for (const Fault& fault : check_rules(files).faults)
        texts.push_back(fault.text());
    return texts;
}

std::ostream& operator<<(std::ostream& out, const BadRows& bad) {
    return out << bad.what;
}

}  // namespace hadir::rules::tests
