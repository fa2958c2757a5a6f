#include "httpd/refusals.h"

namespace hadir::httpd {

Problem bad_head(const Error& error) {
    return {.code = error.code, .detail = error.message, .action = "send a well-formed HTTP/1.1 request"};
}
Problem headers_too_long(std::size_t bytes_max) {
    return {.code = ErrorCode::headers,
            .detail = "the headers are over " + std::to_string(bytes_max) + " bytes",
            .action = "send fewer or shorter headers"};
}
Problem head_too_late() {
    return {.code = ErrorCode::timeout,
            .detail = "the request's headers did not come in time",
            .action = "send the request again"};
}
Problem body_too_late() {
    return {.code = ErrorCode::timeout,
            .detail = "the body did not come in time",
            .action = "send the request again"};
}
Problem body_ended_early() {
    return {.code = ErrorCode::malformed,
            .detail = "the connection ended within the body",
            .action = "send the request again"};
}
Problem bad_body(const Error& error) {
    const bool large = error.code == ErrorCode::too_large;
    return {.code = error.code,
            .detail = error.message,
            .action = large ? "send less in one request" : "send a well-formed body"};
}
Problem no_body_taken() {
    return {.code = ErrorCode::too_large, .detail = "no body is taken here", .action = "send none"};
}
Problem foreign_host() {
    return {.code = ErrorCode::not_allowed,
            .detail = "this server does not answer for that Host",
            .action = "use an address that the server was set up with",
            .status = 421};
}
Problem foreign_origin() {
    return {.code = ErrorCode::not_allowed,
            .detail = "Origin is missing or is not this site's",
            .action = "send the request from the site's own pages"};
}
Problem wrong_type(const Route& route) {
    return {.code = ErrorCode::malformed,
            .detail = "Content-Type must be " + route.content_types.front(),
            .action = "send the body as that type",
            .status = 415};
}
Problem nothing_here() {
    return {.code = ErrorCode::not_found,
            .detail = "there is nothing at this path",
            .action = "check the address"};
}
Problem not_a_socket() {
    return {.code = ErrorCode::malformed,
            .detail = "this path only takes a WebSocket's opening",
            .action = "open it as a WebSocket"};
}
Problem failed() {
    return {.code = ErrorCode::internal,
            .detail = "the server failed at this request",
            .action = "try again later; tell the operator the request's number"};
}

Response wrong_method(const RequestHead& head, const std::string& allow) {
    auto answer = problem(head.id, {.code = ErrorCode::method,
                                    .detail = "this path does not take " + head.method,
                                    .action = "use a method that Allow names"});
    answer.headers.push_back({"Allow", allow});
    return answer;
}
Response too_many_listen(const RequestHead& head) {
    auto answer = problem(head.id, {.code = ErrorCode::rate,
                                    .detail = "too many pages listen already",
                                    .action = "close pages that are not needed"});
    answer.headers.push_back({"Retry-After", "60"});
    return answer;
}

}  // namespace hadir::httpd
