#include "central/web_shell.h"

#include <algorithm>
#include <charconv>
#include <functional>

#include "central/account_json.h"
#include "central/refusals.h"
#include "core/station.h"

namespace hadir::central {
// The sign-in page shows the strip DEMO before anybody has signed in. `object` is one JSON object.
std::string with_demo(const WebApi& api, std::string object) {
    if (api.demo) object.insert(object.size() - 1, ",\"demo\":true");
    return object;
}

httpd::Response refuse(const WebApi& api, const httpd::RequestHead& head, const Error& error) {
    httpd::Response response = httpd::problem(head.id, problem_of(error));
    if (error.code == ErrorCode::rate) {
        const auto wait = std::chrono::duration_cast<std::chrono::seconds>(kSignInWindow).count();
        response.headers.push_back({"Retry-After", std::to_string(wait)});
    }
    if (error.code == ErrorCode::no_session) response.body = with_demo(api, std::move(response.body));
    return response;
}

// Figures are of this moment: no cache may keep them.
httpd::Response fresh_json(int status, std::string body) {
    httpd::Response response = httpd::json_response(status, std::move(body));
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

std::optional<std::string> session_id(const WebApi& api, const httpd::RequestHead& head) {
    const auto cookies = head.header("Cookie");
    return cookies ? session_id_in(api.transport, *cookies) : std::nullopt;
}

std::string agent_of(const httpd::RequestHead& head) {
    std::string agent(head.header("User-Agent").value_or("").substr(0, kAgentBytesMax));
    std::ranges::replace_if(agent, [](char c) { return c < ' ' || c > '~'; }, '?');
    return agent;
}

namespace {

Result<Session> any_session_of(const WebApi& api, const Database& database, const httpd::RequestHead& head) {
    const auto id = session_id(api, head);
    if (!id) return fail(ErrorCode::no_session, "nobody is signed in");
    const auto session = find_session(database, *id, api.clock.wall());
    if (!session) return propagate(session.error());
    if (!*session) return fail(ErrorCode::no_session, "the session is over");
    return **session;
}

// Who is let to a route, and to whose data.
using Gate = std::function<Result<OpdScope>(const Session&)>;

Gate gate_of(Permission permission) {
    return [permission](const Session& session) -> Result<OpdScope> {
        if (session.stage != Stage::open) return fail(ErrorCode::no_session, "the sign-in is not complete");
        const auto scope = scope_of(session.holder(), permission);
        if (!scope)
            return fail(ErrorCode::not_allowed, std::string("this account has no ") + name_of(permission));
        return *scope;
    };
}

Result<OpdScope> pass_gate(const WebApi& api, const httpd::RequestHead& head, const Gate& gate) {
    const auto loan = api.pool.borrow();
    if (!loan) return propagate(loan.error());
    const auto session = any_session_of(api, **loan, head);
    if (!session) return propagate(session.error());
    return gate(*session);
}

}  // namespace

Result<Session> session_of(const WebApi& api, const Database& database, const httpd::RequestHead& head) {
    auto session = any_session_of(api, database, head);
    if (session && session->stage != Stage::open)
        return fail(ErrorCode::no_session, "the sign-in is not complete");
    return session;
}

Result<OpdScope> scope_for(const WebApi& api, const httpd::RequestHead& head, Permission permission) {
    return pass_gate(api, head, gate_of(permission));
}

Result<void> Visit::note_list(const Look& look, std::vector<PersonId> people) const {
    return central::note_list(database, {session.person, session.role}, look, std::move(people),
                              api.clock.wall(), api.zone);
}

Result<void> Visit::note_one(const Look& look, const PersonId& person) const {
    return central::note_one(database, {session.person, session.role}, look, person, api.clock.wall(),
                             api.zone);
}

Result<OwnLedger> Visit::own_ledger() const {
    if (api.ledger_key == nullptr) return fail(ErrorCode::not_allowed, "this server decides nothing");
    return OwnLedger{*api.ledger_key, api.clock, api.random, api.mirror};
}

Result<httpd::Response> signed_in(const WebApi& api, const Database& database, const httpd::RequestHead& head,
                                  const SignedIn& entered) {
    // The id that came with the request, if any, is worth nothing from here on.
    if (const auto old = session_id(api, head)) {
        if (auto out = sign_out(database, *old); !out) return propagate(out.error());
    }
    httpd::Response response = fresh_json(201, with_demo(api, session_json(entered.session)));
    response.headers.push_back(
        {"Set-Cookie", session_cookie(api.transport, entered.id, entered.session.role)});
    return response;
}

// The value of a query key that may stand at most once; empty when it is not there.
Result<std::string> query_value(const httpd::RequestHead& head, std::string_view key) {
    std::string value;
    int times = 0;
    for (const auto& [name, text] : head.query) {
        if (name != key) continue;
        value = text;
        if (++times > 1)
            return fail(ErrorCode::malformed, "query: " + std::string(key) + " stands more than once");
    }
    return value;
}

Result<int> limit_of(const httpd::RequestHead& head) {
    const auto text = query_value(head, "limit");
    if (!text) return propagate(text.error());
    if (text->empty()) return kPageRows;
    int limit = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (fault != std::errc{} || end != text->data() + text->size() || limit < 1 || limit > kPageRowsMax)
        return fail(ErrorCode::malformed, "query: limit must be a number from 1 to 500");
    return limit;
}

Result<OpdScope> scope_in(const httpd::RequestHead& head, const OpdScope& scope) {
    const auto opd = query_value(head, "opd");
    if (!opd) return propagate(opd.error());
    if (opd->size() > kOpdBytesMax) return fail(ErrorCode::malformed, "query: opd is over 128 bytes");
    return scope.narrowed_to(*opd);
}

Result<std::string> day_of(const Visit& visit) {
    const auto text = query_value(visit.request, "day");
    if (!text) return propagate(text.error());
    if (!text->empty()) {
        if (!parse_day(*text)) return fail(ErrorCode::malformed, "query: day must be like 2026-11-24");
        return *text;
    }
    StationPolicy policy;
    policy.zone = visit.api.zone;
    return format_day(local_day(presence_day_start(visit.api.clock.wall(), policy), visit.api.zone));
}

namespace {

// A page that asks by itself says so: that keeps nobody's session awake.
constexpr std::string_view kUnattended = "Hadir-Unattended";

// The session is looked up once more: it may have ended while the body was read.
httpd::Response visit(const WebApi& api, const httpd::Request& request, const Gate& gate, WebHandler handle) {
    return with_database(api, request, [&](const Database& database) -> Result<httpd::Response> {
        const auto session = any_session_of(api, database, request);
        if (!session) return propagate(session.error());
        const auto scope = gate(*session);
        if (!scope) return propagate(scope.error());
        if (!request.header(kUnattended)) {
            const auto id = session_id(api, request);
            if (auto kept = keep_awake(database, *id, *session, api.clock.wall()); !kept)
                return propagate(kept.error());
        }
        auto done = handle({api, database, request, *session, *scope});
        // What a page sends is a request like any other.
        if (!done && done.error().code == ErrorCode::usage)
            return fail(ErrorCode::malformed, done.error().message);
        return done;
    });
}

httpd::Route route_of(const WebApi& api, const char* method, const char* pattern, const Gate& gate,
                      WebHandler handle) {
    return {.method = method,
            .pattern = pattern,
            .admit = [api, gate](const httpd::RequestHead& head) -> std::optional<httpd::Response> {
                const auto scope = pass_gate(api, head, gate);
                return scope ? std::nullopt : std::optional(refuse(api, head, scope.error()));
            },
            .handle = [api, gate,
                       handle](const httpd::Request& request) { return visit(api, request, gate, handle); }};
}

httpd::Route with_body(httpd::Route route) {
    route.body_bytes_max = kDecisionBytesMax;
    route.content_types = {"application/json"};
    return route;
}

}  // namespace

httpd::Route guarded(const WebApi& api, const char* pattern, Permission permission, WebHandler handle) {
    return route_of(api, "GET", pattern, gate_of(permission), handle);
}

httpd::Route decision(const WebApi& api, const char* pattern, Permission permission, WebHandler handle) {
    return with_body(route_of(api, "POST", pattern, gate_of(permission), handle));
}

httpd::Route ending(const WebApi& api, const char* pattern, Permission permission, WebHandler handle) {
    return route_of(api, "DELETE", pattern, gate_of(permission), handle);
}

httpd::Route sign_in_step(const WebApi& api, const char* pattern, std::initializer_list<Stage> stages,
                          WebHandler handle) {
    const Gate gate = [stages = std::vector(stages)](const Session& session) -> Result<OpdScope> {
        if (std::ranges::find(stages, session.stage) == stages.end())
            return fail(ErrorCode::not_allowed, "the sign-in waits for another step");
        return OpdScope::only("");
    };
    return with_body(route_of(api, "POST", pattern, gate, handle));
}

httpd::Route at_any_stage(const WebApi& api, const char* pattern, WebHandler handle) {
    return route_of(
        api, "GET", pattern, [](const Session&) -> Result<OpdScope> { return OpdScope::only(""); }, handle);
}

}  // namespace hadir::central
