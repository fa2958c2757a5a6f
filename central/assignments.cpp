#include "central/assignments.h"

#include <algorithm>

namespace hadir::central {
namespace {

const Assignment* row_on(const std::vector<Assignment>& rows, LocalDay day) {
    const auto after =
        std::ranges::upper_bound(rows, day, {}, [](const Assignment& row) { return row.days.first; });
    if (after == rows.begin() || !std::prev(after)->days.holds(day)) return nullptr;
    return &*std::prev(after);
}

}  // namespace

AssignmentBook::AssignmentBook(std::vector<Assignment> rows) {
    std::ranges::sort(rows, {}, [](const Assignment& row) { return row.days.first; });
    for (Assignment& row : rows)
        rows_[row.scope].push_back(std::move(row));
}

AssignmentBook::Candidates AssignmentBook::candidates(const PersonId& person,
                                                      const Workplace& workplace) const {
    Candidates found;
    const auto look_up = [&](const Scope& scope) {
        const auto at = rows_.find(scope);
        return at == rows_.end() ? nullptr : &at->second;
    };
    found.rows_[0] = look_up({person, "", "", ""});
    const auto scopes = scopes_of(workplace);
    std::ranges::transform(scopes, found.rows_.begin() + 1, look_up);
    return found;
}

std::string AssignmentBook::Candidates::name_on(LocalDay day) const {
    for (const auto* rows : rows_) {
        const Assignment* row = rows == nullptr ? nullptr : row_on(*rows, day);
        if (row != nullptr) return row->name;
    }
    return "";
}

std::array<Scope, 5> scopes_of(const Workplace& workplace) {
    const auto& [opd, unit, office] = workplace;
    return {{{std::nullopt, opd, unit, office},
             {std::nullopt, opd, unit, ""},
             {std::nullopt, opd, "", office},
             {std::nullopt, opd, "", ""},
             {std::nullopt, "", "", ""}}};
}

}  // namespace hadir::central
