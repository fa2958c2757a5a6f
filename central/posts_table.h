// posts.csv and deputies.csv (docs/operating.md). Both are the whole province, past rows too.
#pragma once

#include "central/tables.h"

namespace hadir::central {

// `nip,jenis,jabatan,jenjang,opd,unit,kantor,atasan,dari,sampai`. Faults: dates of one person that overlap, a
// superior who is oneself, a loop of superiors on any day; a superior without a post on a day is a warning.
[[nodiscard]] Table posts_table();
// `nip,plh,dari,sampai`. Faults: dates of one person that overlap, a deputy who has a deputy on such a day.
[[nodiscard]] Table deputies_table();

}  // namespace hadir::central
