#include "core/judge.h"

#include <algorithm>

#include "core/day_findings.h"
#include "core/day_shares.h"
#include "core/day_why.h"

namespace hadir {
namespace {

constexpr int kMinutesADay = 1440;

const PaperKind* kind_of(const Paper& paper, LocalDay day, const PresenceRules& rules) {
    const auto found = std::ranges::find_if(rules.paper_kinds, [&](const PaperKind& kind) {
        return kind.code == paper.code && kind.valid.holds(day);
    });
    return found == rules.paper_kinds.end() ? nullptr : &*found;
}

SecondSpan seconds_of(const TimeInterval& span, LocalDay day, Zone zone) {
    Stamp stamp;
    stamp.known = span;
    stamp.zone = zone;
    const Seen seen = seen_on(day, stamp);
    return {seen.earliest_s, seen.latest_s};
}

// The later decision counts; of two at once, the later paper.
bool is_later(const Paper& one, const Paper& other) {
    return std::pair(one.decided, one.id) > std::pair(other.decided, other.id);
}

// What papers and outages mean on one day.
class DayPapers {
public:
    DayPapers(const Duty& duty, const PersonSpan& span, const PresenceRules& rules) {
        for (const Paper& paper : span.papers) {
            if (paper.days.holds(duty.day)) take(paper, duty, rules);
        }
        for (const Watermark& terminal : span.terminals) {
            if (!terminal.serves.holds(duty.day)) continue;
            for (const Outage& outage : terminal.outages)
                excuses.push_back(
                    {seconds_of(outage.span, duty.day, duty.zone), outage.id, true, outage.state});
        }
    }

    std::optional<Paper> whole_day;  // approved: it outweighs the day's stamps (D22)
    const PaperKind* whole_day_kind = nullptr;
    std::optional<Paper> pending;
    std::vector<Paper> corrections;
    std::vector<Excuse> excuses;

private:
    void take(const Paper& paper, const Duty& duty, const PresenceRules& rules) {
        const PaperKind* kind = kind_of(paper, duty.day, rules);
        if (kind == nullptr) return;
        if (paper.state == PaperState::pending && !pending) pending = paper;
        if (paper.state != PaperState::approved) return;
        if (kind->effect == PaperEffect::correction) return correct(paper);
        if (paper.from && paper.to) {
            excuses.push_back({{*paper.from * 60, *paper.to * 60}, paper.id, false, paper.state});
        } else if (!whole_day || is_later(paper, *whole_day)) {
            whole_day = paper;
            whole_day_kind = kind;
        }
    }
    void correct(const Paper& paper) {
        if (!paper.side || !paper.at_s) return;
        const auto same =
            std::ranges::find_if(corrections, [&](const Paper& other) { return other.side == paper.side; });
        if (same == corrections.end())
            corrections.push_back(paper);
        else if (is_later(paper, *same))
            *same = paper;
    }
};

// Whether everything that could speak for the person has come, up to the end of the day's window (D11).
class DayReports {
public:
    DayReports(const DayCase& day, const PersonSpan& span) {
        const SecondSpan window = window_of(*day.plan.hours);
        const UnixMs midnight = start_of(day.duty->day, day.duty->zone);
        const UnixMs from = midnight + std::chrono::seconds(window.first);
        end_ = midnight + std::chrono::seconds(window.last);
        for (const Watermark& terminal : span.terminals) {
            if (!terminal.serves.holds(day.duty->day)) continue;
            served_ = true;
            if (terminal.reported >= end_ || is_decided(terminal, std::max(terminal.reported, from)))
                continue;
            silent_ = terminal.terminal;
        }
    }
    [[nodiscard]] bool complete() const { return served_ && !silent_; }
    [[nodiscard]] std::optional<std::int64_t> silent() const { return silent_; }
    [[nodiscard]] UnixMs end() const { return end_; }

private:
    // Decided outages one after the other, from `from` to the end of the window.
    [[nodiscard]] bool is_decided(const Watermark& terminal, UnixMs from) const {
        for (bool reached = true; reached && from < end_;) {
            reached = false;
            for (const Outage& outage : terminal.outages) {
                const bool decided =
                    outage.state == PaperState::approved || outage.state == PaperState::rejected;
                if (!decided || outage.span.earliest > from || outage.span.latest <= from) continue;
                from = outage.span.latest;
                reached = true;
            }
        }
        return from >= end_;
    }

    bool served_ = false;
    std::optional<std::int64_t> silent_;
    UnixMs end_;
};

bool outage_is_open(const DayCase& day, Side side) {
    const int moment = (side == Side::in ? day.plan.hours->start : day.plan.hours->end) * 60;
    return std::ranges::any_of(day.excuses, [&](const Excuse& excuse) {
        return excuse.outage && excuse.state == PaperState::pending && excuse.span.meets(moment, moment);
    });
}

void forget(SideVerdict& side) {
    const auto stamp = side.stamp;
    side = {};
    side.finding = Finding::unknown;
    side.stamp = stamp;
}

std::string code_of(const SideVerdict& in, const SideVerdict& out) {
    if (in.finding == Finding::unknown || out.finding == Finding::unknown) return "BD";
    if (in.finding == Finding::excused && out.finding == Finding::excused) return "HD";
    std::string code;
    if (in.level > 0) code = "TL" + std::to_string(in.level);
    if (out.level > 0) code += (code.empty() ? "PSW" : "+PSW") + std::to_string(out.level);
    return code.empty() ? "TW" : code;
}

// The day of a person who was there, or of whom nothing speaks.
class WorkDay {
public:
    WorkDay(const DayCase& day, const DayPapers& papers, const PersonSpan& span,
            const std::vector<Seen>& stamps, const std::vector<Seen>& plainly)
        : day_(day),
          papers_(papers),
          reports_(day, span),
          stamps_(stamps),
          plainly_(plainly),
          all_(findings_of(day, stamps)),
          sure_(findings_of(day, counting(stamps))) {}

    void judge(DayVerdict& verdict) const {
        DayFindings findings = all_;
        if (all_.present) verdict.so_far = all_.in.finding;
        const bool pin = !all_.says_the_same(sure_);
        if (pin) doubt(findings);
        if (findings.present || pin)
            judge_present(verdict, findings);
        else
            judge_absent(verdict);
        if (verdict.code == "BD") findings.basis_points = 0;
        why_unknown(verdict, pin);
        if (verdict.code == "BD") return;
        verdict.basis_points = findings.basis_points;
        if (verdict.code == "TH") verdict.basis_points = 0;
        why_deducted(verdict, day_, findings);
    }

private:
    static std::vector<Seen> counting(const std::vector<Seen>& stamps) {
        std::vector<Seen> sure;
        std::ranges::copy_if(stamps, std::back_inserter(sure), [](const Seen& seen) {
            return seen.stamp->standing == Stamp::Standing::counts;
        });
        return sure;
    }

    // What hangs on a PIN that nobody has checked is not known yet (D34).
    void doubt(DayFindings& findings) const {
        const auto differs = [](const SideVerdict& one, const SideVerdict& two) {
            return one.finding != two.finding || one.minutes != two.minutes;
        };
        if (differs(findings.in, sure_.in)) forget(findings.in);
        if (differs(findings.out, sure_.out)) forget(findings.out);
    }

    void judge_present(DayVerdict& verdict, DayFindings& findings) const {
        for (const auto& [side, found] :
             {std::pair(Side::in, &findings.in), std::pair(Side::out, &findings.out)}) {
            if (is_against(found->finding) && (!reports_.complete() || outage_is_open(day_, side)))
                forget(*found);
        }
        verdict.in = findings.in;
        verdict.out = findings.out;
        verdict.code = code_of(findings.in, findings.out);
        why_sides(verdict, day_, findings, stamps_);
        why_interval(verdict, findings_of(day_, plainly_));
    }

    void judge_absent(DayVerdict& verdict) const {
        const bool open =
            !reports_.complete() || outage_is_open(day_, Side::in) || outage_is_open(day_, Side::out);
        verdict.code = open ? "BD" : papers_.pending ? "TH" : "TK";
        if (open) {
            verdict.in.finding = verdict.out.finding = Finding::unknown;
            return;
        }
        if (papers_.pending)
            verdict.why.push_back(
                {"absent_pending", "", {{"paper", papers_.pending->code}}, {}, {papers_.pending->id}});
        else
            verdict.why.push_back({"absent", "", {}, {}, {}});
    }

    void why_unknown(DayVerdict& verdict, bool pin) const {
        if (verdict.code != "BD") return;
        if (pin) verdict.why.push_back({"unknown_pin", "", {}, {}, {}});
        if (outage_is_open(day_, Side::in) || outage_is_open(day_, Side::out))
            verdict.why.push_back({"unknown_outage", "", {}, {}, {}});
        if (reports_.complete()) return;
        if (!reports_.silent()) {
            verdict.why.push_back({"unknown_no_terminal", "", {}, {}, {}});
            return;
        }
        verdict.why.push_back({"unknown_terminals",
                               "",
                               {{"terminal", std::to_string(*reports_.silent())},
                                {"until", clock_text(local_minute_of_day(reports_.end(), day_.duty->zone))}},
                               {},
                               {}});
    }

    const DayCase& day_;
    const DayPapers& papers_;
    DayReports reports_;
    const std::vector<Seen>& stamps_;
    const std::vector<Seen>& plainly_;
    DayFindings all_;
    DayFindings sure_;
};

// Approved leave, duty or remote work for the whole day outweighs the day's stamps (D16, D22).
void judge_paper(DayVerdict& verdict, const DayPapers& papers) {
    const PaperKind& kind = *papers.whole_day_kind;
    verdict.code = kind.print;
    verdict.paper = kind.effect;
    const char* sentence = kind.effect == PaperEffect::leave  ? "leave"
                           : kind.effect == PaperEffect::duty ? "duty"
                                                              : "remote";
    const DaySpan& days = papers.whole_day->days;
    verdict.why.push_back({sentence,
                           kind.id,
                           {{"paper", kind.text_id},
                            {"from", format_day(days.first)},
                            {"to", format_day(days.last.value_or(days.first))}},
                           {},
                           {papers.whole_day->id}});
}

void judge_free(DayVerdict& verdict, const std::vector<Seen>& stamps) {
    verdict.code = verdict.kind == DayKind::off           ? "OFF"
                   : verdict.kind == DayKind::holiday     ? "LN"
                   : verdict.kind == DayKind::joint_leave ? "CBer"
                                                          : "BD";
    if (verdict.code == "BD" || stamps.empty()) return;
    verdict.marks.emplace_back("HADIR_LIBUR");
    Reason reason{"scan_on_free_day", "", {}, {}, {}};
    for (const Seen& seen : stamps)
        reason.stamps.push_back(seen.stamp->id);
    verdict.why.push_back(std::move(reason));
}

DayVerdict verdict_of(const DayCase& day, const DayPapers& papers, const PersonSpan& span,
                      const std::vector<Seen>& stamps, const std::vector<Seen>& plainly) {
    DayVerdict verdict;
    verdict.day = day.duty->day;
    verdict.kind = day.plan.kind;
    verdict.hours = day.plan.hours;
    verdict.why.push_back(day.plan.why);
    if (day.plan.kind != DayKind::work)
        judge_free(verdict, stamps);
    else if (papers.whole_day)
        judge_paper(verdict, papers);
    else
        WorkDay(day, papers, span, stamps, plainly).judge(verdict);
    return verdict;
}

}  // namespace

bool DayVerdict::is_working_day() const {
    return kind == DayKind::work;
}

std::vector<DayVerdict> judge(const PersonSpan& span, const PresenceRules& rules) {
    std::vector<DayPapers> papers;
    std::vector<DayCase> days;
    for (const Duty& duty : span.duties) {
        const DayPapers& of_day = papers.emplace_back(duty, span, rules);
        days.push_back({&duty, &rules, plan_of(duty, rules), of_day.corrections, of_day.excuses});
    }
    const DayShares shares = share_stamps(days, span.stamps);
    const DayShares plainly = share_plainly(days, span.stamps);
    std::vector<DayVerdict> verdicts;
    for (std::size_t i = 0; i < days.size(); ++i)
        verdicts.push_back(verdict_of(days[i], papers[i], span, shares[i], plainly[i]));
    return verdicts;
}

}  // namespace hadir
