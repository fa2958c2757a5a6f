#include "central/paper_api.h"

#include "central/judge_inputs.h"
#include "central/paper_json.h"
#include "central/papers.h"
#include "central/papers_repository.h"
#include "central/web_shell.h"
#include "wire/encodings.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::central {
namespace {

using httpd::Request;
using httpd::Response;

constexpr int kMinuteMax = 2'160, kSecondMax = 129'600;
constexpr std::size_t kCodeBytesMax = 32;

LocalDay today_of(const WebApi& api) {
    return local_day(api.clock.wall(), api.zone);
}

// NOT_ALLOWED where nobody decides by rules.
Result<PaperReader> reader_of(const Visit& visit) {
    if (visit.api.book == nullptr) return fail(ErrorCode::not_allowed, "this server has no rules");
    return PaperReader(visit.database, *visit.api.book, visit.api.papers, visit.api.zone,
                       today_of(visit.api));
}

template <class Work>
auto read(const Visit& visit, Work work) {
    return visit.database.read([&]() -> std::invoke_result_t<Work, const PaperReader&> {
        const auto reader = reader_of(visit);
        if (!reader) return propagate(reader.error());
        return work(*reader);
    });
}

Result<std::int64_t> paper_in(const Request& request) {
    const auto paper = wire::parse_decimal(request.captures.front());
    if (!paper || *paper > static_cast<std::uint64_t>(wire::kSeqMax))
        return fail(ErrorCode::not_found, "the path names no paper");
    return static_cast<std::int64_t>(*paper);
}

Result<PaperWish> read_wish(const PersonId& person, const std::string& body) {
    const auto json = wire::parse_json(body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "paper");
    PaperWish wish;
    wish.person = person;
    wish.code = fields.text("code", kCodeBytesMax);
    const auto first = parse_day(fields.text("first")), last = parse_day(fields.text("last"));
    if (!first || !last) fields.fault("first", "and last must be days like 2026-11-24");
    const auto from = fields.nullable_integer("from", 0, kMinuteMax);
    const auto to = fields.nullable_integer("to", 0, kMinuteMax);
    const auto side = fields.nullable_text("side");
    const auto at_s = fields.nullable_integer("at_s", 0, kSecondMax);
    wish.document = fields.nullable_hex<Hash>("document");
    wish.why = fields.text("why", kReasonBytesMax);
    if (side && *side != "in" && *side != "out") fields.fault("side", "must be in or out");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    wish.days = {*first, last};
    if (from) wish.from = static_cast<int>(*from);
    if (to) wish.to = static_cast<int>(*to);
    if (side) wish.side = *side == "in" ? Side::in : Side::out;
    if (at_s) wish.at_s = static_cast<int>(*at_s);
    return wish;
}

// What the desk needs outlives the request that it serves.
struct DeskOf {
    OwnLedger own;
    PresenceRules rules;
    PaperTerms terms;
    Zone zone;
    [[nodiscard]] PaperDesk desk() const { return {own, rules, terms, zone}; }
};

Result<DeskOf> desk_of(const Visit& visit) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    if (visit.api.book == nullptr) return fail(ErrorCode::not_allowed, "this server has no rules");
    return DeskOf{*own, visit.api.book->presence, visit.api.papers, visit.api.zone};
}

// Whose papers are shown to somebody else.
Result<void> note(const Visit& visit, const std::vector<PaperView>& papers) {
    std::vector<PersonId> people;
    people.reserve(papers.size());
    for (const PaperView& paper : papers)
        people.push_back(paper.row.person);
    return visit.note_list({ViewKind::paper}, std::move(people));
}

Result<Response> answer_with(const Visit& visit, std::int64_t paper) {
    const auto view = read(visit, [&](const PaperReader& reader) -> Result<PaperView> {
        const auto row = PaperRowsRepository(visit.database).find(paper);
        if (!row) return fail(ErrorCode::not_found, "no such paper");
        return reader.view(*row);
    });
    if (!view) return propagate(view.error());
    if (auto noted = note(visit, {*view}); !noted) return propagate(noted.error());
    return fresh_json(201, paper_json(*view));
}

Result<Response> ask_for(const Visit& visit, const PersonId& person) {
    const auto desk = desk_of(visit);
    if (!desk) return propagate(desk.error());
    const auto wish = read_wish(person, visit.request.body);
    if (!wish) return propagate(wish.error());
    const Asker asker{visit.officer(), scope_of(visit.session.holder(), Permission::enter_papers)};
    const auto paper = ask_paper(visit.database, desk->desk(), asker, *wish);
    if (!paper) return propagate(paper.error());
    return answer_with(visit, *paper);
}

Result<Response> ask_own(const Visit& visit) {
    return ask_for(visit, visit.session.person);
}

Result<Response> ask_for_other(const Visit& visit) {
    const auto person = PersonId::parse_hex(visit.request.captures.front());
    if (!person) return fail(ErrorCode::not_found, "the path names nobody");
    return ask_for(visit, *person);
}

struct OwnPage {
    std::vector<PaperView> items;
    std::optional<std::string> next;
};

Result<Response> list_own(const Visit& visit) {
    const auto limit = limit_of(visit.request);
    if (!limit) return propagate(limit.error());
    const auto text = query_value(visit.request, "cursor");
    if (!text) return propagate(text.error());
    const auto before =
        text->empty() ? std::optional<std::uint64_t>(wire::kSeqMax) : wire::parse_decimal(*text);
    if (!before || *before > static_cast<std::uint64_t>(wire::kSeqMax))
        return fail(ErrorCode::malformed, "query: cursor must be the `next` of an earlier page");
    const auto page = read(visit, [&](const PaperReader& reader) -> Result<OwnPage> {
        auto rows = PaperRowsRepository(visit.database)
                        .of_person(visit.session.person, static_cast<std::int64_t>(*before), *limit + 1);
        OwnPage found;
        if (static_cast<int>(rows.size()) > *limit) {
            rows.pop_back();
            found.next = std::to_string(rows.back().paper.id);
        }
        for (const PaperRow& row : rows)
            found.items.push_back(reader.view(row));
        return found;
    });
    if (!page) return propagate(page.error());
    if (auto noted = note(visit, page->items); !noted) return propagate(noted.error());
    return fresh_json(200, papers_json(page->items, page->next));
}

Result<Response> list_kinds(const Visit& visit) {
    auto text = read(visit, [&](const PaperReader& reader) -> Result<std::string> {
        PaperChoice choice{reader.kinds_of(visit.session.person), today_of(visit.api), {}, visit.api.papers};
        const std::chrono::year_month_day date(choice.today);
        const LocalDay month = LocalDay(date.year() / date.month() / 1);
        const LocalDay before = LocalDay((date.year() / date.month() - std::chrono::months(1)) / 1);
        choice.open_from = choice.today <= closes_on(before, choice.terms.close_day) ? before : month;
        return paper_choice_json(choice);
    });
    if (!text) return propagate(text.error());
    return fresh_json(200, *std::move(text));
}

Result<Response> list_approvals(const Visit& visit) {
    const auto limit = limit_of(visit.request);
    if (!limit) return propagate(limit.error());
    const auto approvals = read(visit, [&](const PaperReader& reader) -> Result<Approvals> {
        auto rows = reader.waiting_for(visit.session.person);
        Approvals found{{}, rows.size(), visit.api.clock.wall()};
        rows.resize(std::min(rows.size(), static_cast<std::size_t>(*limit)));
        for (const PaperRow& row : rows)
            found.items.push_back(reader.view(row));
        return found;
    });
    if (!approvals) return propagate(approvals.error());
    if (auto noted = note(visit, approvals->items); !noted) return propagate(noted.error());
    return fresh_json(200, approvals_json(*approvals));
}

Result<Response> decide_one(const Visit& visit) {
    const auto desk = desk_of(visit);
    if (!desk) return propagate(desk.error());
    const auto paper = paper_in(visit.request);
    if (!paper) return propagate(paper.error());
    const auto json = wire::parse_json(visit.request.body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "decision");
    const auto state = paper_state_from(fields.text("verdict"));
    const std::string why = fields.text("why", kReasonBytesMax);
    if (state != PaperState::approved && state != PaperState::rejected)
        fields.fault("verdict", "must be approved or rejected");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    const PaperVerdict verdict{*paper, state == PaperState::approved, why};
    if (auto done = decide_paper(visit.database, desk->desk(), visit.officer(), verdict); !done)
        return propagate(done.error());
    return answer_with(visit, *paper);
}

Result<Response> withdraw_own(const Visit& visit) {
    const auto desk = desk_of(visit);
    if (!desk) return propagate(desk.error());
    const auto paper = paper_in(visit.request);
    if (!paper) return propagate(paper.error());
    if (auto done = withdraw_paper(visit.database, desk->desk(), visit.officer(), *paper); !done)
        return propagate(done.error());
    return Response{204, {}, ""};
}

Result<Response> add_document(const Visit& visit) {
    if (visit.api.documents == nullptr) return fail(ErrorCode::not_allowed, "this server takes no documents");
    const auto document = take_document(visit.database, *visit.api.documents, visit.session.person,
                                        as_bytes(visit.request.body), visit.api.clock.wall());
    if (!document) return propagate(document.error());
    wire::JsonWriter json;
    return fresh_json(201, json.begin_object().field("sha256", document->hex()).end_object().take());
}

Result<Response> show_document(const Visit& visit) {
    if (visit.api.documents == nullptr) return fail(ErrorCode::not_allowed, "this server holds no documents");
    const auto paper = paper_in(visit.request);
    if (!paper) return propagate(paper.error());
    const auto row = read(visit, [&](const PaperReader& reader) -> Result<PaperRow> {
        const auto found = PaperRowsRepository(visit.database).find(*paper);
        if (!found || !reader.may_read(*found, visit.session.person) || !found->document)
            return fail(ErrorCode::not_found, "no such document");
        return *found;
    });
    if (!row) return propagate(row.error());
    const auto document = read_document(*visit.api.documents, *row->document);
    if (!document) return propagate(document.error());
    if (auto noted = visit.note_one({ViewKind::paper}, row->person); !noted) return propagate(noted.error());
    // Never opened as a page of ours, whatever is in it.
    return Response{200,
                    {{"Content-Type", document->type},
                     {"Content-Disposition", "attachment"},
                     {"Cache-Control", "no-store"}},
                    std::string(as_text(document->bytes))};
}

httpd::Route document_route(const WebApi& api) {
    auto route = decision(api, "/v1/own/documents", Permission::own_affairs, add_document);
    route.body_bytes_max = kDocumentBytesMax;
    route.content_types = {"application/pdf", "image/jpeg", "image/png"};
    return route;
}

}  // namespace

std::vector<httpd::Route> paper_routes(const WebApi& api) {
    constexpr auto kOwn = Permission::own_affairs;
    return {guarded(api, "/v1/own/papers", kOwn, list_own),
            decision(api, "/v1/own/papers", kOwn, ask_own),
            ending(api, "/v1/own/papers/{id}", kOwn, withdraw_own),
            guarded(api, "/v1/own/paper-kinds", kOwn, list_kinds),
            document_route(api),
            decision(api, "/v1/people/{person}/papers", kOwn, ask_for_other),
            guarded(api, "/v1/approvals", kOwn, list_approvals),
            decision(api, "/v1/papers/{id}/decisions", kOwn, decide_one),
            guarded(api, "/v1/papers/{id}/document", kOwn, show_document)};
}

}  // namespace hadir::central
