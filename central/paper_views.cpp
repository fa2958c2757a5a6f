#include "central/paper_views.h"

#include <algorithm>
#include <set>

#include "central/duties.h"
#include "central/judge_inputs.h"
#include "central/papers.h"
#include "central/posts_repository.h"
#include "central/sides_repository.h"
#include "core/day_plan.h"

namespace hadir::central {
namespace {

constexpr std::chrono::days kDay{1};

// What stands beside a record as its reason; empty: nothing, or erased.
std::string why_beside(const Database& database, std::int64_t record) {
    for (const StoredSide& stored : SidesRepository(database).of_record(record)) {
        if (stored.field == "why" && stored.side) return stored.side->value;
    }
    return "";
}

std::optional<std::string> none_if_empty(std::string text) {
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

DaySpan year_of(LocalDay day) {
    const auto year = std::chrono::year_month_day(day).year();
    return {LocalDay(year / 1 / 1), LocalDay(year / 12 / 31)};
}

void add_days(std::set<LocalDay>& days, const DaySpan& span, const DaySpan& within) {
    for (LocalDay day = std::max(span.first, within.first); day <= std::min(*span.last, *within.last);
         day += kDay)
        days.insert(day);
}

}  // namespace

PaperReader::PaperReader(const Database& database, const rules::RuleBook& book, PaperTerms terms, Zone zone,
                         LocalDay today)
    : database_(database),
      terms_(terms),
      zone_(zone),
      today_(today),
      rules_(rules_of_now(database, book)),
      posts_(PostsRepository(database).book()) {}

std::string PaperReader::name_of_person(const PersonId& person) const {
    const auto found = PeopleRepository(database_).find(person);
    return found ? found->facts.name : "";
}

NamedDecider PaperReader::named(const Superior& superior) const {
    NamedDecider decider{name_of_person(superior.person), std::nullopt};
    if (superior.acting != superior.person) decider.acting = name_of_person(superior.acting);
    return decider;
}

AnnualLeave PaperReader::annual_leave(const PaperRow& row) const {
    const DaySpan year = year_of(row.paper.days.first);
    std::set<LocalDay> used, asked;
    add_days(asked, row.paper.days, year);
    for (const PaperRow& other : PaperRowsRepository(database_).touching(row.person, year)) {
        const bool counts = other.paper.state == PaperState::approved && other.paper.id != row.paper.id;
        if (counts && other.paper.code == kAnnualLeave) add_days(used, other.paper.days, year);
    }
    for (const LocalDay day : used)
        asked.erase(day);
    LocalDay first = *asked.begin(), last = first;
    for (const std::set<LocalDay>* days : {&used, &asked}) {
        if (days->empty()) continue;
        first = std::min(first, *days->begin());
        last = std::max(last, *days->rbegin());
    }
    AnnualLeave leave{static_cast<int>(std::chrono::year_month_day(year.first).year()), 0, 0};
    for (const Duty& duty : read_duty_book(database_, zone_, first, last).duties(row.person, first, last)) {
        if (plan_of(duty, rules_).kind != DayKind::work) continue;
        leave.used += used.contains(duty.day) ? 1 : 0;
        leave.asked += asked.contains(duty.day) ? 1 : 0;
    }
    return leave;
}

void PaperReader::add_deciders(PaperView& view) const {
    const Deciders deciders = deciders_of(posts_, asking_of(view.row, zone_), terms_.decide, today_);
    for (const Superior& superior : deciders.now)
        view.deciders.push_back(named(superior));
    if (deciders.next) view.next = named(*deciders.next);
    view.next_from = deciders.next_from;
    if (deciders.now.size() > 1) view.marks.emplace_back("escalated");
}

void PaperReader::add_marks(PaperView& view) const {
    const PaperRow& row = view.row;
    const LocalDay asked = local_day(row.asked, zone_);
    const auto beside = PaperRowsRepository(database_).touching(row.person, row.paper.days);
    if (std::ranges::any_of(beside, [&](const PaperRow& other) { return other.paper.id != row.paper.id; }))
        view.marks.emplace_back("overlaps");
    // A correction always comes after its day.
    if (view.kind.effect != PaperEffect::correction && row.paper.days.first < asked)
        view.marks.emplace_back("late");
    if (view.asked_by) view.marks.emplace_back("by_other");
    if (closes_on(row.paper.days.first, terms_.close_day) < asked) view.marks.emplace_back("closed");
    if (view.leave && view.leave->used + view.leave->asked > kAnnualLeaveDays)
        view.marks.emplace_back("over_12");
}

PaperView PaperReader::view(const PaperRow& row) const {
    PaperView view;
    view.row = row;
    view.person = PeopleRepository(database_).find(row.person).value_or(Person{});
    if (const PaperKind* kind = kind_on(rules_, row.paper.code, row.paper.days.first))
        view.kind = *kind;
    else
        view.kind.code = view.kind.text_id = view.kind.text_en = row.paper.code;
    view.why = why_beside(database_, row.paper.id);
    if (row.asked_by != row.person) view.asked_by = name_of_person(row.asked_by);
    if (row.decided_by) view.decided_by = name_of_person(*row.decided_by);
    if (row.decision) view.decision_why = none_if_empty(why_beside(database_, *row.decision));
    if (row.paper.state != PaperState::pending) return view;
    if (row.paper.code == kAnnualLeave) view.leave = annual_leave(row);
    add_deciders(view);
    add_marks(view);
    return view;
}

std::vector<PaperRow> PaperReader::waiting_for(const PersonId& person) const {
    auto rows = PaperRowsRepository(database_).pending();
    std::erase_if(rows, [&](const PaperRow& row) {
        const auto deciders = deciders_of(posts_, asking_of(row, zone_), terms_.decide, today_);
        return std::ranges::none_of(deciders.now, [&](const Superior& one) { return one.acting == person; });
    });
    return rows;
}

bool PaperReader::may_read(const PaperRow& row, const PersonId& reader) const {
    if (row.person == reader || row.asked_by == reader || row.decided_by == reader) return true;
    if (row.paper.state != PaperState::pending) return false;
    const auto deciders = deciders_of(posts_, asking_of(row, zone_), terms_.decide, today_);
    return std::ranges::any_of(deciders.now, [&](const Superior& one) { return one.acting == reader; });
}

std::vector<const PaperKind*> PaperReader::kinds_of(const PersonId& person) const {
    const Post* post = posts_.post_on(person, today_);
    if (post == nullptr) return {};
    return kinds_for(rules_, post->employment, today_);
}

}  // namespace hadir::central
