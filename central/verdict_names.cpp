// The words under which findings and kinds of day are kept and sent.
#include <array>

#include "central/verdicts_repository.h"

namespace hadir::central {
namespace {

constexpr std::array<std::pair<Finding, const char*>, 7> kFindings = {{{Finding::none, "none"},
                                                                       {Finding::on_time, "on_time"},
                                                                       {Finding::late, "late"},
                                                                       {Finding::early, "early"},
                                                                       {Finding::unrecorded, "unrecorded"},
                                                                       {Finding::excused, "excused"},
                                                                       {Finding::unknown, "unknown"}}};
constexpr std::array<std::pair<DayKind, const char*>, 5> kKinds = {{{DayKind::work, "work"},
                                                                    {DayKind::off, "off"},
                                                                    {DayKind::holiday, "holiday"},
                                                                    {DayKind::joint_leave, "joint_leave"},
                                                                    {DayKind::unknown, "unknown"}}};
constexpr std::array<std::pair<PaperEffect, const char*>, 4> kPapers = {
    {{PaperEffect::leave, "leave"},
     {PaperEffect::duty, "duty"},
     {PaperEffect::remote, "remote"},
     {PaperEffect::correction, "correction"}}};

}  // namespace

const char* name_of(Finding finding) {
    for (const auto& [value, name] : kFindings) {
        if (value == finding) return name;
    }
    return "none";
}

Finding finding_from(std::string_view name) {
    for (const auto& [value, text] : kFindings) {
        if (text == name) return value;
    }
    return Finding::none;
}

const char* name_of(DayKind kind) {
    for (const auto& [value, name] : kKinds) {
        if (value == kind) return name;
    }
    return "unknown";
}

DayKind day_kind_from(std::string_view name) {
    for (const auto& [value, text] : kKinds) {
        if (text == name) return value;
    }
    return DayKind::unknown;
}

const char* name_of(PaperEffect effect) {
    for (const auto& [value, name] : kPapers) {
        if (value == effect) return name;
    }
    return "";
}

std::optional<PaperEffect> paper_effect_from(std::string_view name) {
    for (const auto& [value, text] : kPapers) {
        if (text == name) return value;
    }
    return std::nullopt;
}

}  // namespace hadir::central
