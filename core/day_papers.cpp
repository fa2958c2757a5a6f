#include "core/day_papers.h"

#include <algorithm>

namespace hadir {
namespace {

const PaperKind* kind_of(const Paper& paper, LocalDay day, const PresenceRules& rules) {
    const auto found = std::ranges::find_if(rules.paper_kinds, [&](const PaperKind& kind) {
        return kind.code == paper.code && kind.valid.holds(day);
    });
    return found == rules.paper_kinds.end() ? nullptr : &*found;
}

// On the clock of the workplace, whole seconds inside the span.
SecondSpan seconds_of(const TimeInterval& span, const Duty& duty) {
    const UnixMs midnight = start_of(duty.day, duty.zone);
    return {static_cast<int>(std::chrono::ceil<std::chrono::seconds>(span.earliest - midnight).count()),
            static_cast<int>(std::chrono::floor<std::chrono::seconds>(span.latest - midnight).count())};
}

// The later decision counts; of two at once, the later paper.
bool is_later(const Paper& one, const Paper& other) {
    return std::pair(one.decided, one.id) > std::pair(other.decided, other.id);
}

void correct(DayPapers& papers, const Paper& paper) {
    if (!paper.side || !paper.at_s) return;
    const auto same = std::ranges::find_if(papers.corrections,
                                           [&](const Paper& other) { return other.side == paper.side; });
    if (same == papers.corrections.end())
        papers.corrections.push_back(paper);
    else if (is_later(paper, *same))
        *same = paper;
}

void take(DayPapers& papers, const Paper& paper, const PaperKind& kind) {
    if (paper.state == PaperState::pending && !papers.pending) papers.pending = paper;
    if (paper.state != PaperState::approved) return;
    if (kind.effect == PaperEffect::correction) return correct(papers, paper);
    if (paper.from && paper.to) {
        papers.excuses.push_back({{*paper.from * 60, *paper.to * 60}, paper.id, false});
    } else if (!papers.whole_day || is_later(paper, *papers.whole_day)) {
        papers.whole_day = paper;
        papers.whole_day_kind = &kind;
    }
}

bool is_decided(const Outage& outage) {
    return outage.state == PaperState::approved || outage.state == PaperState::rejected;
}

// Decided outages one after the other, from `from` to `until`.
bool is_covered(const std::vector<Outage>& outages, UnixMs from, UnixMs until) {
    for (bool reached = true; reached && from < until;) {
        reached = false;
        for (const Outage& outage : outages) {
            if (!is_decided(outage) || outage.span.earliest > from || outage.span.latest <= from) continue;
            from = outage.span.latest;
            reached = true;
        }
    }
    return from >= until;
}

}  // namespace

DayPapers papers_of(const Duty& duty, const PersonSpan& span, const PresenceRules& rules) {
    DayPapers papers;
    for (const Paper& paper : span.papers) {
        const PaperKind* kind = paper.days.holds(duty.day) ? kind_of(paper, duty.day, rules) : nullptr;
        if (kind != nullptr) take(papers, paper, *kind);
    }
    for (const Watermark& terminal : span.terminals) {
        if (!terminal.serves.holds(duty.day)) continue;
        for (const Outage& outage : terminal.outages) {
            if (outage.state == PaperState::approved)
                papers.excuses.push_back({seconds_of(outage.span, duty), outage.id, true});
            if (outage.state == PaperState::pending)
                papers.undecided.push_back({seconds_of(outage.span, duty), outage.id, true});
        }
    }
    return papers;
}

DayReports reports_of(const Duty& duty, const WorkHours& hours, const PersonSpan& span) {
    const SecondSpan window = window_of(hours);
    const UnixMs midnight = start_of(duty.day, duty.zone);
    const UnixMs from = midnight + std::chrono::seconds(window.first);
    DayReports reports;
    reports.until = midnight + std::chrono::seconds(window.last);
    for (const Watermark& terminal : span.terminals) {
        if (!terminal.serves.holds(duty.day)) continue;
        reports.served = true;
        if (!is_covered(terminal.outages, std::max(terminal.reported, from), reports.until))
            reports.silent = terminal.terminal;
    }
    return reports;
}

}  // namespace hadir
