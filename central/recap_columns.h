// The figures of a recap and their codes: one table that the API, the page, CSV and XLSX all read, so that no
// two of them can differ. Pure.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "core/cuts.h"
#include "core/recap.h"
#include "core/rules.h"

namespace hadir::central {

struct RecapColumn {
    std::string code;  // HK, TL1, CT: the key in JSON, the header of tables
    std::string text_id;
    std::string text_en;
    std::function<int(const Recap&)> figure;
};
// In their order: those of presence, then a column for each print code of the rules' papers.
[[nodiscard]] std::vector<RecapColumn> recap_columns(const std::vector<PaperKind>& kinds);

// What a cut is for, as a recap sums it up.
enum class CutGroup : std::uint8_t { late, early, absent, leave, sanction, cap };
inline constexpr std::size_t kCutGroups = 6;
inline constexpr std::array<CutGroup, kCutGroups> kEveryCutGroup{
    CutGroup::late, CutGroup::early, CutGroup::absent, CutGroup::leave, CutGroup::sanction, CutGroup::cap};
[[nodiscard]] CutGroup group_of(CutKind kind);
struct CutGroupText {
    const char* name;    // in JSON
    const char* header;  // of tables
    const char* text_id;
    const char* text_en;
};
[[nodiscard]] const CutGroupText& text_of(CutGroup group);

}  // namespace hadir::central
