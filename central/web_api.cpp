#include "central/web_api.h"

#include <span>

#include "central/account_api.h"
#include "central/api_json.h"
#include "central/case_api.h"
#include "central/days_api.h"
#include "central/ethics_api.h"
#include "central/evidence_repository.h"
#include "central/log_repository.h"
#include "central/outage_api.h"
#include "central/paper_api.h"
#include "central/person_api.h"
#include "central/recap_api.h"
#include "central/review_api.h"
#include "central/session_api.h"
#include "central/terminal_decisions.h"
#include "central/view_api.h"
#include "central/web_shell.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::central {

std::span<const std::string_view> openapi();  // embedded by CMake

namespace {

using httpd::Request;
using httpd::RequestHead;
using httpd::Response;

constexpr std::chrono::minutes kReportingWithin{30};  // six rounds of a terminal that is online

Result<std::string> figures_of(const Visit& visit, const std::string& day) {
    const UnixMs now = visit.api.clock.wall();
    const auto figures = visit.database.read([&]() -> Result<Today> {
        DevicesRepository devices(visit.database);
        const auto epoch = LogRepository(visit.database).epoch();
        return Today{day,
                     visit.api.zone,
                     now,
                     visit.api.demo,
                     AttendanceRepository(visit.database).by_opd(day, visit.scope),
                     VerdictsRepository(visit.database).by_opd(day, visit.scope),
                     devices.count(visit.scope),
                     devices.count_reporting(now + -kReportingWithin, visit.scope),
                     devices.silent(now + -kReportingWithin, visit.scope),
                     epoch ? epoch->halted : std::nullopt};
    });
    if (!figures) return propagate(figures.error());
    return today_json(*figures);
}

Result<Response> today(const Visit& visit) {
    const auto day = day_of(visit);
    if (!day) return propagate(day.error());
    const auto reckon = [&] { return figures_of(visit, *day); };
    const std::string key = *day + (visit.scope.is_all() ? "" : '\n' + visit.scope.opd());
    auto figures = visit.api.figures == nullptr ? reckon() : visit.api.figures->get(key, reckon);
    if (!figures) return propagate(figures.error());
    return fresh_json(200, *std::move(figures));
}

struct ArrivalQuery {
    std::string day;
    OpdScope scope;
    int limit = kPageRows;
    std::optional<ArrivalCursor> cursor;
};

Result<ArrivalQuery> arrival_query(const Visit& visit) {
    const auto day = day_of(visit);
    if (!day) return propagate(day.error());
    const auto scope = scope_in(visit.request, visit.scope);
    if (!scope) return propagate(scope.error());
    const auto limit = limit_of(visit.request);
    if (!limit) return propagate(limit.error());
    const auto text = query_value(visit.request, "cursor");
    if (!text) return propagate(text.error());
    const auto cursor = text->empty() ? std::nullopt : parse_cursor(*text);
    if (!text->empty() && !cursor)
        return fail(ErrorCode::malformed, "query: cursor must be the `next` of an earlier page");
    return ArrivalQuery{*day, *scope, *limit, cursor};
}

Result<Response> arrivals(const Visit& visit) {
    const auto query = arrival_query(visit);
    if (!query) return propagate(query.error());
    auto rows = visit.database.read([&]() -> Result<std::vector<Arrival>> {
        return AttendanceRepository(visit.database)
            .arrivals(query->day, query->scope, query->cursor, query->limit + 1);
    });
    if (!rows) return propagate(rows.error());
    std::optional<std::string> next;
    if (static_cast<int>(rows->size()) > query->limit) {
        rows->pop_back();
        next = write_cursor({rows->back().at.value, rows->back().id});
    }
    if (auto noted = visit.note_list({ViewKind::attendance}, people_in(*rows)); !noted)
        return propagate(noted.error());
    return fresh_json(200, arrivals_json(*rows, next));
}

Result<Response> terminals(const Visit& visit) {
    const auto limit = limit_of(visit.request);
    if (!limit) return propagate(limit.error());
    const auto cursor = query_value(visit.request, "cursor");
    if (!cursor) return propagate(cursor.error());
    if (!cursor->empty() && !DeviceId::parse_hex(*cursor))
        return fail(ErrorCode::malformed, "query: cursor must be the `next` of an earlier page");
    auto rows = visit.database.read([&]() -> Result<std::vector<TerminalRow>> {
        return DevicesRepository(visit.database).terminals(*cursor, *limit + 1, visit.scope);
    });
    if (!rows) return propagate(rows.error());
    std::optional<std::string> next;
    if (static_cast<int>(rows->size()) > *limit) {
        rows->pop_back();
        next = rows->back().dev.hex();
    }
    return fresh_json(200, terminals_json(*rows, next));
}

Result<DeviceId> terminal_in(const RequestHead& head) {
    const auto dev = head.captures.empty() ? std::nullopt : DeviceId::parse_hex(head.captures.front());
    if (!dev) return fail(ErrorCode::not_found, "the path names no terminal");
    return *dev;
}

Result<Confirmation> read_confirmation(const Request& request) {
    const auto dev = terminal_in(request);
    if (!dev) return propagate(dev.error());
    const auto json = wire::parse_json(request.body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "confirmation");
    Confirmation confirmation{*dev, static_cast<std::uint32_t>(fields.integer("inc", 1, wire::kIncMax)),
                              fields.hex<PublicKey>("ledger_pub"), fields.text("why", kReasonBytesMax)};
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return confirmation;
}

Result<Revocation> read_revocation(const Request& request) {
    const auto dev = terminal_in(request);
    if (!dev) return propagate(dev.error());
    const auto json = wire::parse_json(request.body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "revocation");
    Revocation revocation{*dev, std::nullopt, std::nullopt, fields.text("why", kReasonBytesMax)};
    if (const auto inc = fields.nullable_integer("inc", 1, wire::kIncMax))
        revocation.inc = static_cast<std::uint32_t>(*inc);
    revocation.branch = fields.nullable_integer("branch", 0, wire::kSeqMax);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return revocation;
}

// An officer decides about a terminal; the answer is the terminal as it is then.
template <class Read, class Decide>
Result<Response> decide_terminal(const Visit& visit, Read read, Decide decide) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    const auto wanted = read(visit.request);
    if (!wanted) return propagate(wanted.error());
    if (auto done = decide(visit.database, *own, visit.officer(), *wanted); !done)
        return propagate(done.error());
    visit.api.feed.tell(visit.database, wanted->dev, {});
    const auto row = visit.database.read([&]() -> Result<std::optional<TerminalRow>> {
        return DevicesRepository(visit.database).terminal(wanted->dev);
    });
    if (!row) return propagate(row.error());
    return fresh_json(201, terminal_json(**row));
}

Result<Response> confirm(const Visit& visit) {
    return decide_terminal(visit, read_confirmation, confirm_terminal);
}

Result<Response> revoke(const Visit& visit) {
    return decide_terminal(visit, read_revocation, revoke_terminal);
}

Result<PhotoWish> read_photo_wish(const Request& request) {
    const auto sha256 = Hash::parse_hex(request.captures.front());
    if (!sha256) return fail(ErrorCode::not_found, "the path names no photograph");
    const auto json = wire::parse_json(request.body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "opening");
    PhotoWish wish{*sha256, fields.text("why", kReasonBytesMax)};
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return wish;
}

Result<Response> show_photo(const Visit& visit) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    if (visit.api.photos == nullptr) return fail(ErrorCode::not_allowed, "this server holds no photographs");
    const auto wish = read_photo_wish(visit.request);
    if (!wish) return propagate(wish.error());
    const auto photo =
        open_photo(visit.database, *own, visit.officer(), *visit.api.photos, *wish, visit.scope);
    if (!photo) return propagate(photo.error());
    const auto people = visit.database.read([&]() -> Result<std::vector<PersonId>> {
        return EvidenceRepository(visit.database).people_on(wish->sha256);
    });
    if (!people) return propagate(people.error());
    for (const PersonId& person : *people) {
        if (auto noted = visit.note_one({ViewKind::photo, wish->why}, person); !noted)
            return propagate(noted.error());
    }
    return fresh_json(201, photo_json(*photo));
}

}  // namespace

std::string_view openapi_document() {
    return openapi().front();
}

std::vector<httpd::Route> web_routes(const WebApi& api) {
    std::vector<httpd::Route> routes;
    routes.push_back(guarded(api, "/v1/today", Permission::see_attendance, today));
    routes.push_back(guarded(api, "/v1/arrivals", Permission::see_attendance, arrivals));
    routes.push_back(guarded(api, "/v1/terminals", Permission::see_terminals, terminals));
    routes.push_back(
        decision(api, "/v1/terminals/{dev}/confirmations", Permission::decide_terminals, confirm));
    routes.push_back(decision(api, "/v1/terminals/{dev}/revocations", Permission::decide_terminals, revoke));
    routes.push_back(decision(api, "/v1/photos/{sha256}/openings", Permission::open_photos, show_photo));
    for (auto* part : {session_routes, review_routes, day_routes, recap_routes, person_routes, account_routes,
                       view_routes, paper_routes, outage_routes, case_routes, ethics_routes}) {
        for (httpd::Route& route : part(api))
            routes.push_back(std::move(route));
    }
    routes.push_back({.method = "GET", .pattern = "/v1/openapi.json", .handle = [](const Request&) {
                          return httpd::json_response(200, std::string(openapi_document()));
                      }});
    return routes;
}

httpd::EventRoute web_events(const WebApi& api) {
    const auto listen = [api](const RequestHead& head) -> std::expected<httpd::EventTopic, Response> {
        const auto scope = scope_for(api, head, Permission::see_attendance);
        if (!scope) return std::unexpected(refuse(api, head, scope.error()));
        return scope->is_all() ? httpd::EventTopic{} : httpd::EventTopic{scope->opd()};
    };
    return {"/v1/events", listen, api.feed.hub()};
}

}  // namespace hadir::central
