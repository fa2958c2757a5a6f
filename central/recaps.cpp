#include "central/recaps.h"

#include <algorithm>
#include <tuple>

#include "central/day_facts_repository.h"
#include "central/days_json.h"
#include "central/people_repository.h"
#include "central/posts_repository.h"
#include "central/recap_cuts.h"

namespace hadir::central {
namespace {

Recap recap_in(std::span<const RecapDay> days, const OpdScope& scope) {
    std::vector<DayVerdict> verdicts;
    for (const RecapDay& day : days) {
        if (scope.covers(day.opd)) verdicts.push_back(day.verdict);
    }
    return recap_of(verdicts);
}

// Of several people, who share the posts of a province and its rules.
class Desk {
public:
    explicit Desk(const RecapAsk& ask) : ask_(ask), posts_(PostsRepository(ask.database).book()) {
        if (ask.book != nullptr) cuts_.emplace(ask.database, *ask.book, posts_, ask.month);
    }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    [[nodiscard]] std::optional<Cut> cut_of(const PersonId& person, std::span<const RecapDay> days) const {
        return cuts_ ? std::optional(cuts_->cut_of(person, days)) : std::nullopt;
    }
    [[nodiscard]] PersonLine line_of(const Person& who, std::span<const RecapDay> days,
                                     const OpdScope& scope) const;
    [[nodiscard]] RecapFacts facts(const std::optional<LocalDay>& newest) const;

private:
    const RecapAsk& ask_;
    PostBook posts_;
    std::optional<CutBench> cuts_;
};

void add_cut(RecapLine& line, const Cut& cut) {
    line.cut_people = 1;
    line.basis_points = cut.basis_points;
    for (const CutPart& part : cut.parts)
        line.groups[static_cast<std::size_t>(group_of(part.kind))] += part.basis_points;
}

PersonLine Desk::line_of(const Person& who, std::span<const RecapDay> days, const OpdScope& scope) const {
    PersonLine row{who.person, who.facts.name, who.number, who.facts.nip, "", false, {}, {}};
    row.line.people = 1;
    row.line.recap = recap_in(days, scope);
    const auto last_here = std::ranges::find_if(days.rbegin(), days.rend(),
                                                [&](const RecapDay& day) { return scope.covers(day.opd); });
    if (last_here == days.rend()) return row;
    if (const Post* post = posts_.post_on(who.person, last_here->verdict.day)) row.title = post->title;
    row.moved = std::ranges::any_of(days, [&](const RecapDay& day) { return !scope.covers(day.opd); });
    if (!scope.covers(days.back().opd)) return row;
    row.cut = cut_of(who.person, days);
    if (!row.cut) return row;
    add_cut(row.line, *row.cut);
    // Its days elsewhere cost here, but are not ours to show.
    for (CutPart& part : row.cut->parts) {
        std::erase_if(part.days, [&](LocalDay day) {
            const auto found =
                std::ranges::find(days, day, [](const RecapDay& known) { return known.verdict.day; });
            return found != days.end() && !scope.covers(found->opd);
        });
    }
    return row;
}

RecapFacts Desk::facts(const std::optional<LocalDay>& newest) const {
    RecapFacts facts{ask_.month, {}, ask_.now, ask_.zone, {}, {}};
    if (newest && *newest < *days_of(ask_.month).last) facts.until = newest;
    facts.columns =
        recap_columns(ask_.book == nullptr ? std::vector<PaperKind>{} : ask_.book->presence.paper_kinds);
    if (ask_.book != nullptr) facts.rules = ask_.book->digest;
    return facts;
}

void keep_newest(std::optional<LocalDay>& newest, std::span<const RecapDay> days) {
    if (!days.empty() && (!newest || *newest < days.back().verdict.day)) newest = days.back().verdict.day;
}

void tell_times(const Database& database, std::vector<PersonDay>& days) {
    std::vector<std::int64_t> records;
    for (const PersonDay& day : days) {
        for (const SideVerdict* side : {&day.verdict().in, &day.verdict().out}) {
            if (side->stamp) records.push_back(*side->stamp);
        }
    }
    const auto stamps = DayFactsRepository(database).stamps(records);
    for (PersonDay& day : days) {
        day.in = time_of(day.verdict(), Side::in, stamps);
        day.out = time_of(day.verdict(), Side::out, stamps);
    }
}

std::map<PersonId, Person> people_by_id(const Database& database) {
    std::map<PersonId, Person> people;
    for (Person& person : PeopleRepository(database).all())
        people.emplace(person.person, std::move(person));
    return people;
}

}  // namespace

RecapLine& RecapLine::operator+=(const RecapLine& other) {
    people += other.people;
    recap += other.recap;
    cut_people += other.cut_people;
    basis_points += other.basis_points;
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] += other.groups[i];
    return *this;
}

Result<PeopleRecap> recap_of_opd(const RecapAsk& ask, const std::string& opd) {
    const OpdScope scope = OpdScope::only(opd);
    RecapsRepository days(ask.database);
    if (const long long count = days.people(days_of(ask.month), scope); count > kRecapPeopleMax)
        return fail(ErrorCode::too_large, opd + " has " + std::to_string(count) + " people in that month; " +
                                              std::to_string(kRecapPeopleMax) + " fit in a recap by person");
    const Desk desk(ask);
    const auto people = people_by_id(ask.database);
    PeopleRecap recap{{}, opd, {}, {}};
    std::optional<LocalDay> newest;
    days.each_person(days_of(ask.month), scope, [&](const PersonId& id, const std::vector<RecapDay>& known) {
        const auto who = people.find(id);
        Person person = who == people.end() ? Person{} : who->second;
        person.person = id;
        recap.rows.push_back(desk.line_of(person, known, scope));
        recap.total += recap.rows.back().line;
        keep_newest(newest, known);
    });
    recap.facts = desk.facts(newest);
    std::ranges::sort(recap.rows, {}, [](const PersonLine& row) { return std::tie(row.name, row.number); });
    return recap;
}

OpdsRecap recap_of_opds(const RecapAsk& ask) {
    const Desk desk(ask);
    OpdsRecap recap;
    std::map<std::string, RecapLine> lines;
    std::optional<LocalDay> newest;
    const auto add = [&](const PersonId& id, const std::vector<RecapDay>& known) {
        std::map<std::string, std::vector<DayVerdict>> by_opd;
        for (const RecapDay& day : known)
            by_opd[day.opd].push_back(day.verdict);
        for (const auto& [opd, verdicts] : by_opd) {
            RecapLine line;
            line.people = 1;
            line.recap = recap_of(verdicts);
            if (opd == known.back().opd) {
                if (const auto cut = desk.cut_of(id, known)) add_cut(line, *cut);
            }
            lines[opd] += line;
        }
        keep_newest(newest, known);
    };
    RecapsRepository(ask.database).each_person(days_of(ask.month), OpdScope::all(), add);
    recap.facts = desk.facts(newest);
    for (auto& [opd, line] : lines) {
        recap.total += line;
        recap.rows.push_back({opd, std::move(line)});
    }
    return recap;
}

Result<PersonRecap> recap_of_person(const RecapAsk& ask, const PersonId& person, const OpdScope& scope) {
    const auto who = PeopleRepository(ask.database).find(person);
    if (!who) return fail(ErrorCode::not_found, "the path names nobody");
    const auto stored = VerdictsRepository(ask.database).of_person(person, days_of(ask.month));
    std::vector<RecapDay> days;
    PersonRecap recap;
    for (const StoredVerdict& one : stored) {
        days.push_back({one.verdict, one.opd, one.profile});
        if (scope.covers(one.opd)) recap.days.push_back({one, recap_of(std::span(&one.verdict, 1)), {}, {}});
    }
    if (recap.days.empty() && !scope.covers(who->facts.opd))
        return fail(ErrorCode::not_found, "the path names nobody");
    tell_times(ask.database, recap.days);
    const Desk desk(ask);
    std::optional<LocalDay> newest;
    keep_newest(newest, days);
    recap.facts = desk.facts(newest);
    recap.opd = recap.days.empty() ? who->facts.opd : recap.days.back().stored.opd;
    recap.person = desk.line_of(*who, days, scope);
    return recap;
}

}  // namespace hadir::central
