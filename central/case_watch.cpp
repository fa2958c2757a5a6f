#include "central/case_watch.h"

#include <algorithm>

#include "central/absences_repository.h"
#include "central/case_records.h"
#include "central/people_repository.h"
#include "central/posts_repository.h"
#include "central/records_repository.h"

namespace hadir::central {
namespace {

constexpr int kPeopleAtOnce = 50;  // of one transaction, so that uploads need not wait

LocalDay first_of_year(LocalDay day, int years_back = 0) {
    const std::chrono::year_month_day date(day);
    return LocalDay((date.year() - std::chrono::years(years_back)) / std::chrono::January / 1);
}

PersonKind kind_of(Employment employment) {
    return person_kind_from(name_of(employment)).value_or(PersonKind::pns);
}

// What one person's verdicts add up to now.
struct Counted {
    LocalDay first;
    std::vector<DayVerdict> days;
    std::vector<ThresholdEvent> events;  // not before `first`
};

Counted count(const Database& database, const QueuedPerson& queued, const PostBook& posts,
              const DisciplineRules& rules) {
    AbsencesRepository absences(database);
    Counted counted{first_of_year(queued.first), {}, {}};
    counted.days = absences.days_of(queued.person, absences.run_begin(queued.person, counted.first));
    std::vector<DisciplineDay> days;
    for (const DayVerdict& verdict : counted.days) {
        const Post* post = posts.post_on(queued.person, verdict.day);
        DisciplineDay day{verdict.day, PersonKind::pns, Presence::other, 0};
        if (post != nullptr) day = discipline_day(verdict, kind_of(post->employment));
        days.push_back(day);
    }
    counted.events = absences_of(days, rules).events;
    // Of an earlier year only the end was read, for the run that reaches from it.
    std::erase_if(counted.events, [&](const ThresholdEvent& event) { return event.day < counted.first; });
    return counted;
}

// The days of a basis that hold no longer, and what they are now.
std::vector<ChangedDay> changed_days(const ThresholdEvent& basis, const std::vector<DayVerdict>& days) {
    std::vector<ChangedDay> changed;
    const auto note = [&](LocalDay day, int minutes) {
        const auto now = std::ranges::find(days, day, &DayVerdict::day);
        const bool holds =
            now != days.end() &&
            (minutes == 0 ? now->counts_as_absence() : now->in.missing + now->out.missing >= minutes);
        const bool known = std::ranges::find(changed, day, &ChangedDay::day) != changed.end();
        if (!holds && !known) changed.push_back({day, now == days.end() ? "-" : now->code});
    };
    for (const CountedDay& counted : basis.days) {
        if (counted.conversion.empty()) note(counted.day, 0);
        for (const MissingMinutes& part : counted.from)
            note(part.day, part.minutes);
    }
    return changed;
}

class Watch {
public:
    Watch(const Database& database, const CaseDesk& desk)
        : database_(database), desk_(desk), posts_(PostsRepository(database).book()) {}

    Result<void> look_at(const QueuedPerson& queued) {
        const Counted counted = count(database_, queued, posts_, desk_.book.discipline);
        const auto cases = CasesRepository(database_).of_person(queued.person);
        for (const StoredCase& stored : cases) {
            if (stored.basis.day < counted.first) continue;
            if (auto done = follow(stored, counted); !done) return done;
        }
        for (const ThresholdEvent& event : counted.events) {
            const bool known = std::ranges::any_of(cases, [&](const StoredCase& stored) {
                return still_stands(stored.basis, {&event, 1}) != nullptr;
            });
            if (known) continue;
            if (auto done = open(queued.person, event); !done) return done;
        }
        return {};
    }
    [[nodiscard]] std::size_t records() const { return records_; }

private:
    Result<void> write(const char* kind, wire::JsonWriter body) {
        const auto record = append_decision(database_, desk_.own, kind, body.end_object().take());
        if (!record) return propagate(record.error());
        const auto line = wire::parse_line(RecordsRepository(database_).line(*record));
        if (!line) return propagate(line.error());
        apply_case(database_, *record, *line);
        ++records_;
        return {};
    }

    Result<void> open(const PersonId& person, const ThresholdEvent& event) {
        const std::chrono::year_month_day today(desk_.today());
        StoredCase opened;
        opened.number = CasesRepository(database_).next_number(static_cast<int>(today.year()));
        opened.person = person;
        const Post* post = posts_.post_on(person, event.day);
        if (post != nullptr) opened.opd = post->workplace.opd;
        opened.basis = event;
        opened.rules = desk_.book.digest.hex();
        CaseEntry entry;
        entry.day = desk_.today();
        opened.entries.push_back(entry);
        return write(kCaseOpened, opened_body(opened));
    }

    // What corrected data do to a case, and its new arithmetic where it goes on.
    Result<void> follow(const StoredCase& stored, const Counted& counted) {
        const ThresholdEvent* event = still_stands(stored.basis, counted.events);
        const auto move =
            move_of_data(stored.history(), event == nullptr ? Basis::gone : Basis::stands, desk_.today(), "");
        if (move) {
            CaseEntry entry;
            entry.state = move->to;
            entry.day = move->day;
            entry.changed = changed_days(stored.basis, counted.days);
            if (auto done = write(kCaseMoved, moved_body(stored, entry)); !done) return done;
        }
        if (event == nullptr || is_end(move ? move->to : stored.state()) || *event == stored.basis) return {};
        StoredCase recounted = stored;
        recounted.basis = *event;
        recounted.rules = desk_.book.digest.hex();
        return write(kCaseRecounted, recounted_body(recounted));
    }

    const Database& database_;
    const CaseDesk& desk_;
    PostBook posts_;
    std::size_t records_ = 0;
};

}  // namespace

Result<CaseLook> look_at_cases(const Database& database, const CaseDesk& desk) {
    const auto empty =
        database.read([&]() -> Result<bool> { return AbsencesRepository(database).is_empty(); });
    if (!empty) return propagate(empty.error());
    if (*empty) return CaseLook{};
    return decide(database, desk.own, [&]() -> Result<CaseLook> {
        Watch watch(database, desk);
        CaseLook look;
        for (const QueuedPerson& queued : AbsencesRepository(database).take(kPeopleAtOnce)) {
            if (auto done = watch.look_at(queued); !done) return propagate(done.error());
            ++look.people;
        }
        look.records = watch.records();
        return look;
    });
}

Result<void> queue_everybody(const Database& database, LocalDay today) {
    return database.transaction([&]() -> Result<void> {
        AbsencesRepository(database).add_everybody(first_of_year(today, 1));
        return {};
    });
}

}  // namespace hadir::central
