#include "central/recap_columns.h"

#include <fmt/format.h>

#include <algorithm>

namespace hadir::central {
namespace {

using Level = std::array<int, 4> Recap::*;

void add_levels(std::vector<RecapColumn>& columns, const std::string& side, const std::string& words_id,
                const std::string& words_en, Level levels) {
    for (std::size_t i = 0; i < 4; ++i) {
        const std::size_t number = i + 1;
        columns.push_back({fmt::format("{}{}", side, number), fmt::format("{} jenjang {}", words_id, number),
                           fmt::format("{}, band {}", words_en, number),
                           [levels, i](const Recap& recap) { return (recap.*levels)[i]; }});
    }
}

void add_papers(std::vector<RecapColumn>& columns, const std::vector<PaperKind>& kinds) {
    for (const PaperKind& kind : kinds) {
        if (kind.effect == PaperEffect::correction || kind.print.empty()) continue;
        if (std::ranges::find(columns, kind.print, &RecapColumn::code) != columns.end()) continue;
        columns.push_back({kind.print, kind.text_id, kind.text_en, [code = kind.print](const Recap& recap) {
                               const auto found = recap.papers.find(code);
                               return found == recap.papers.end() ? 0 : found->second;
                           }});
    }
}

constexpr std::array<CutGroupText, kCutGroups> kGroups{{
    {"late", "Pot. TL", "potongan karena terlambat", "cut for lateness"},
    {"early", "Pot. PSW", "potongan karena pulang sebelum waktunya", "cut for leaving early"},
    {"absent", "Pot. TK", "potongan karena tanpa keterangan", "cut for absence without a reason"},
    {"leave", "Pot. cuti", "potongan karena cuti", "cut for leave"},
    {"sanction", "Pot. hukuman", "potongan karena hukuman disiplin", "cut for a sanction"},
    {"cap", "Batas", "kelebihan di atas seluruh tunjangan, dikurangkan", "what is over the whole allowance"},
}};

}  // namespace

std::vector<RecapColumn> recap_columns(const std::vector<PaperKind>& kinds) {
    const auto member = [](int Recap::* figure) {
        return [figure](const Recap& recap) { return recap.*figure; };
    };
    std::vector<RecapColumn> columns{
        {"HK", "hari kerja", "working days", member(&Recap::working_days)},
        {"HD", "hadir", "present", member(&Recap::present)},
        {"TW", "tepat waktu", "on time", member(&Recap::on_time)},
    };
    add_levels(columns, "TL", "terlambat", "late", &Recap::late_levels);
    add_levels(columns, "PSW", "pulang sebelum waktunya", "left early", &Recap::early_levels);
    columns.push_back({"HT", "hadir terlambat (hari)", "present, late (days)", member(&Recap::late)});
    columns.push_back(
        {"PC", "hadir, pulang cepat (hari)", "present, left early (days)", member(&Recap::early)});
    columns.push_back({"KJK", "kekurangan jam kerja (menit)", "missing working time (minutes)",
                       [](const Recap& recap) { return recap.missing(); }});
    columns.push_back({"TK", "tanpa keterangan", "absent without a reason", member(&Recap::absent)});
    columns.push_back({"TH", "tidak hadir, belum ada putusan", "not present, not decided yet",
                       member(&Recap::not_present)});
    columns.push_back({"BD", "belum diketahui", "not yet known", member(&Recap::unknown)});
    columns.push_back({"TJ", "belum diketahui apakah hari kerja; di luar HK",
                       "not known whether it is worked; not in HK", member(&Recap::unscheduled)});
    add_papers(columns, kinds);
    return columns;
}

CutGroup group_of(CutKind kind) {
    switch (kind) {
        case CutKind::late:
        case CutKind::late_in_month:
            return CutGroup::late;
        case CutKind::early:
        case CutKind::early_in_month:
            return CutGroup::early;
        case CutKind::absent_day:
        case CutKind::absent_10:
            return CutGroup::absent;
        case CutKind::leave:
            return CutGroup::leave;
        case CutKind::sanction:
            return CutGroup::sanction;
        case CutKind::cap:
            return CutGroup::cap;
    }
    return CutGroup::late;
}

const CutGroupText& text_of(CutGroup group) {
    return kGroups[static_cast<std::size_t>(group)];
}

}  // namespace hadir::central
