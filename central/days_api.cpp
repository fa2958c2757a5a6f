#include "central/days_api.h"

#include <algorithm>

#include "central/days_json.h"
#include "central/holidays_repository.h"
#include "central/people_repository.h"
#include "central/web_shell.h"

namespace hadir::central {
namespace {

using httpd::RequestHead;
using httpd::Response;

constexpr std::chrono::days kDaysMax{62};  // of one answer

Result<std::optional<LocalDay>> day_in(const RequestHead& head, std::string_view key) {
    const auto text = query_value(head, key);
    if (!text) return propagate(text.error());
    if (text->empty()) return std::optional<LocalDay>();
    const auto day = parse_day(*text);
    if (!day) return fail(ErrorCode::malformed, "query: " + std::string(key) + " must be like 2026-11-24");
    return day;
}

struct PartQuery {
    LocalDay day;
    OpdScope scope;
    std::optional<DayPart> part;
    std::string after;
    int limit = kPageRows;
};

Result<PartQuery> part_query(const Visit& visit) {
    const auto day = day_of(visit);
    const auto scope = scope_in(visit.request, visit.scope);
    const auto part = query_value(visit.request, "part");
    const auto after = query_value(visit.request, "cursor");
    const auto limit = limit_of(visit.request);
    if (!day) return propagate(day.error());
    if (!scope) return propagate(scope.error());
    if (!limit) return propagate(limit.error());
    for (const auto* value : {&part, &after}) {
        if (!*value) return propagate(value->error());
    }
    const auto wanted = day_part_from(*part);
    if (!part->empty() && !wanted)
        return fail(ErrorCode::malformed,
                    "query: part must be on_time, late, duty, leave, absent, pending, unknown or free");
    if (!after->empty() && !PersonId::parse_hex(*after))
        return fail(ErrorCode::malformed, "query: cursor must be the `next` of an earlier page");
    return PartQuery{*parse_day(*day), *scope, wanted, *after, *limit};
}

// The check-ins that each side rests on.
void add_records(const DayVerdict& verdict, std::vector<std::int64_t>& records) {
    for (const auto& stamp : {verdict.in.stamp, verdict.out.stamp}) {
        if (stamp) records.push_back(*stamp);
    }
}

Result<Response> verdicts(const Visit& visit) {
    const auto query = part_query(visit);
    if (!query) return propagate(query.error());
    std::optional<std::string> next;
    std::map<std::int64_t, StampFacts> stamps;
    const auto rows = visit.database.read([&]() -> Result<std::vector<NamedVerdict>> {
        auto stored = VerdictsRepository(visit.database)
                          .of_part(query->day, query->part, query->scope, query->after, query->limit + 1);
        if (static_cast<int>(stored.size()) > query->limit) {
            stored.pop_back();
            next = stored.back().person.hex();
        }
        std::vector<PersonId> people;
        std::vector<std::int64_t> records;
        for (const StoredVerdict& verdict : stored) {
            people.push_back(verdict.person);
            add_records(verdict.verdict, records);
        }
        stamps = DayFactsRepository(visit.database).stamps(records);
        auto names = DayFactsRepository(visit.database).names(people);
        std::vector<NamedVerdict> named;
        for (StoredVerdict& verdict : stored) {
            PersonName name = names[verdict.person];
            named.push_back({std::move(verdict), std::move(name)});
        }
        return named;
    });
    if (!rows) return propagate(rows.error());
    std::vector<PersonId> people;
    for (const auto& row : *rows)
        people.push_back(row.stored.person);
    if (auto noted = visit.note_list({ViewKind::attendance}, std::move(people)); !noted)
        return propagate(noted.error());
    return fresh_json(200, verdicts_json(*rows, stamps, next));
}

std::vector<std::int64_t> records_in(const PersonDays& days) {
    std::vector<std::int64_t> records;
    const auto add = [&](const std::vector<Reason>& why) {
        for (const Reason& reason : why)
            records.insert(records.end(), reason.stamps.begin(), reason.stamps.end());
    };
    for (const StoredVerdict& verdict : days.verdicts) {
        add_records(verdict.verdict, records);
        add(verdict.verdict.why);
    }
    for (const auto& [day, old] : days.before) {
        for (const OldVerdict& verdict : old)
            add(verdict.why);
    }
    return records;
}

// The person's days that are of an OPD within the scope. NOT_FOUND where the person is not and has none.
Result<PersonDays> days_of(const Visit& visit, const PersonId& person, const DaySpan& span,
                           const OpdScope& scope) {
    VerdictsRepository verdicts(visit.database);
    DayFactsRepository facts(visit.database);
    const auto found = PeopleRepository(visit.database).find(person);
    PersonDays days{person, {}, "", span, visit.api.clock.wall(), iana_name(visit.api.zone), {}, {}, {}, {}};
    days.verdicts = verdicts.of_person(person, span);
    std::erase_if(days.verdicts, [&](const StoredVerdict& one) { return !scope.covers(one.opd); });
    // An account of staff may be of somebody whom the personnel system does not know.
    if (!found && person == visit.session.person) return days;
    if (!found || (days.verdicts.empty() && !scope.covers(found->facts.opd)))
        return fail(ErrorCode::not_found, "the path names nobody");
    days.name = {found->facts.name, found->number};
    days.opd = found->facts.opd;
    for (const StoredVerdict& verdict : days.verdicts) {
        if (auto old = verdicts.before(person, verdict.verdict.day); !old.empty())
            days.before[verdict.verdict.day] = std::move(old);
    }
    days.stamps = facts.stamps(records_in(days));
    days.names = {facts.terminals(), HolidaysRepository(visit.database).all()};
    return days;
}

// All days of one person go out here: one's own, and those of others.
Result<Response> answer_days(const Visit& visit, const PersonId& person, const DaySpan& span,
                             const OpdScope& scope) {
    const auto days =
        visit.database.read([&]() -> Result<PersonDays> { return days_of(visit, person, span, scope); });
    if (!days) return propagate(days.error());
    if (auto noted = visit.note_one({ViewKind::attendance}, person); !noted) return propagate(noted.error());
    return fresh_json(200, person_days_json(*days, visit.api.book));
}

Result<Response> person_days(const Visit& visit) {
    const auto person = PersonId::parse_hex(visit.request.captures.front());
    if (!person) return fail(ErrorCode::not_found, "the path names nobody");
    const auto from = day_in(visit.request, "from"), to = day_in(visit.request, "to");
    if (!from) return propagate(from.error());
    if (!to) return propagate(to.error());
    if (!*from || !*to || **from > **to || **to - **from >= kDaysMax)
        return fail(ErrorCode::malformed,
                    "query: from and to must be days, from not behind to, 62 days at most");
    const DaySpan span{**from, *to};
    return answer_days(visit, *person, span, visit.scope);
}

// "2026-11"; without one, that of today.
Result<DaySpan> month_of(const Visit& visit) {
    const auto text = query_value(visit.request, "month");
    if (!text) return propagate(text.error());
    const LocalDay today = local_day(visit.api.clock.wall(), visit.api.zone);
    const auto day = text->empty() ? std::optional(today) : parse_day(*text + "-01");
    if (!day) return fail(ErrorCode::malformed, "query: month must be like 2026-11");
    const std::chrono::year_month_day date(*day);
    const auto month = date.year() / date.month();
    return DaySpan{LocalDay(month / 1), LocalDay(month / std::chrono::last)};
}

Result<Response> own_days(const Visit& visit) {
    const auto month = month_of(visit);
    if (!month) return propagate(month.error());
    return answer_days(visit, visit.session.person, *month, OpdScope::all());
}

}  // namespace

std::vector<httpd::Route> day_routes(const WebApi& api) {
    return {guarded(api, "/v1/verdicts", Permission::see_attendance, verdicts),
            guarded(api, "/v1/people/{person}/days", Permission::see_attendance, person_days),
            guarded(api, "/v1/own/days", Permission::own_affairs, own_days)};
}

}  // namespace hadir::central
