#include "central/recap_cuts.h"

#include <algorithm>

#include "central/papers_repository.h"
#include "central/verdicts_repository.h"

namespace hadir::central {
namespace {

using std::chrono::days;

PersonKind kind_of(Employment employment) {
    switch (employment) {
        case Employment::pns:
            return PersonKind::pns;
        case Employment::cpns:
            return PersonKind::cpns;
        case Employment::pppk:
            return PersonKind::pppk;
    }
    return PersonKind::pns;
}

bool is_leave(const RecapDay& day) {
    return day.verdict.kind == DayKind::work && day.verdict.paper == PaperEffect::leave;
}

LocalDay start_of_spell(const Paper& paper, std::span<const Paper> papers) {
    LocalDay first = paper.days.first;
    const auto leads_up = [&](const Paper& other) {
        return other.state == PaperState::approved && other.code == paper.code && other.days.first < first &&
               other.days.last.value_or(other.days.first) + days(1) >= first;
    };
    for (auto found = std::ranges::find_if(papers, leads_up); found != papers.end();
         found = std::ranges::find_if(papers, leads_up))
        first = found->days.first;
    return first;
}

}  // namespace

DaySpan days_of(std::chrono::year_month month) {
    return {LocalDay(month / 1), LocalDay(month / std::chrono::last)};
}

std::optional<LeaveDay> leave_of(const DayVerdict& verdict, std::span<const Paper> papers) {
    for (const Reason& reason : verdict.why) {
        for (const std::int64_t id : reason.papers) {
            const auto paper = std::ranges::find(papers, id, &Paper::id);
            if (paper != papers.end()) return LeaveDay{paper->code, start_of_spell(*paper, papers)};
        }
    }
    return std::nullopt;
}

std::optional<SanctionInForce> sanction_of(const StoredCase& known) {
    // A decision of a procedure that began anew has not been taken yet.
    const CaseEntry* decision = known.decision();
    const CaseState state = known.state();
    if (decision == nullptr || state == CaseState::bukan_pelanggaran || state == CaseState::data_dikoreksi)
        return std::nullopt;
    for (const CaseEntry& entry : known.entries) {
        if (entry.record > decision->record && entry.act == CaseAct::moved &&
            entry.state == CaseState::berlaku)
            return SanctionInForce{known.basis.regime, decision->sanction, entry.day, std::nullopt};
    }
    return std::nullopt;
}

CutBench::CutBench(const Database& database, const rules::RuleBook& book, const PostBook& posts,
                   std::chrono::year_month month)
    : database_(database), book_(book), posts_(posts), month_(month) {
    for (const StoredCase& known : CasesRepository(database).in_force()) {
        if (auto sanction = sanction_of(known)) sanctions_[known.person].push_back(*std::move(sanction));
    }
}

std::vector<AbsenceRun> CutBench::runs_of(const PersonId& person, std::span<const RecapDay> known) const {
    std::vector<DisciplineDay> all;
    const auto add = [&](const DayVerdict& verdict) {
        const Post* post = posts_.post_on(person, verdict.day);
        all.push_back(discipline_day(verdict, post == nullptr ? PersonKind::pns : kind_of(post->employment)));
    };
    // The tenth day is counted from the first, however long ago that was.
    const LocalDay first = days_of(month_).first;
    const DaySpan before{RecapsRepository(database_).absent_since(person, first), first - days(1)};
    if (before.first <= *before.last) {
        for (const StoredVerdict& stored : VerdictsRepository(database_).of_person(person, before))
            add(stored.verdict);
    }
    for (const RecapDay& day : known)
        add(day.verdict);
    return absences_of(all, book_.discipline).runs;
}

Cut CutBench::cut_of(const PersonId& person, std::span<const RecapDay> known) const {
    Month month{month_, {}, {}, {}};
    std::vector<Paper> papers;
    if (std::ranges::any_of(known, is_leave))
        papers = PapersRepository(database_).of_person(person, {LocalDay{}, days_of(month_).last});
    for (const RecapDay& day : known) {
        const auto leave = is_leave(day) ? leave_of(day.verdict, papers) : std::nullopt;
        month.days.push_back({day.verdict, day.profile, leave});
    }
    if (std::ranges::any_of(known, [](const RecapDay& day) { return day.verdict.counts_as_absence(); }))
        month.runs = runs_of(person, known);
    if (const auto found = sanctions_.find(person); found != sanctions_.end())
        month.sanctions = found->second;
    return hadir::cut_of(month, book_.presence, book_.discipline);
}

}  // namespace hadir::central
