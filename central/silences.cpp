#include "central/silences.h"

#include <algorithm>

#include "central/assignments_repository.h"
#include "central/devices_repository.h"
#include "central/duties.h"
#include "central/judge_inputs.h"
#include "central/outages.h"
#include "central/people_repository.h"
#include "core/day_plan.h"

namespace hadir::central {
namespace {

constexpr std::chrono::days kDay{1};
// Every window of work holds these hours (D6): who was heard in between is not looked at further.
constexpr std::chrono::hours kWindowOpens{6}, kWindowEnds{18};

struct Quiet {
    ServingTerminal terminal;
    UnixMs heard;    // when it last told everything it had
    UnixMs covered;  // where the outages that are known end
};

LocalDay newest_over(UnixMs now, Zone zone) {
    return local_day(now + -kWindowEnds, zone);
}

std::vector<Quiet> quiet_terminals(const Database& database, UnixMs now) {
    const auto reported = DevicesRepository(database).reported();
    const auto covered = OutagesRepository(database).covered();
    std::vector<Quiet> quiet;
    for (ServingTerminal& terminal : AssignmentsRepository(database).terminals()) {
        if (terminal.revoked) continue;
        const auto told = reported.find(terminal.id);
        const auto known = covered.find(terminal.id);
        const UnixMs heard = told == reported.end() ? terminal.enrolled : told->second;
        const UnixMs until = known == covered.end() ? UnixMs{} : known->second;
        const UnixMs opens = start_of(newest_over(now, terminal.zone), terminal.zone) + kWindowOpens;
        const UnixMs back = now + -kOutageBack;
        if (heard < opens && until < opens)
            quiet.push_back({std::move(terminal), std::max(heard, back), until});
    }
    return quiet;
}

// The time in which anybody of that office has a window of work on that day; none: a free day.
std::optional<TimeInterval> window_of_office(const DutyBook& duties, const std::vector<Person>& people,
                                             const PresenceRules& rules, const ServingTerminal& terminal,
                                             LocalDay day) {
    std::optional<TimeInterval> window;
    const UnixMs midnight = start_of(day, terminal.zone);
    for (const Person& person : people) {
        const Workplace* workplace = duties.workplace_on(person.person, day);
        if (!person.active || workplace == nullptr ||
            Office{workplace->opd, workplace->office} != terminal.office)
            continue;
        const DayPlan plan = plan_of(duties.duties(person.person, day, day).front(), rules);
        if (plan.kind != DayKind::work) continue;
        const SecondSpan span = window_of(*plan.hours);
        const UnixMs from = midnight + std::chrono::seconds(span.first),
                     to = midnight + std::chrono::seconds(span.last);
        window = window ? TimeInterval{std::min(window->earliest, from), std::max(window->latest, to)}
                        : TimeInterval{from, to};
    }
    return window;
}

}  // namespace

std::vector<Silence> read_silences(const Database& database, const JudgeBench& bench, UnixMs now) {
    std::vector<Silence> silences;
    const auto quiet = quiet_terminals(database, now);
    if (quiet.empty()) return silences;
    const LocalDay first = local_day(now + -kOutageBack, Zone::wib), last = local_day(now, Zone::wit);
    const DutyBook duties = read_duty_book(database, bench.province, first, last);
    const PresenceRules rules = rules_of_now(database, bench.book);
    const auto people = PeopleRepository(database).all();
    for (const Quiet& one : quiet) {
        // The newest window that is over and before which it was heard last.
        for (LocalDay day = newest_over(now, one.terminal.zone); day >= first; day -= kDay) {
            const auto window = window_of_office(duties, people, rules, one.terminal, day);
            if (window && window->earliest <= one.heard) break;
            if (!window || window->latest > now) continue;
            const UnixMs from = std::max(one.heard, one.covered);
            if (from < window->latest) silences.push_back({one.terminal.id, {from, window->latest}});
            break;
        }
    }
    return silences;
}

}  // namespace hadir::central
