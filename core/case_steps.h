// The procedure of a discipline case: which step may follow, what is due and until when. Pure; who did what
// is kept by central. Deadlines come from case_steps.csv, and are counted on the calendar that is given.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/discipline_rules.h"
#include "core/result.h"
#include "core/working_days.h"

namespace hadir {

enum class CaseState : std::uint8_t {
    dugaan,
    panggilan_1,
    panggilan_2,
    tim_pemeriksa,
    pemeriksaan,
    bebas_sementara,
    lhp,
    keputusan,
    penyampaian,  // on the day of receipt
    berlaku,
    upaya_administratif,
    selesai,
    bukan_pelanggaran,  // an official found no violation, or an objection annulled the decision
    data_dikoreksi,     // the data on which it was opened hold no longer
};
[[nodiscard]] const char* name_of(CaseState state);  // "PANGGILAN_1", as in case_steps.csv
[[nodiscard]] std::optional<CaseState> case_state_from(std::string_view name);
[[nodiscard]] bool is_end(CaseState state);
[[nodiscard]] bool is_decided(CaseState state);  // an official has imposed a sanction

enum class MoveCause : std::uint8_t { official, corrected_data };

struct CaseMove {
    CaseState to = CaseState::dugaan;
    LocalDay day;
    MoveCause cause = MoveCause::official;
    std::string reason;
    bool operator==(const CaseMove&) const = default;
};

// From its opening on (DUGAAN), in the order in which it happened.
struct CaseHistory {
    std::string regime;
    std::vector<CaseMove> moves;

    [[nodiscard]] CaseState state() const { return moves.back().to; }
};

constexpr std::size_t kCaseReasonMin = 10;  // characters, of a move that ends or re-opens a case

// Where an official may take a case from there. No step comes twice until the case is re-opened.
[[nodiscard]] std::vector<CaseState> next_states(const CaseHistory& history);

// Refused with what to do instead. BERLAKU waits for its day where a row of case_steps.csv names one.
[[nodiscard]] Result<void> may_move(const CaseHistory& history, const CaseMove& move,
                                    const DisciplineRules& rules, const WorkingDay& works);

enum class Basis : std::uint8_t { stands, gone };

// What corrected data do to a case by themselves. Before the decision a case whose basis is gone is closed,
// and opened again should the basis come back; a decided one goes back to whoever decides, since a decision
// is taken back by people alone. What officials found to be no violation stays so.
[[nodiscard]] std::optional<CaseMove> move_of_data(const CaseHistory& history, Basis basis, LocalDay day,
                                                   std::string reason);

// A step that is still to be done, and until when.
struct DueStep {
    CaseState state = CaseState::dugaan;
    std::string actor;
    std::string rule;  // id of the row
    LocalDay due;      // the last day on which it is in time
    bool operator==(const DueStep&) const = default;
};
// Of the steps that may come next, those with a deadline that is known. The soonest first.
[[nodiscard]] std::vector<DueStep> due_steps(const CaseHistory& history, const DisciplineRules& rules,
                                             const WorkingDay& works);
[[nodiscard]] std::vector<DueStep> overdue_steps(const CaseHistory& history, const DisciplineRules& rules,
                                                 const WorkingDay& works, LocalDay today);

}  // namespace hadir
