#include "core/case_steps.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hadir {
namespace {

using State = CaseState;

constexpr std::array kNames{
    std::pair{State::dugaan, "DUGAAN"},
    std::pair{State::panggilan_1, "PANGGILAN_1"},
    std::pair{State::panggilan_2, "PANGGILAN_2"},
    std::pair{State::tim_pemeriksa, "TIM_PEMERIKSA"},
    std::pair{State::pemeriksaan, "PEMERIKSAAN"},
    std::pair{State::bebas_sementara, "BEBAS_SEMENTARA"},
    std::pair{State::lhp, "LHP"},
    std::pair{State::keputusan, "KEPUTUSAN"},
    std::pair{State::penyampaian, "PENYAMPAIAN"},
    std::pair{State::berlaku, "BERLAKU"},
    std::pair{State::upaya_administratif, "UPAYA_ADMINISTRATIF"},
    std::pair{State::selesai, "SELESAI"},
    std::pair{State::bukan_pelanggaran, "BUKAN_PELANGGARAN"},
    std::pair{State::data_dikoreksi, "DATA_DIKOREKSI"},
};

std::vector<State> steps_after(State state) {
    switch (state) {
        case State::dugaan:
            return {State::panggilan_1, State::bukan_pelanggaran};
        case State::panggilan_1:
            return {State::pemeriksaan, State::panggilan_2, State::tim_pemeriksa, State::bukan_pelanggaran};
        case State::panggilan_2:  // who does not come twice is judged on the evidence
            return {State::pemeriksaan, State::tim_pemeriksa, State::lhp, State::keputusan,
                    State::bukan_pelanggaran};
        case State::tim_pemeriksa:
            return {State::pemeriksaan, State::panggilan_2, State::lhp, State::bukan_pelanggaran};
        case State::pemeriksaan:  // no report where the examiner's superior may impose it directly
            return {State::bebas_sementara, State::lhp, State::keputusan, State::bukan_pelanggaran};
        case State::bebas_sementara:
            return {State::lhp, State::keputusan, State::bukan_pelanggaran};
        case State::lhp:
            return {State::keputusan, State::bukan_pelanggaran};
        case State::keputusan:
            return {State::penyampaian};
        case State::penyampaian:
            return {State::berlaku, State::upaya_administratif};
        case State::upaya_administratif:
            return {State::berlaku, State::bukan_pelanggaran};
        case State::berlaku:
            return {State::selesai};
        case State::selesai:
        case State::bukan_pelanggaran:
        case State::data_dikoreksi:
            return {};
    }
    return {};
}

// The moves since the case was opened or, when data opened it again, since then.
std::span<const CaseMove> present_procedure(const CaseHistory& history) {
    std::span<const CaseMove> moves(history.moves);
    for (std::size_t i = moves.size(); i-- > 0;) {
        if (moves[i].cause == MoveCause::corrected_data) return moves.subspan(i);
    }
    return moves;
}

const CaseMove* entered(std::span<const CaseMove> moves, std::string_view state) {
    const auto found =
        std::ranges::find_if(moves, [&](const CaseMove& move) { return name_of(move.to) == state; });
    return found == moves.end() ? nullptr : &*found;
}

// When the time for a step began; a second summons gives it anew.
const CaseMove* begin_of(const CaseStep& row, std::span<const CaseMove> moves) {
    const CaseMove* from = entered(moves, row.deadline_from);
    if (from == nullptr || from->to != State::panggilan_1) return from;
    const CaseMove* again = entered(moves, name_of(State::panggilan_2));
    return again == nullptr ? from : again;
}

std::optional<DueStep> due_step(State state, const CaseHistory& history, const DisciplineRules& rules,
                                const WorkingDay& works) {
    const auto moves = present_procedure(history);
    for (const CaseStep& row : rules.case_steps) {
        if (row.regime != history.regime || row.state != name_of(state) || !row.deadline_days) continue;
        const CaseMove* from = begin_of(row, moves);
        if (from == nullptr || !row.valid.holds(from->day)) continue;
        const auto due = working_day_after(from->day, *row.deadline_days, works);
        if (due) return DueStep{state, row.actor, row.id, *due};
    }
    return std::nullopt;
}

// UTF-8: bytes that continue a character are not counted.
std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

}  // namespace

const char* name_of(CaseState state) {
    return std::ranges::find(kNames, state, &decltype(kNames)::value_type::first)->second;
}

std::optional<CaseState> case_state_from(std::string_view name) {
    const auto found = std::ranges::find_if(kNames, [&](const auto& known) { return known.second == name; });
    if (found == kNames.end()) return std::nullopt;
    return found->first;
}

bool is_end(CaseState state) {
    return steps_after(state).empty();
}

bool is_decided(CaseState state) {
    switch (state) {
        case State::keputusan:
        case State::penyampaian:
        case State::berlaku:
        case State::upaya_administratif:
        case State::selesai:
            return true;
        default:
            return false;
    }
}

std::vector<CaseState> next_states(const CaseHistory& history) {
    std::vector<CaseState> next = steps_after(history.state());
    const auto moves = present_procedure(history);
    std::erase_if(next, [&](State state) { return entered(moves, name_of(state)) != nullptr; });
    return next;
}

Result<void> may_move(const CaseHistory& history, const CaseMove& move, const DisciplineRules& rules,
                      const WorkingDay& works) {
    const std::string to = name_of(move.to);
    const std::vector<CaseState> next = next_states(history);
    if (std::ranges::find(next, move.to) == next.end()) {
        std::string allowed;
        for (const State state : next)
            allowed += std::string(allowed.empty() ? "" : ", ") + name_of(state);
        return fail(ErrorCode::not_allowed,
                    to + " does not follow " + name_of(history.state()) +
                        (allowed.empty() ? ": the case is closed" : "; choose one of " + allowed));
    }
    if (move.day < history.moves.back().day) {
        return fail(ErrorCode::malformed, to + " on " + format_day(move.day) + " is before " +
                                              name_of(history.state()) + " on " +
                                              format_day(history.moves.back().day) + "; correct the day");
    }
    if (move.to == State::bukan_pelanggaran && characters(move.reason) < kCaseReasonMin) {
        return fail(ErrorCode::malformed,
                    to + " needs a reason of at least " + std::to_string(kCaseReasonMin) + " characters");
    }
    if (move.to == State::berlaku && history.state() == State::penyampaian) {
        const auto in_force = due_step(move.to, history, rules, works);
        if (in_force && move.day < in_force->due) {
            return fail(ErrorCode::not_allowed, "the sanction may still be contested; it is in force on " +
                                                    format_day(in_force->due) + ", not before");
        }
    }
    return {};
}

std::optional<CaseMove> move_of_data(const CaseHistory& history, Basis basis, LocalDay day,
                                     std::string reason) {
    const auto move = [&](State to) {
        return CaseMove{to, day, MoveCause::corrected_data, std::move(reason)};
    };
    const State state = history.state();
    if (state == State::data_dikoreksi) {
        if (basis == Basis::stands) return move(State::dugaan);
        return std::nullopt;
    }
    if (basis == Basis::stands || state == State::bukan_pelanggaran) return std::nullopt;
    // Once it has gone back, whoever decides knows of it: their new decision is not undone by the same data.
    const CaseMove& opened = present_procedure(history).front();
    if (opened.cause == MoveCause::corrected_data && opened.to == State::lhp) return std::nullopt;
    return move(is_decided(state) ? State::lhp : State::data_dikoreksi);
}

std::vector<DueStep> due_steps(const CaseHistory& history, const DisciplineRules& rules,
                               const WorkingDay& works) {
    std::vector<DueStep> due;
    for (const State state : next_states(history)) {
        auto step = due_step(state, history, rules, works);
        if (!step) continue;
        // Behind those that are due on the same day.
        const auto place = std::ranges::upper_bound(due, step->due, {}, &DueStep::due);
        due.insert(place, std::move(*step));
    }
    return due;
}

std::vector<DueStep> overdue_steps(const CaseHistory& history, const DisciplineRules& rules,
                                   const WorkingDay& works, LocalDay today) {
    auto due = due_steps(history, rules, works);
    std::erase_if(due, [&](const DueStep& step) { return step.due >= today; });
    return due;
}

}  // namespace hadir
