#include "central/duties.h"

#include <algorithm>

#include "central/assignments_repository.h"
#include "central/people_repository.h"
#include "central/posts_repository.h"

namespace hadir::central {
namespace {

constexpr std::chrono::days kDay{1};

}  // namespace

DutyBook::DutyBook(DutyFacts facts) : facts_(std::move(facts)) {
    for (const ServingTerminal& terminal : facts_.terminals)
        terminals_[terminal.office].push_back(terminal);
}

const Workplace* DutyBook::workplace_on(const PersonId& person, LocalDay day) const {
    if (const Post* post = facts_.posts.post_on(person, day)) return &post->workplace;
    if (facts_.posts.has_posts(person)) return nullptr;
    const auto home = facts_.homes.find(person);
    return home == facts_.homes.end() ? nullptr : &home->second;
}

std::vector<Duty> DutyBook::duties(const PersonId& person, LocalDay first, LocalDay last) const {
    std::vector<Duty> duties;
    const Workplace* before = nullptr;  // what follows from the workplace is looked up once for it
    AssignmentBook::Candidates plans, profiles;
    Zone zone = facts_.province;
    for (LocalDay day = first; day <= last; day += kDay) {
        const Workplace* workplace = workplace_on(person, day);
        if (workplace != nullptr && workplace != before) {
            plans = facts_.plans.candidates(person, *workplace);
            profiles = facts_.profiles.candidates(person, *workplace);
            zone = zone_of({workplace->opd, workplace->office});
            before = workplace;
        }
        Duty& duty = duties.emplace_back();
        duty.day = day;
        duty.zone = workplace == nullptr ? facts_.province : zone;
        if (workplace == nullptr) continue;
        duty.plan = plans.name_on(day);
        duty.profile = profiles.name_on(day);
        const auto shift = facts_.shifts.find({person, day});
        if (shift != facts_.shifts.end()) duty.shift = shift->second;
    }
    return duties;
}

std::vector<std::int64_t> DutyBook::terminals_of(const PersonId& person, LocalDay day) const {
    std::vector<std::int64_t> serving;
    const Workplace* workplace = workplace_on(person, day);
    if (workplace == nullptr) return serving;
    const Office office{workplace->opd, workplace->office};
    const auto found = terminals_.find(office);
    if (found == terminals_.end()) return serving;
    const UnixMs start = start_of(day, zone_of(office));
    const UnixMs end = start_of(day + kDay, zone_of(office));
    for (const ServingTerminal& terminal : found->second) {
        const bool gone = terminal.revoked && *terminal.revoked < start;
        if (terminal.enrolled < end && !gone) serving.push_back(terminal.id);
    }
    return serving;
}

Zone DutyBook::zone_of(const Office& office) const {
    if (const auto row = facts_.zones.find(office); row != facts_.zones.end()) return row->second;
    const auto terminals = terminals_.find(office);
    if (terminals == terminals_.end()) return facts_.province;
    const Zone zone = terminals->second.front().zone;
    const bool same = std::ranges::all_of(
        terminals->second, [&](const ServingTerminal& terminal) { return terminal.zone == zone; });
    return same ? zone : facts_.province;
}

DutyBook read_duty_book(const Database& database, Zone province, LocalDay first, LocalDay last) {
    AssignmentsRepository assignments(database);
    DutyFacts facts;
    facts.posts = PostsRepository(database).book();
    for (const Person& person : PeopleRepository(database).all())
        facts.homes.emplace(person.person,
                            Workplace{person.facts.opd, person.facts.unit, person.facts.office});
    facts.plans = AssignmentBook(assignments.all(AssignmentKind::plan));
    facts.profiles = AssignmentBook(assignments.all(AssignmentKind::profile));
    for (RosterDay& row : assignments.rosters(first, last))
        facts.shifts.emplace(std::pair(row.person, row.day), std::move(row.shift));
    facts.zones = assignments.offices();
    facts.terminals = assignments.terminals();
    facts.province = province;
    return DutyBook(std::move(facts));
}

}  // namespace hadir::central
