#include "central/judging.h"

#include <algorithm>
#include <map>

#include "central/absences_repository.h"
#include "central/devices_repository.h"
#include "central/judge_inputs.h"
#include "central/judge_queue_repository.h"
#include "central/papers_repository.h"
#include "central/people_repository.h"
#include "central/stamps_repository.h"

namespace hadir::central {
namespace {

constexpr std::chrono::days kDay{1};
constexpr int kDaysAtOnce = 1000;
constexpr int kDaysBack = 62;  // a server that stood still for two months opens them all
// A day's window ends at 18:00 or later; what ends in the night is looked at again as the terminal goes on
// reporting.
constexpr std::chrono::hours kWindowEnd{18};
constexpr std::chrono::minutes kReportStep{30};

// Writes the verdicts of a person on the days that `wanted` names, and on others only where one stands
// already.
class Clerk {
public:
    Clerk(const Database& database, const JudgeInputs& inputs, const PresenceRules& rules, std::string digest,
          UnixMs now)
        : verdicts_(database),
          absences_(database),
          inputs_(inputs),
          rules_(rules),
          digest_(std::move(digest)),
          now_(now) {}

    template <class Cause>
    Judged judge_person(const PersonId& person, const PersonSpan& span, Cause cause_of) {
        std::vector<StoredVerdict> rows;
        for (DayVerdict& verdict : judge(span, rules_)) {
            const auto cause = cause_of(verdict.day);
            const Workplace* workplace = inputs_.duties().workplace_on(person, verdict.day);
            if (!cause || workplace == nullptr) continue;
            const auto duty =
                std::ranges::find_if(span.duties, [&](const Duty& one) { return one.day == verdict.day; });
            rows.push_back({person, workplace->opd, workplace->office, std::move(verdict), duty->profile,
                            digest_, now_, *cause});
        }
        const std::size_t changed = verdicts_.put(rows);
        if (changed > 0) absences_.add(person, rows.front().verdict.day);
        return {rows.size(), changed};
    }

private:
    VerdictsRepository verdicts_;
    AbsencesRepository absences_;
    const JudgeInputs& inputs_;
    const PresenceRules& rules_;
    std::string digest_;
    UnixMs now_;
};

// Days that have begun; the newest again, for who has come since.
void open_days(const Database& database, LocalDay today) {
    JudgeQueueRepository queue(database);
    const auto newest = VerdictsRepository(database).newest_day();
    const auto month = std::chrono::year_month_day(today);
    const LocalDay first = newest.value_or(LocalDay(month.year() / month.month() / 1));
    for (LocalDay day = std::max(first, today - std::chrono::days(kDaysBack)); day <= today; day += kDay)
        queue.add_day(day);
}

// What could not be known before the terminal had reported.
void take_reports(const Database& database) {
    DevicesRepository devices(database);
    JudgeQueueRepository queue(database);
    for (const ReportedTerminal& terminal : devices.reported_since_judged(kReportStep)) {
        const LocalDay until = local_day(terminal.reported + -kWindowEnd, terminal.place.zone);
        queue.add_unknown(terminal.place.opd, terminal.place.office, until);
        devices.set_judged(terminal.id, terminal.reported);
    }
}

using QueuedPerson = std::map<LocalDay, std::string>;

Judged judge_queued(const Database& database, const JudgeBench& bench, LocalDay today, UnixMs now) {
    std::map<PersonId, QueuedPerson> people;
    DaySpan days{LocalDay::max(), LocalDay{}};
    for (const QueuedDay& queued : JudgeQueueRepository(database).take(kDaysAtOnce)) {
        people[queued.person].emplace(queued.day, queued.cause);
        days = {std::min(days.first, queued.day), std::max(*days.last, queued.day)};
    }
    Judged sum;
    if (people.empty()) return sum;
    const JudgeInputs inputs(database, bench.province, {days.first - kDay, *days.last + kDay});
    const PresenceRules rules = rules_of_now(database, bench.book);
    Clerk clerk(database, inputs, rules, bench.book.digest.hex(), now);
    VerdictsRepository verdicts(database);
    for (const auto& [person, queued] : people) {
        std::map<LocalDay, std::string> causes = queued;
        // A stamp may move from one day to its neighbour.
        for (const auto& [day, cause] : queued) {
            for (const LocalDay beside : {day - kDay, day + kDay}) {
                if (!causes.contains(beside) && verdicts.find(person, beside)) causes.emplace(beside, cause);
            }
        }
        const PersonSpan span = inputs.of(person, StampsRepository(database).of_person(person, inputs.days()),
                                          PapersRepository(database).of_person(person, inputs.days()));
        const Judged one = clerk.judge_person(person, span, [&](LocalDay day) -> std::optional<std::string> {
            const auto cause = causes.find(day);
            return cause == causes.end() || day > today ? std::nullopt : std::optional(cause->second);
        });
        sum.days += one.days;
        sum.changed += one.changed;
    }
    return sum;
}

std::map<PersonId, std::vector<Stamp>> all_stamps(const Database& database, const DaySpan& days) {
    std::map<PersonId, std::vector<Stamp>> stamps;
    StampsRepository(database).of_all(
        days, [&](const PersonId& person, const Stamp& stamp) { stamps[person].push_back(stamp); });
    return stamps;
}

}  // namespace

Result<Judged> judge_waiting(const Database& database, const JudgeBench& bench, UnixMs now) {
    const LocalDay today = local_day(now, bench.province);
    return database.transaction([&]() -> Result<Judged> {
        open_days(database, today);
        take_reports(database);
        return judge_queued(database, bench, today, now);
    });
}

Result<void> open_rule_book(const Database& database, const rules::RuleBook& book, UnixMs now) {
    return database.transaction([&]() -> Result<void> {
        JudgeQueueRepository queue(database);
        if (queue.open_book(book.digest.hex(), now)) queue.add_judged({LocalDay{}, std::nullopt}, "rules");
        return {};
    });
}

Result<Judged> judge_days(const Database& database, const JudgeBench& bench, const DaySpan& days,
                          const std::string& cause, UnixMs now) {
    return database.transaction([&]() -> Result<Judged> {
        const JudgeInputs inputs(database, bench.province, days);
        const PresenceRules rules = rules_of_now(database, bench.book);
        auto stamps = all_stamps(database, inputs.days());
        auto papers = PapersRepository(database).of_all(inputs.days());
        Clerk clerk(database, inputs, rules, bench.book.digest.hex(), now);
        Judged sum;
        for (const Person& person : PeopleRepository(database).all()) {
            if (!person.active) continue;
            const PersonSpan span =
                inputs.of(person.person, std::move(stamps[person.person]), std::move(papers[person.person]));
            const Judged one =
                clerk.judge_person(person.person, span, [&](LocalDay day) -> std::optional<std::string> {
                    return days.holds(day) ? std::optional(cause) : std::nullopt;
                });
            sum.days += one.days;
            sum.changed += one.changed;
        }
        return sum;
    });
}

}  // namespace hadir::central
