// What every route of the `web` listener begins and ends with: a database, a session, the words of a refusal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

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
// NO_SESSION.
[[nodiscard]] Result<Session> session_of(const WebApi& api, const Database& database,
                                         const httpd::RequestHead& head);
// Ends whatever session came with the request; 201 with the new one and its cookie.
[[nodiscard]] Result<httpd::Response> signed_in(const WebApi& api, const Database& database,
                                                const httpd::RequestHead& head, const SignedIn& entered);
// A refusal, or nothing for somebody who is signed in.
[[nodiscard]] std::optional<httpd::Response> admit_session(const WebApi& api, const httpd::RequestHead& head);
// NOT_ALLOWED for a person who is neither officer nor administrator.
[[nodiscard]] std::optional<httpd::Response> admit_staff(const WebApi& api, const httpd::RequestHead& head);

// The value of a query key that may stand at most once; empty when it is not there. MALFORMED.
[[nodiscard]] Result<std::string> query_value(const httpd::RequestHead& head, std::string_view key);
[[nodiscard]] Result<int> limit_of(const httpd::RequestHead& head);

constexpr std::size_t kOpdBytesMax = 128;

using WebHandler = httpd::Response (*)(const WebApi&, const httpd::Request&);
// A route for officers and administrators.
[[nodiscard]] httpd::Route guarded(const WebApi& api, const char* pattern, WebHandler handle);
// The same, to change something.
[[nodiscard]] httpd::Route decision(const WebApi& api, const char* pattern, WebHandler handle);

template <class Work>
httpd::Response with_database(const WebApi& api, const httpd::RequestHead& head, Work work) {
    const auto loan = api.pool.borrow();
    if (!loan) return refuse(api, head, loan.error());
    const Result<httpd::Response> response = work(**loan);
    return response ? *response : refuse(api, head, response.error());
}

}  // namespace hadir::central
