#include "central/case_api.h"

#include <algorithm>

#include "central/case_documents.h"
#include "central/case_json.h"
#include "central/cases.h"
#include "central/web_shell.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::central {
namespace {

using httpd::Response;

constexpr std::size_t kCodeBytesMax = 8;
constexpr std::size_t kStateBytesMax = 32;
constexpr std::size_t kNumberBytesMax = 16;

// Holds what a desk refers to.
struct Desk {
    OwnLedger own;
    CaseDesk desk;

    Desk(const OwnLedger& ledger, const WebApi& api)
        : own(ledger), desk{own, *api.book, api.cases, api.zone} {}
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;
};

// NOT_ALLOWED where nothing is decided, or by no rules.
template <class Work>
Result<Response> at_desk(const Visit& visit, Work work) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    if (visit.api.book == nullptr) return fail(ErrorCode::not_allowed, "this server has no rules");
    const Desk desk(*own, visit.api);
    return work(desk.desk);
}

template <class Work>
Result<Response> read_cases(const Visit& visit, Work work) {
    return at_desk(visit, [&](const CaseDesk& desk) {
        return visit.database.read(
            [&]() -> Result<Response> { return work(CaseReader(visit.database, desk)); });
    });
}

Result<StoredCase> case_in(const Visit& visit) {
    auto stored = CasesRepository(visit.database).find(visit.request.captures.front());
    if (!stored) return fail(ErrorCode::not_found, "the path names no case");
    return *std::move(stored);
}

struct QueueQuery {
    CaseQuery rows;
    bool late = false;
};

Result<QueueQuery> queue_query(const Visit& visit) {
    const auto tab = query_value(visit.request, "tab");
    const auto late = query_value(visit.request, "late");
    const auto after = query_value(visit.request, "cursor");
    const auto limit = limit_of(visit.request);
    for (const auto* value : {&tab, &late, &after}) {
        if (!*value) return propagate(value->error());
    }
    if (!limit) return propagate(limit.error());
    const auto wanted = tab->empty() ? std::optional(CaseTab::examine) : case_tab_from(*tab);
    if (!wanted)
        return fail(ErrorCode::malformed,
                    "query: tab must be examine, proposed, answer, objection or closed");
    if (!late->empty() && *late != "1") return fail(ErrorCode::malformed, "query: late can only be 1");
    if (after->size() > kNumberBytesMax)
        return fail(ErrorCode::malformed, "query: cursor must be the `next` of an earlier page");
    return QueueQuery{{*wanted, *after, *limit}, !late->empty()};
}

// Those whose time is over, however they stand: what a superior has not done in time.
std::vector<StoredCase> late_cases(const Visit& visit, const CaseReader& reader) {
    auto late = CasesRepository(visit.database).open();
    std::erase_if(late, [&](const StoredCase& stored) { return !reader.is_late(stored); });
    return late;
}

// Whose cases an answer tells of is noted before it is given.
Result<Response> noted(const Visit& visit, Result<Response> answer, std::vector<PersonId> people) {
    if (!answer) return answer;
    if (auto look = visit.note_list({ViewKind::discipline}, std::move(people)); !look)
        return propagate(look.error());
    return answer;
}

Result<Response> list(const Visit& visit) {
    auto query = queue_query(visit);
    if (!query) return propagate(query.error());
    std::vector<PersonId> people;
    auto answer = read_cases(visit, [&](const CaseReader& reader) -> Result<Response> {
        CasesRepository cases(visit.database);
        std::optional<std::string> next;
        CaseQuery one_more = query->rows;
        ++one_more.limit;
        auto rows = query->late ? late_cases(visit, reader) : cases.page(one_more);
        if (!query->late && static_cast<int>(rows.size()) > query->rows.limit) {
            rows.pop_back();
            next = rows.back().number;
        }
        wire::JsonWriter json;
        json.begin_object().key("counts").begin_object();
        for (const auto& [tab, count] : cases.counts())
            json.field(name_of(tab), count);
        json.field("late", static_cast<std::int64_t>(late_cases(visit, reader).size())).end_object();
        json.key("items").begin_array();
        for (const StoredCase& stored : rows) {
            reader.write_row(json, stored);
            people.push_back(stored.person);
        }
        return fresh_json(200, json.end_array().field("next", next).end_object().take());
    });
    return noted(visit, std::move(answer), std::move(people));
}

// A look at one case, each time.
template <class Work>
Result<Response> read_case(const Visit& visit, Work work) {
    PersonId person;
    auto answer = read_cases(visit, [&](const CaseReader& reader) -> Result<Response> {
        const auto stored = case_in(visit);
        if (!stored) return propagate(stored.error());
        person = stored->person;
        return work(reader, *stored);
    });
    if (!answer) return answer;
    if (auto look = visit.note_one({ViewKind::discipline}, person); !look) return propagate(look.error());
    return answer;
}

Result<Response> answer_case(const Visit& visit, int status) {
    return read_case(visit, [&](const CaseReader& reader, const StoredCase& stored) -> Result<Response> {
        return fresh_json(status, reader.file(stored));
    });
}

Result<Response> show(const Visit& visit) {
    return answer_case(visit, 200);
}

Result<Response> document(const Visit& visit) {
    const auto kind = case_paper_from(visit.request.captures.back());
    if (!kind) return fail(ErrorCode::not_found, "the path names no document");
    return read_case(visit, [&](const CaseReader& reader, const StoredCase& stored) -> Result<Response> {
        const auto facts = paper_facts(stored, reader, visit.api.cases, *visit.api.book);
        const auto page = case_paper(*kind, facts);
        if (!page) return propagate(page.error());
        return Response{200,
                        {{"Content-Type", "text/html; charset=utf-8"},
                         {"Content-Security-Policy", case_paper_policy()},
                         {"Cache-Control", "no-store"}},
                        *page};
    });
}

// A wish's fields, then the work, then the case as it is.
template <class Read, class Work>
Result<Response> act(const Visit& visit, const char* what, Read read, Work work) {
    const auto json = wire::parse_json(visit.request.body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, what);
    const auto wish = read(fields);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    auto done = at_desk(visit, [&](const CaseDesk& desk) -> Result<Response> {
        if (auto worked = work(desk, wish); !worked) return propagate(worked.error());
        return Response{};
    });
    if (!done) return done;
    return answer_case(visit, 201);
}

SanctionWish read_sanction(const Visit& visit, wire::Fields& fields) {
    SanctionWish wish;
    wish.number = visit.request.captures.front();
    wish.sanction = fields.text("sanction", kCodeBytesMax);
    wish.why = fields.text("why", kReasonBytesMax);
    wish.seen = fields.integer("seen", 1, wire::kSeqMax);
    return wish;
}

Result<Response> move(const Visit& visit) {
    const auto read = [&](wire::Fields& fields) {
        CaseMoveWish wish;
        wish.number = visit.request.captures.front();
        const auto to = case_state_from(fields.text("state", kStateBytesMax));
        const auto day = parse_day(fields.text("day"));
        if (!to) fields.fault("state", "must be a step of case_steps.csv");
        if (!day) fields.fault("day", "must be like 2026-11-24");
        wish.to = to.value_or(CaseState::dugaan);
        wish.day = day.value_or(LocalDay{});
        wish.why = fields.text("why", kReasonBytesMax);
        wish.seen = fields.integer("seen", 1, wire::kSeqMax);
        return wish;
    };
    return act(visit, "step", read, [&](const CaseDesk& desk, const CaseMoveWish& wish) {
        return move_case(visit.database, desk, visit.officer(), wish);
    });
}

Result<Response> propose(const Visit& visit) {
    const auto read = [&](wire::Fields& fields) { return read_sanction(visit, fields); };
    return act(visit, "proposal", read, [&](const CaseDesk& desk, const SanctionWish& wish) {
        return propose_sanction(visit.database, desk, visit.officer(), wish);
    });
}

Result<Response> decide_on(const Visit& visit) {
    const auto read = [&](wire::Fields& fields) { return read_sanction(visit, fields); };
    const bool sees = scope_of(visit.session.holder(), Permission::see_discipline).has_value();
    return act(visit, "decision", read, [&](const CaseDesk& desk, const SanctionWish& wish) {
        return decide_case(visit.database, desk, visit.officer(), wish,
                           sees ? CaseView::all : CaseView::of_subordinates);
    });
}

std::string files_json(const CaseReader& reader, const std::vector<StoredCase>& cases) {
    wire::JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const StoredCase& stored : cases)
        json.raw(reader.file(stored));
    return json.end_array().key("next").null().end_object().take();
}

// A person sees all that BKD sees of their cases.
Result<Response> own_cases(const Visit& visit) {
    return read_cases(visit, [&](const CaseReader& reader) -> Result<Response> {
        return fresh_json(
            200, files_json(reader, CasesRepository(visit.database).of_person(visit.session.person)));
    });
}

// Open cases of people whose superior one is today, or of all whose sanction waits for the governor.
Result<Response> superior_cases(const Visit& visit) {
    std::vector<PersonId> people;
    auto answer = read_cases(visit, [&](const CaseReader& reader) -> Result<Response> {
        auto cases = CasesRepository(visit.database).open();
        std::erase_if(cases, [&](const StoredCase& stored) {
            return stored.person == visit.session.person ||
                   !reader.bench().imposer_of(visit.officer(), stored.person);
        });
        for (const StoredCase& stored : cases)
            people.push_back(stored.person);
        return fresh_json(200, files_json(reader, cases));
    });
    return noted(visit, std::move(answer), std::move(people));
}

Result<Response> state(const Visit& visit) {
    const auto read = [&](wire::Fields& fields) {
        StatementWish wish;
        wish.number = visit.request.captures.front();
        wish.kind = fields.flag("objection") ? StatementKind::objection : StatementKind::statement;
        wish.text = fields.text("text", kStatementBytesMax);
        return wish;
    };
    return act(visit, "statement", read, [&](const CaseDesk& desk, const StatementWish& wish) {
        return state_in_case(visit.database, desk, visit.officer(), wish);
    });
}

}  // namespace

std::vector<httpd::Route> case_routes(const WebApi& api) {
    return {guarded(api, "/v1/cases", Permission::see_discipline, list),
            guarded(api, "/v1/cases/{case}", Permission::see_discipline, show),
            guarded(api, "/v1/cases/{case}/documents/{kind}", Permission::see_discipline, document),
            decision(api, "/v1/cases/{case}/steps", Permission::discipline, move),
            decision(api, "/v1/cases/{case}/proposals", Permission::discipline, propose),
            decision(api, "/v1/cases/{case}/decisions", Permission::own_affairs, decide_on),
            guarded(api, "/v1/own/cases", Permission::own_affairs, own_cases),
            guarded(api, "/v1/own/superior-cases", Permission::own_affairs, superior_cases),
            decision(api, "/v1/own/cases/{case}/statements", Permission::own_affairs, state)};
}

}  // namespace hadir::central
