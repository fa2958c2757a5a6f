// The demo's invented province: five OPD and two hundred people who do not exist.
#pragma once

#include <string>
#include <vector>

#include "core/time.h"

namespace hadir::apps {

inline constexpr const char* kDemoOpd = "Dinas PUPR";
inline constexpr const char* kDemoOffice = "Kantor Pusat";
inline constexpr const char* kDemoKiosk = "Kios 02";

// What the demo imports besides: who is whose superior, who works by which plan. All of it is an example.
struct DemoTable {
    std::string name;  // of the sub-command: posts
    std::string csv;
};
// Shifts are given for `days` days from `first` on; all else is the same text at every call.
[[nodiscard]] std::vector<DemoTable> demo_tables(LocalDay first, int days);

// `nip,nama,opd,unit,kantor` for `hadir-central people import`; the same text at every call.
[[nodiscard]] std::string demo_people_csv();

}  // namespace hadir::apps
