#include "central/web_api.h"

#include <span>

#include "central/api_json.h"
#include "central/log_repository.h"
#include "central/person_api.h"
#include "central/review_api.h"
#include "central/terminal_decisions.h"
#include "central/web_shell.h"
#include "core/station.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::central {

std::span<const std::string_view> openapi();  // embedded by CMake

namespace {

using httpd::Request;
using httpd::RequestHead;
using httpd::Response;

constexpr std::size_t kSignInBytesMax = 4096;
constexpr std::chrono::minutes kReportingWithin{30};  // six rounds of a terminal that is online

Result<std::string> day_of(const WebApi& api, const RequestHead& head) {
    const auto text = query_value(head, "day");
    if (!text) return propagate(text.error());
    if (!text->empty()) {
        if (!parse_day(*text)) return fail(ErrorCode::malformed, "query: day must be like 2026-11-24");
        return *text;
    }
    StationPolicy policy;
    policy.zone = api.zone;
    return format_day(local_day(presence_day_start(api.clock.wall(), policy), api.zone));
}

Result<Credentials> read_credentials(std::string_view body) {
    const auto json = wire::parse_json(body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "sign-in");
    Credentials credentials{fields.text("user"), fields.text("password", wire::kPasswordBytesMax)};
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return credentials;
}

Response open_session(const WebApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Result<Response> {
        const auto credentials = read_credentials(request.body);
        if (!credentials) return propagate(credentials.error());
        const auto entered = sign_in(database, api.random, *credentials, api.clock.wall());
        if (!entered) return propagate(entered.error());
        return signed_in(api, database, request, *entered);
    });
}

Response close_session(const WebApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Result<Response> {
        if (const auto id = session_id(api, request)) {
            if (auto out = sign_out(database, *id); !out) return propagate(out.error());
        }
        return Response{204, {{"Set-Cookie", expired_cookie(api.transport)}}, ""};
    });
}

Response current_session(const WebApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Result<Response> {
        const auto session = session_of(api, database, request);
        if (!session) return propagate(session.error());
        return fresh_json(200, with_demo(api, session_json(*session)));
    });
}

Response today(const WebApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Result<Response> {
        const auto day = day_of(api, request);
        if (!day) return propagate(day.error());
        const UnixMs now = api.clock.wall();
        const auto figures = database.read([&]() -> Result<Today> {
            DevicesRepository devices(database);
            const auto epoch = LogRepository(database).epoch();
            return Today{*day,
                         api.zone,
                         now,
                         api.demo,
                         AttendanceRepository(database).by_opd(*day),
                         devices.count(),
                         devices.count_reporting(now + -kReportingWithin),
                         epoch ? epoch->halted : std::nullopt};
        });
        if (!figures) return propagate(figures.error());
        return fresh_json(200, today_json(*figures));
    });
}

struct ArrivalQuery {
    std::string day;
    std::string opd;
    int limit = kPageRows;
    std::optional<ArrivalCursor> cursor;
};

Result<ArrivalQuery> arrival_query(const WebApi& api, const RequestHead& head) {
    const auto day = day_of(api, head);
    if (!day) return propagate(day.error());
    const auto opd = query_value(head, "opd");
    if (!opd) return propagate(opd.error());
    if (opd->size() > kOpdBytesMax) return fail(ErrorCode::malformed, "query: opd is over 128 bytes");
    const auto limit = limit_of(head);
    if (!limit) return propagate(limit.error());
    const auto text = query_value(head, "cursor");
    if (!text) return propagate(text.error());
    const auto cursor = text->empty() ? std::nullopt : parse_cursor(*text);
    if (!text->empty() && !cursor)
        return fail(ErrorCode::malformed, "query: cursor must be the `next` of an earlier page");
    return ArrivalQuery{*day, *opd, *limit, cursor};
}

Response arrivals(const WebApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Result<Response> {
        const auto query = arrival_query(api, request);
        if (!query) return propagate(query.error());
        auto rows = database.read([&]() -> Result<std::vector<Arrival>> {
            return AttendanceRepository(database).arrivals(query->day, query->opd, query->cursor,
                                                           query->limit + 1);
        });
        if (!rows) return propagate(rows.error());
        std::optional<std::string> next;
        if (static_cast<int>(rows->size()) > query->limit) {
            rows->pop_back();
            next = write_cursor({rows->back().at.value, rows->back().id});
        }
        return fresh_json(200, arrivals_json(*rows, next));
    });
}

Response terminals(const WebApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Result<Response> {
        const auto limit = limit_of(request);
        if (!limit) return propagate(limit.error());
        const auto cursor = query_value(request, "cursor");
        if (!cursor) return propagate(cursor.error());
        if (!cursor->empty() && !DeviceId::parse_hex(*cursor))
            return fail(ErrorCode::malformed, "query: cursor must be the `next` of an earlier page");
        auto rows = database.read([&]() -> Result<std::vector<TerminalRow>> {
            return DevicesRepository(database).terminals(*cursor, *limit + 1);
        });
        if (!rows) return propagate(rows.error());
        std::optional<std::string> next;
        if (static_cast<int>(rows->size()) > *limit) {
            rows->pop_back();
            next = rows->back().dev.hex();
        }
        return fresh_json(200, terminals_json(*rows, next));
    });
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
Response decide_terminal(const WebApi& api, const Request& request, Read read, Decide decide) {
    return with_database(api, request, [&](const Database& database) -> Result<Response> {
        const auto session = session_of(api, database, request);
        if (!session) return propagate(session.error());
        if (api.ledger_key == nullptr) return fail(ErrorCode::not_allowed, "this server decides nothing");
        const auto wanted = read(request);
        if (!wanted) return propagate(wanted.error());
        const OwnLedger own{*api.ledger_key, api.clock, api.random, api.mirror};
        auto done = decide(database, own, Officer{session->person, session->account}, *wanted);
        // What the page sends is a request like any other.
        if (!done && done.error().code == ErrorCode::usage)
            return fail(ErrorCode::malformed, done.error().message);
        if (!done) return propagate(done.error());
        api.feed.tell(database, wanted->dev, {});
        const auto row = database.read([&]() -> Result<std::optional<TerminalRow>> {
            return DevicesRepository(database).terminal(wanted->dev);
        });
        if (!row) return propagate(row.error());
        return fresh_json(201, terminal_json(**row));
    });
}

Response confirm(const WebApi& api, const Request& request) {
    return decide_terminal(api, request, read_confirmation, confirm_terminal);
}

Response revoke(const WebApi& api, const Request& request) {
    return decide_terminal(api, request, read_revocation, revoke_terminal);
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

// Officers who judge presence may see one; who keeps the accounts may not.
Response show_photo(const WebApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Result<Response> {
        const auto session = session_of(api, database, request);
        if (!session) return propagate(session.error());
        if (api.ledger_key == nullptr || api.photos == nullptr || session->role != Role::officer)
            return fail(ErrorCode::not_allowed, "photographs are opened by officers alone");
        const auto wish = read_photo_wish(request);
        if (!wish) return propagate(wish.error());
        const OwnLedger own{*api.ledger_key, api.clock, api.random, api.mirror};
        const auto photo =
            open_photo(database, own, Officer{session->person, session->account}, *api.photos, *wish);
        if (!photo && photo.error().code == ErrorCode::usage)
            return fail(ErrorCode::malformed, photo.error().message);
        if (!photo) return propagate(photo.error());
        return fresh_json(201, photo_json(*photo));
    });
}

}  // namespace

std::string_view openapi_document() {
    return openapi().front();
}

std::vector<httpd::Route> web_routes(const WebApi& api) {
    std::vector<httpd::Route> routes;
    routes.push_back({.method = "POST",
                      .pattern = "/v1/sessions",
                      .body_bytes_max = kSignInBytesMax,
                      .content_types = {"application/json"},
                      .handle = [api](const Request& request) { return open_session(api, request); }});
    routes.push_back({.method = "DELETE",
                      .pattern = "/v1/sessions/current",
                      .handle = [api](const Request& request) { return close_session(api, request); }});
    routes.push_back({.method = "GET",
                      .pattern = "/v1/sessions/current",
                      .handle = [api](const Request& request) { return current_session(api, request); }});
    routes.push_back(guarded(api, "/v1/today", today));
    routes.push_back(guarded(api, "/v1/arrivals", arrivals));
    routes.push_back(guarded(api, "/v1/terminals", terminals));
    routes.push_back(decision(api, "/v1/terminals/{dev}/confirmations", confirm));
    routes.push_back(decision(api, "/v1/terminals/{dev}/revocations", revoke));
    routes.push_back(decision(api, "/v1/photos/{sha256}/openings", show_photo));
    for (httpd::Route& route : review_routes(api))
        routes.push_back(std::move(route));
    for (httpd::Route& route : person_routes(api))
        routes.push_back(std::move(route));
    routes.push_back({.method = "GET", .pattern = "/v1/openapi.json", .handle = [](const Request&) {
                          return httpd::json_response(200, std::string(openapi_document()));
                      }});
    return routes;
}

httpd::EventRoute web_events(const WebApi& api) {
    return {"/v1/events", [api](const RequestHead& head) { return admit_staff(api, head); }, api.feed.hub()};
}

}  // namespace hadir::central
