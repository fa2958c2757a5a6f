#include "central/session_api.h"

#include "central/account_json.h"
#include "central/accounts.h"
#include "central/factors.h"
#include "central/web_shell.h"
#include "wire/json.h"
#include "wire/password.h"

namespace hadir::central {
namespace {

using httpd::Request;
using httpd::Response;

constexpr std::size_t kSignInBytesMax = 4096;
constexpr std::size_t kCodeBytesMax = 32;

Result<Credentials> read_credentials(std::string_view body) {
    const auto json = wire::parse_json(body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "sign-in");
    Credentials credentials{fields.text("user"), fields.text("password", wire::kPasswordBytesMax)};
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return credentials;
}

Result<std::string> read_code(std::string_view body) {
    const auto json = wire::parse_json(body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "code");
    std::string code = fields.text("code", kCodeBytesMax);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return code;
}

Result<PasswordChange> read_change(std::string_view body) {
    const auto json = wire::parse_json(body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "change");
    PasswordChange change{fields.text("password", wire::kPasswordBytesMax),
                          fields.text("new", wire::kPasswordBytesMax)};
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return change;
}

Response open_one(const WebApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Result<Response> {
        const auto credentials = read_credentials(request.body);
        if (!credentials) return propagate(credentials.error());
        const auto entered = sign_in(database, api.random, *credentials, api.clock.wall(), agent_of(request));
        if (!entered) return propagate(entered.error());
        return signed_in(api, database, request, *entered);
    });
}

Response close_one(const WebApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Result<Response> {
        if (const auto id = session_id(api, request)) {
            if (auto out = sign_out(database, *id); !out) return propagate(out.error());
        }
        return Response{204, {{"Set-Cookie", expired_cookie(api.transport)}}, ""};
    });
}

Result<Response> current(const Visit& visit) {
    return fresh_json(200, with_demo(visit.api, session_json(visit.session)));
}

// The step was taken: what the account owes now decides the next one.
Result<SignedIn> next_step(const Visit& visit) {
    return advance(visit.database, visit.api.random, visit.session.account, visit.api.clock.wall(),
                   agent_of(visit.request));
}

Result<Response> pass(const Visit& visit) {
    const auto code = read_code(visit.request.body);
    if (!code) return propagate(code.error());
    if (auto right = pass_factor(visit.database, visit.session.account, *code, visit.api.clock.wall());
        !right)
        return propagate(right.error());
    const auto entered = next_step(visit);
    if (!entered) return propagate(entered.error());
    return signed_in(visit.api, visit.database, visit.request, *entered);
}

Result<Response> offer(const Visit& visit) {
    const auto secret =
        offer_factor(visit.database, visit.api.random, visit.session.account, visit.api.clock.wall());
    if (!secret) return propagate(secret.error());
    return fresh_json(201, factor_json(*secret, visit.session.account));
}

Result<Response> prove(const Visit& visit) {
    const auto code = read_code(visit.request.body);
    if (!code) return propagate(code.error());
    const auto recovery =
        prove_factor(visit.database, visit.api.random, visit.session.account, *code, visit.api.clock.wall());
    if (!recovery) return propagate(recovery.error());
    const auto entered = next_step(visit);
    if (!entered) return propagate(entered.error());
    auto response = signed_in(visit.api, visit.database, visit.request, *entered);
    if (response) response->body = with_recovery(std::move(response->body), *recovery);
    return response;
}

Result<Response> replace_password(const Visit& visit) {
    const auto change = read_change(visit.request.body);
    if (!change) return propagate(change.error());
    if (auto done = change_password(visit.database, visit.session.account, *change, visit.api.clock.wall());
        !done)
        return propagate(done.error());
    const auto entered = next_step(visit);
    if (!entered) return propagate(entered.error());
    return signed_in(visit.api, visit.database, visit.request, *entered);
}

Result<Response> own_sessions(const Visit& visit) {
    const auto rows = sessions_of(visit.database, visit.session.account, visit.api.clock.wall());
    if (!rows) return propagate(rows.error());
    return fresh_json(200, own_sessions_json(*rows, session_hash(*session_id(visit.api, visit.request))));
}

Result<Response> end_one(const Visit& visit) {
    const auto id = Hash::parse_hex(visit.request.captures.front());
    if (!id) return fail(ErrorCode::not_found, "the path names no session");
    if (auto done = end_session(visit.database, visit.session.account, *id, visit.api.clock.wall()); !done)
        return propagate(done.error());
    return Response{204, {}, ""};
}

}  // namespace

std::vector<httpd::Route> session_routes(const WebApi& api) {
    return {{.method = "POST",
             .pattern = "/v1/sessions",
             .body_bytes_max = kSignInBytesMax,
             .content_types = {"application/json"},
             .handle = [api](const Request& request) { return open_one(api, request); }},
            {.method = "DELETE",
             .pattern = "/v1/sessions/current",
             .handle = [api](const Request& request) { return close_one(api, request); }},
            at_any_stage(api, "/v1/sessions/current", current),
            sign_in_step(api, "/v1/sessions/current/factor", {Stage::factor}, pass),
            sign_in_step(api, "/v1/own/factor", {Stage::enrolment, Stage::open}, offer),
            sign_in_step(api, "/v1/own/factor/proofs", {Stage::enrolment, Stage::open}, prove),
            sign_in_step(api, "/v1/own/password", {Stage::password, Stage::open}, replace_password),
            guarded(api, "/v1/own/sessions", Permission::own_affairs, own_sessions),
            ending(api, "/v1/own/sessions/{id}", Permission::own_affairs, end_one)};
}

}  // namespace hadir::central
