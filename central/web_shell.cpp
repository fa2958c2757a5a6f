#include "central/web_shell.h"

#include <charconv>

#include "central/api_json.h"
#include "central/refusals.h"

namespace hadir::central {
namespace {

constexpr std::size_t kDecisionBytesMax = 4096;

}  // namespace

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

Result<Session> session_of(const WebApi& api, const Database& database, const httpd::RequestHead& head) {
    const auto id = session_id(api, head);
    if (!id) return fail(ErrorCode::no_session, "nobody is signed in");
    const auto session = find_session(database, *id, api.clock.wall());
    if (!session) return propagate(session.error());
    if (!*session) return fail(ErrorCode::no_session, "the session is over");
    return **session;
}

std::optional<httpd::Response> admit_session(const WebApi& api, const httpd::RequestHead& head) {
    const auto loan = api.pool.borrow();
    if (!loan) return refuse(api, head, loan.error());
    const auto session = session_of(api, **loan, head);
    return session ? std::nullopt : std::optional(refuse(api, head, session.error()));
}

std::optional<httpd::Response> admit_staff(const WebApi& api, const httpd::RequestHead& head) {
    const auto loan = api.pool.borrow();
    if (!loan) return refuse(api, head, loan.error());
    const auto session = session_of(api, **loan, head);
    if (!session) return refuse(api, head, session.error());
    if (session->role == Role::person)
        return refuse(api, head, Error(ErrorCode::not_allowed, "this account sees its own affairs only"));
    return std::nullopt;
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

httpd::Route decision(const WebApi& api, const char* pattern,
                      httpd::Response (*handle)(const WebApi&, const httpd::Request&)) {
    return {.method = "POST",
            .pattern = pattern,
            .body_bytes_max = kDecisionBytesMax,
            .content_types = {"application/json"},
            .admit = [api](const httpd::RequestHead& head) { return admit_staff(api, head); },
            .handle = [api, handle](const httpd::Request& request) { return handle(api, request); }};
}

httpd::Route guarded(const WebApi& api, const char* pattern,
                     httpd::Response (*handle)(const WebApi&, const httpd::Request&)) {
    return {.method = "GET",
            .pattern = pattern,
            .admit = [api](const httpd::RequestHead& head) { return admit_staff(api, head); },
            .handle = [api, handle](const httpd::Request& request) { return handle(api, request); }};
}

}  // namespace hadir::central
