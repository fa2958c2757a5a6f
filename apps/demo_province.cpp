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

}  // namespace

std::string demo_people_csv() {
    std::string csv = "nip,nama,opd,unit,kantor\n";
    for (int i = 0; i < kPeople; ++i) {
        const auto n = static_cast<std::size_t>(i);
        const OpdRow& opd = kOpds[n / (kPeople / kOpds.size())];
        const std::string name = fmt::format("{} {}", kFirst[n % kFirst.size()],
                                             kLast[(n / 2 + n / kFirst.size()) % kLast.size()]);
        csv += wire::csv_row(
            {invented_nip(i), name, opd.name, opd.units[n % 2], opd.offices[n % 4 == 3 ? 1 : 0]});
    }
    return csv;
}

}  // namespace hadir::apps
