#include "core/judge.h"

#include <algorithm>
#include <memory>

#include "core/day_findings.h"
#include "core/day_papers.h"
#include "core/day_shares.h"
#include "core/day_why.h"

namespace hadir {
namespace {

// One way in which what is undecided may go (D12, D34): PINs that nobody has checked are right or wrong,
// outages are approved or rejected. What is not the same in every way is not known yet.
struct Way {
    bool pins = true;
    bool outages = false;
};

// The span as it would be in one way.
class Reading {
public:
    Reading(const PersonSpan& span, const std::vector<DayPapers>& papers, const std::vector<DayPlan>& plans,
            const PresenceRules& rules, const Way& way) {
        for (std::size_t i = 0; i < span.duties.size(); ++i) {
            DayCase& day = days_.emplace_back(&span.duties[i], &rules, plans[i], papers[i].corrections,
                                              papers[i].excuses, papers[i].whole_day.has_value());
            if (way.outages)
                day.excuses.insert(day.excuses.end(), papers[i].undecided.begin(), papers[i].undecided.end());
        }
        for (const Stamp& stamp : span.stamps) {
            if (way.pins || stamp.standing == Stamp::Standing::counts) stamps_.push_back(stamp);
        }
        shares_ = share_stamps(days_, stamps_);
        for (std::size_t i = 0; i < days_.size(); ++i)
            findings_.push_back(plans[i].kind == DayKind::work ? findings_of(days_[i], shares_[i])
                                                               : DayFindings{});
    }
    Reading(const Reading&) = delete;  // what was shared points into stamps_
    Reading& operator=(const Reading&) = delete;

    [[nodiscard]] const DayCase& day(std::size_t i) const { return days_[i]; }
    [[nodiscard]] const std::vector<Seen>& stamps(std::size_t i) const { return shares_[i]; }
    [[nodiscard]] const DayFindings& findings(std::size_t i) const { return findings_[i]; }
    [[nodiscard]] DayShares plainly() const { return share_plainly(days_, stamps_); }

private:
    std::vector<DayCase> days_;
    std::vector<Stamp> stamps_;
    DayShares shares_;
    std::vector<DayFindings> findings_;
};

// Every way; the first is the one that is told of: PINs right, no outage approved.
class Readings {
public:
    Readings(const PersonSpan& span, const std::vector<DayPapers>& papers, const PresenceRules& rules) {
        std::vector<DayPlan> plans;
        plans.reserve(span.duties.size());
        for (const Duty& duty : span.duties)
            plans.push_back(plan_of(duty, rules));
        const bool pins = std::ranges::any_of(
            span.stamps, [](const Stamp& stamp) { return stamp.standing == Stamp::Standing::pending; });
        const bool outages =
            std::ranges::any_of(papers, [](const DayPapers& day) { return !day.undecided.empty(); });
        const auto add = [&](const Way& way) {
            ways_.push_back(std::make_unique<Reading>(span, papers, plans, rules, way));
        };
        add({true, false});
        if (pins) add({false, false});
        if (outages) add({true, true});
        if (pins && outages) add({false, true});
        without_pins_ = pins ? ways_[1].get() : ways_[0].get();
        with_outages_ = outages ? ways_[pins ? 2 : 1].get() : ways_[0].get();
    }

    [[nodiscard]] const Reading& told() const { return *ways_.front(); }
    [[nodiscard]] const Reading& without_pins() const { return *without_pins_; }
    [[nodiscard]] const Reading& with_outages() const { return *with_outages_; }
    [[nodiscard]] bool present_in_some(std::size_t i) const {
        return std::ranges::any_of(ways_, [&](const auto& way) { return way->findings(i).present; });
    }
    [[nodiscard]] bool agree(std::size_t i, SideVerdict DayFindings::* side) const;

private:
    std::vector<std::unique_ptr<Reading>> ways_;
    const Reading* without_pins_ = nullptr;
    const Reading* with_outages_ = nullptr;
};

bool same(const SideVerdict& one, const SideVerdict& other) {
    return one.finding == other.finding && one.minutes == other.minutes && one.level == other.level;
}

bool same(const DayFindings& one, const DayFindings& other) {
    return same(one.in, other.in) && same(one.out, other.out);
}

bool Readings::agree(std::size_t i, SideVerdict DayFindings::* side) const {
    return std::ranges::all_of(
        ways_, [&](const auto& way) { return same(way->findings(i).*side, told().findings(i).*side); });
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

void why_unknown(DayVerdict& verdict, const Readings& readings, std::size_t i, const DayReports& reports) {
    const DayFindings& told = readings.told().findings(i);
    if (!same(told, readings.without_pins().findings(i)))
        verdict.why.push_back({"unknown_pin", "", {}, {}, {}});
    if (!same(told, readings.with_outages().findings(i)))
        verdict.why.push_back({"unknown_outage", "", {}, {}, {}});
    if (!reports.served) verdict.why.push_back({"unknown_no_terminal", "", {}, {}, {}});
    if (!reports.silent) return;
    const WorkHours& hours = *readings.told().day(i).plan.hours;
    verdict.why.push_back(
        {"unknown_terminals",
         "",
         {{"terminal", std::to_string(*reports.silent)}, {"until", clock_text(window_of(hours).last / 60)}},
         {},
         {}});
}

void judge_absent(DayVerdict& verdict, const std::optional<Paper>& pending) {
    verdict.code = pending ? "TH" : "TK";
    if (pending)
        verdict.why.push_back({"absent_pending", "", {{"paper", pending->code}}, {}, {pending->id}});
    else
        verdict.why.push_back({"absent", "", {}, {}, {}});
}

// A day of work that no paper stands for as a whole.
void judge_work(DayVerdict& verdict, const Readings& readings, std::size_t i, const DayPapers& papers,
                const PersonSpan& span, const std::vector<Seen>& plainly) {
    const Reading& told = readings.told();
    const DayCase& day = told.day(i);
    const DayReports reports = reports_of(*day.duty, *day.plan.hours, span);
    DayFindings findings = told.findings(i);
    if (findings.present) verdict.so_far = findings.in.finding;
    const bool absent = !readings.present_in_some(i);
    if (absent && reports.complete()) {
        judge_absent(verdict, papers.pending);
        why_interval(verdict, findings_of(day, plainly));
    } else {
        for (SideVerdict DayFindings::* side : {&DayFindings::in, &DayFindings::out}) {
            const bool open = !reports.complete() && (absent || is_against((findings.*side).finding));
            if (open || !readings.agree(i, side)) forget(findings.*side);
        }
        verdict.in = findings.in;
        verdict.out = findings.out;
        verdict.code = code_of(findings.in, findings.out);
        why_sides(verdict, day, findings, told.stamps(i));
        why_stamps(verdict, day, readings.without_pins().stamps(i));
        why_interval(verdict, findings_of(day, plainly));
    }
    if (verdict.code == "BD") return why_unknown(verdict, readings, i, reports);
    if (verdict.code != "TH") verdict.basis_points = findings.basis_points;
    why_deducted(verdict, day, findings);
}

// Approved leave, duty or remote work for the whole day outweighs the day's stamps (D16, D22).
void judge_paper(DayVerdict& verdict, const DayPapers& papers) {
    const PaperKind& kind = *papers.whole_day_kind;
    verdict.code = kind.print;
    verdict.paper = kind.effect;
    const char* sentence = kind.effect == PaperEffect::leave  ? "leave"
                           : kind.effect == PaperEffect::duty ? "duty"
                                                              : "remote";
    const DaySpan& days = papers.whole_day->days;
    verdict.why.push_back(
        {sentence,
         kind.id,
         {{"paper", kind.code},
          {"days", format_day(days.first) + '/' + format_day(days.last.value_or(days.first))}},
         {},
         {papers.whole_day->id}});
}

void judge_free(DayVerdict& verdict, const std::vector<Seen>& stamps) {
    verdict.code = verdict.kind == DayKind::off           ? "OFF"
                   : verdict.kind == DayKind::holiday     ? "LN"
                   : verdict.kind == DayKind::joint_leave ? "CBer"
                                                          : "BD";
    Reason reason{"scan_on_free_day", "", {}, {}, {}};
    for (const Seen& seen : stamps)
        reason.stamps.push_back(seen.stamp->id);
    if (verdict.code == "BD" || reason.stamps.empty()) return;
    verdict.marks.emplace_back("HADIR_LIBUR");
    verdict.why.push_back(std::move(reason));
}

}  // namespace

bool DayVerdict::is_working_day() const {
    return kind == DayKind::work;
}

std::vector<DayVerdict> judge(const PersonSpan& span, const PresenceRules& rules) {
    std::vector<DayPapers> papers;
    papers.reserve(span.duties.size());
    for (const Duty& duty : span.duties)
        papers.push_back(papers_of(duty, span, rules));
    const Readings readings(span, papers, rules);
    // Marks speak of records that count.
    const DayShares plainly = readings.without_pins().plainly();
    std::vector<DayVerdict> verdicts;
    for (std::size_t i = 0; i < span.duties.size(); ++i) {
        const DayPlan& plan = readings.told().day(i).plan;
        DayVerdict& verdict = verdicts.emplace_back();
        verdict.day = span.duties[i].day;
        verdict.kind = plan.kind;
        verdict.hours = plan.hours;
        verdict.why.push_back(plan.why);
        if (plan.kind != DayKind::work)
            judge_free(verdict, readings.without_pins().stamps(i));
        else if (papers[i].whole_day)
            judge_paper(verdict, papers[i]);
        else
            judge_work(verdict, readings, i, papers[i], span, plainly[i]);
    }
    return verdicts;
}

}  // namespace hadir
