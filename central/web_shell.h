// What every route of the `web` listener begins and ends with: a database, a session, the words of a refusal.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "central/accounts.h"
#include "central/decisions.h"
#include "central/permissions.h"
#include "central/views.h"
#include "central/web_api.h"
#include "core/result.h"
#include "httpd/request.h"
#include "httpd/response.h"

namespace hadir::central {

// Pages show the strip DEMO before anybody has signed in. `object` is one JSON object.
[[nodiscard]] std::string with_demo(const WebApi& api, std::string object);
[[nodiscard]] httpd::Response refuse(const WebApi& api, const httpd::RequestHead& head, const Error& error);
// Figures are of this moment: no cache may keep them.
[[nodiscard]] httpd::Response fresh_json(int status, std::string body);

[[nodiscard]] std::optional<std::string> session_id(const WebApi& api, const httpd::RequestHead& head);
// What the browser calls itself, as plain ASCII.
[[nodiscard]] std::string agent_of(const httpd::RequestHead& head);
// An open one: NO_SESSION for a sign-in that waits for its next step, too.
[[nodiscard]] Result<Session> session_of(const WebApi& api, const Database& database,
                                         const httpd::RequestHead& head);
// Ends whatever session came with the request; 201 with the new one and its cookie.
[[nodiscard]] Result<httpd::Response> signed_in(const WebApi& api, const Database& database,
                                                const httpd::RequestHead& head, const SignedIn& entered);
// Whose data that permission of who asks is about. NO_SESSION; NOT_ALLOWED.
[[nodiscard]] Result<OpdScope> scope_for(const WebApi& api, const httpd::RequestHead& head,
                                         Permission permission);

// The value of a query key that may stand at most once; empty when it is not there. MALFORMED.
[[nodiscard]] Result<std::string> query_value(const httpd::RequestHead& head, std::string_view key);
[[nodiscard]] Result<int> limit_of(const httpd::RequestHead& head);
// The OPD that the page asks for within that scope. MALFORMED; NOT_ALLOWED for another one.
[[nodiscard]] Result<OpdScope> scope_in(const httpd::RequestHead& head, const OpdScope& scope);

// One request of somebody who may make it, and whose data it may be about.
struct Visit {
    const WebApi& api;
    const Database& database;
    const httpd::Request& request;
    const Session& session;
    OpdScope scope;

    [[nodiscard]] Officer officer() const { return {session.person, session.account}; }
    // A look at these people's data, before it is answered (central/views.h): a list of them, or one.
    [[nodiscard]] Result<void> note_list(const Look& look, std::vector<PersonId> people) const;
    [[nodiscard]] Result<void> note_one(const Look& look, const PersonId& person) const;
    // NOT_ALLOWED where the server decides nothing.
    [[nodiscard]] Result<OwnLedger> own_ledger() const;
};
// The day of presence that the page asks for; without one, the current. MALFORMED.
[[nodiscard]] Result<std::string> day_of(const Visit& visit);

// Gives the scope on to every query. USAGE that it returns is MALFORMED outside.
using WebHandler = Result<httpd::Response> (*)(const Visit&);

constexpr std::size_t kDecisionBytesMax = 4096;

// The routes of the `web` listener that need a session: each names what it lets somebody do
// (central/permissions.h). To read:
[[nodiscard]] httpd::Route guarded(const WebApi& api, const char* pattern, Permission permission,
                                   WebHandler handle);
// To change something, with a body of JSON:
[[nodiscard]] httpd::Route decision(const WebApi& api, const char* pattern, Permission permission,
                                    WebHandler handle);
// To end something:
[[nodiscard]] httpd::Route ending(const WebApi& api, const char* pattern, Permission permission,
                                  WebHandler handle);

// To take a step of a sign-in that waits for one of these, with a body of JSON; NOT_ALLOWED at another stage.
[[nodiscard]] httpd::Route sign_in_step(const WebApi& api, const char* pattern,
                                        std::initializer_list<Stage> stages, WebHandler handle);
// To read how far the sign-in has come.
[[nodiscard]] httpd::Route at_any_stage(const WebApi& api, const char* pattern, WebHandler handle);

template <class Work>
httpd::Response with_database(const WebApi& api, const httpd::RequestHead& head, Work work) {
    const auto loan = api.pool.borrow();
    if (!loan) return refuse(api, head, loan.error());
    const Result<httpd::Response> response = work(**loan);
    return response ? *response : refuse(api, head, response.error());
}

}  // namespace hadir::central
