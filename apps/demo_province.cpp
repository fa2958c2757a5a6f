#include "apps/demo_province.h"

#include <fmt/format.h>

#include <array>

#include "wire/csv.h"

namespace hadir::apps {
namespace {

constexpr int kPeople = 200;

struct OpdRow {
    const char* name;
    std::array<const char*, 2> units;
    std::array<const char*, 2> offices;
};
constexpr std::array<OpdRow, 5> kOpds{
    {{"Dinas PUPR", {"Bina Marga", "Sumber Daya Air"}, {kDemoOffice, "UPTD Serang"}},
     {"Dinas Kesehatan", {"Pelayanan Kesehatan", "Sekretariat"}, {kDemoOffice, "UPTD Labkesda"}},
     {"Dinas Pendidikan", {"Pembinaan SMA", "Pembinaan SMK"}, {kDemoOffice, "Cabang Pandeglang"}},
     {"Badan Kepegawaian Daerah", {"Mutasi", "Kinerja dan Disiplin"}, {kDemoOffice, "Gedung Arsip"}},
     {"Satpol PP", {"Ketertiban Umum", "Linmas"}, {kDemoOffice, "Pos Cilegon"}}}};

constexpr std::array kFirst{"Siti",  "Budi", "Dewi", "Agus",  "Rina",  "Hendra",  "Yuni",
                            "Asep",  "Maya", "Joko", "Fitri", "Eko",   "Lestari", "Dadang",
                            "Wulan", "Rudi", "Nur",  "Bayu",  "Ratna", "Iwan"};
constexpr std::array kLast{"Rahmawati", "Santoso", "Lestari",   "Hidayat",   "Permata",
                           "Gunawan",   "Suryani", "Kurniawan", "Anggraini", "Setiawan"};

// 18 digits in a NIP's form (birth date, appointment, sex, serial), with serials that no register gives out.
std::string invented_nip(int i) {
    return fmt::format("{:04}{:02}{:02}{:04}{:02}{}{:03}", 1970 + i % 28, 1 + i % 12, 1 + i % 28,
                       2000 + i % 20, 1 + i % 12, 1 + i % 2, 900 + i % 100);
}

constexpr int kOpdPeople = kPeople / static_cast<int>(kOpds.size());
// Of each OPD the first is its head, the next two lead the units, four more the groups that the rest is in.
constexpr int kHeadAt = 0;
constexpr int kUnitHeads = 2;
constexpr int kGroupHeads = 4;
constexpr const char* kSince = "2019-01-01";
constexpr const char* kChange = "2026-07-01";
constexpr const char* kDayBefore = "2026-06-30";

const OpdRow& opd_of(int i) {
    return kOpds[static_cast<std::size_t>(i / kOpdPeople)];
}
const char* unit_of(int i) {
    return opd_of(i).units[static_cast<std::size_t>(i % 2)];
}
// One in four is not at the main office.
bool is_outside(int i) {
    return i % 4 == 3;
}
const char* office_of(int i) {
    return opd_of(i).offices[is_outside(i) ? 1 : 0];
}

// The head of the person's unit, and of the person's group in it; numbers of the same parity are of one unit.
int unit_head_of(int i) {
    return i - i % kOpdPeople + (i % 2 == 1 ? 1 : 2);
}
int group_head_of(int i, int group) {
    return i - i % kOpdPeople + kUnitHeads + 1 + 2 * group + (i % 2 == 1 ? 0 : 1);
}

std::string post_row(int i, const std::string& title, const char* level, const std::string& superior,
                     const char* first, const char* last) {
    return wire::csv_row({invented_nip(i), "PNS", title + " (contoh)", level, opd_of(i).name, unit_of(i),
                          office_of(i), superior, first, last});
}

std::string posts_of(int i) {
    const int at = i % kOpdPeople;
    if (at == kHeadAt)
        return post_row(i, fmt::format("Kepala {}", opd_of(i).name), "JPT_PRATAMA", "", kSince, "");
    if (at <= kUnitHeads)
        return post_row(i, fmt::format("Kepala Bidang {}", unit_of(i)), "ADMINISTRATOR", invented_nip(i - at),
                        kSince, "");
    if (at <= kUnitHeads + kGroupHeads)
        return post_row(i, fmt::format("Kepala Seksi {}", unit_of(i)), "PENGAWAS",
                        invented_nip(unit_head_of(i)), kSince, "");
    const char* level = at % 3 == 0 ? "AHLI" : at % 3 == 1 ? "PELAKSANA" : "KETERAMPILAN";
    const int group = at / 2 % 2;
    const std::string superior = invented_nip(group_head_of(i, group));
    if (at % 10 != 7) return post_row(i, "Analis", level, superior, kSince, "");
    // Some have come to the other group of their unit.
    return post_row(i, "Analis", level, invented_nip(group_head_of(i, 1 - group)), kSince, kDayBefore) +
           post_row(i, "Analis", level, superior, kChange, "");
}

std::string posts_csv() {
    std::string csv = "nip,jenis,jabatan,jenjang,opd,unit,kantor,atasan,dari,sampai\n";
    for (int i = 0; i < kPeople; ++i)
        csv += posts_of(i);
    return csv;
}

// The head of the first unit of the first OPD was away for a week, and the other unit's head acted.
std::string deputies_csv() {
    return "nip,plh,dari,sampai\n" +
           wire::csv_row({invented_nip(1), invented_nip(2), "2026-09-07", "2026-09-11"});
}

std::string offices_csv() {
    std::string csv = "opd,kantor,zona\n";
    for (const OpdRow& opd : kOpds)
        for (const char* office : opd.offices)
            csv += wire::csv_row({opd.name, office, "WIB"});
    return csv;
}

// Everybody five days a week, a laboratory six, a post that never closes by shifts, and one person by
// flexible hours.
std::string plans_csv() {
    return "opd,unit,kantor,nip,rencana,dari,sampai\n" +
           wire::csv_row({"", "", "", "", "BTN-5", kSince, ""}) +
           wire::csv_row({kOpds[1].name, "", kOpds[1].offices[1], "", "BTN-6", kSince, ""}) +
           wire::csv_row({kOpds[4].name, "", kOpds[4].offices[1], "", "RS-3", kSince, ""}) +
           wire::csv_row({"", "", "", invented_nip(130), "FLEX5", "2026-01-01", ""});
}

std::string profiles_csv() {
    return "opd,nip,profil,dari,sampai\n" +
           wire::csv_row({"", "", "KEMENDAGRI-900-4700-2020", "2020-01-01", ""}) +
           wire::csv_row({kOpds[1].name, "", "KEMENTAN-68-2012", kSince, kDayBefore});
}

std::string rosters_csv(LocalDay first, int days) {
    static constexpr std::array kTurn{"PAGI", "PAGI", "SIANG", "SIANG", "MALAM", "MALAM", "LIBUR", "LIBUR"};
    std::string csv = "nip,tanggal,sif\n";
    for (int i = 4 * kOpdPeople; i < kPeople; ++i) {
        if (!is_outside(i)) continue;
        for (int n = 0; n < days; ++n) {
            const LocalDay day = first + std::chrono::days(n);
            const auto turn = static_cast<std::size_t>(day.time_since_epoch().count() + i) % kTurn.size();
            csv += wire::csv_row({invented_nip(i), format_day(day), kTurn[turn]});
        }
    }
    return csv;
}

}  // namespace

// In the order in which one needs the other: rosters ask for the plans.
std::vector<DemoTable> demo_tables(LocalDay first, int days) {
    return {{"posts", posts_csv()}, {"deputies", deputies_csv()}, {"offices", offices_csv()},
            {"plans", plans_csv()}, {"profiles", profiles_csv()}, {"rosters", rosters_csv(first, days)}};
}

std::string demo_people_csv() {
    std::string csv = "nip,nama,opd,unit,kantor\n";
    for (int i = 0; i < kPeople; ++i) {
        const auto n = static_cast<std::size_t>(i);
        const std::string name = fmt::format("{} {}", kFirst[n % kFirst.size()],
                                             kLast[(n / 2 + n / kFirst.size()) % kLast.size()]);
        csv += wire::csv_row({invented_nip(i), name, opd_of(i).name, unit_of(i), office_of(i)});
    }
    return csv;
}

}  // namespace hadir::apps
