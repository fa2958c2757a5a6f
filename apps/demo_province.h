// The demo's invented province: five OPD and two hundred people who do not exist.
#pragma once

#include <string>
#include <vector>

namespace hadir::apps {

inline constexpr const char* kDemoOpd = "Dinas PUPR";
inline constexpr const char* kDemoOffice = "Kantor Pusat";
inline constexpr const char* kDemoKiosk = "Kios 02";

// `nip,nama,opd,unit,kantor` for `hadir-central people import`; the same text at every call.
[[nodiscard]] std::string demo_people_csv();

}  // namespace hadir::apps
