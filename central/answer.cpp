#include "central/answer.h"

#include "wire/json.h"

namespace hadir::central {
namespace {

const char* title_of(int status) {
    switch (status) {
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        default:
            return "Internal Server Error";
    }
}

// What the other side can do about it, where nothing better was said.
const char* usual_action(ErrorCode code) {
    switch (code) {
        case ErrorCode::gap:
            return "send from expect_from";
        case ErrorCode::conflict:
            return "use the incarnation that expect_inc names";
        case ErrorCode::rate:
        case ErrorCode::internal:
        case ErrorCode::timeout:
            return "try again later";
        case ErrorCode::no_session:
            return "sign in";
        case ErrorCode::revoked:
        case ErrorCode::wrong_device:
            return "ask BKD";
        case ErrorCode::fork:
            return "keep the records and ask BKD";
        default:
            return "correct the request";
    }
}

}  // namespace

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::malformed:
        case ErrorCode::usage:
            return 400;
        case ErrorCode::no_session:
            return 401;
        case ErrorCode::wrong_device:
        case ErrorCode::revoked:
        case ErrorCode::not_allowed:
            return 403;
        case ErrorCode::unknown_code:
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::method:
            return 405;
        case ErrorCode::timeout:
            return 408;
        case ErrorCode::gap:
        case ErrorCode::fork:
        case ErrorCode::conflict:
            return 409;
        case ErrorCode::expired:
            return 410;
        case ErrorCode::too_large:
            return 413;
        case ErrorCode::bad_chain:
        case ErrorCode::bad_signature:
            return 422;
        case ErrorCode::rate:
            return 429;
        case ErrorCode::headers:
            return 431;
        case ErrorCode::internal:
        case ErrorCode::storage:
        case ErrorCode::unavailable:
            break;
    }
    return 500;
}

Answer problem_answer(const Problem& problem) {
    const int status = problem.status.value_or(status_of(problem.code));
    // Codes that never leave a program are INTERNAL outside.
    const ErrorCode code = status == 500 ? ErrorCode::internal : problem.code;
    wire::JsonWriter json;
    json.begin_object()
        .field("type", "about:blank")
        .field("title", title_of(status))
        .field("status", status)
        .field("code", name_of(code))
        .field("detail", problem.detail)
        .field("action", problem.action.empty() ? usual_action(code) : problem.action.c_str());
    if (problem.line) json.field("line", *problem.line);
    if (problem.expect_from) json.field("expect_from", *problem.expect_from);
    if (problem.expect_inc) json.field("expect_inc", *problem.expect_inc);
    if (problem.from) json.field("from", *problem.from);
    return {status, "application/problem+json", json.end_object().take(), {}};
}

Problem problem_of(const Error& error) {
    Problem problem;
    problem.code = error.code;
    problem.detail = error.message;
    problem.line = error.line;
    return problem;
}

Answer json_answer(int status, std::string body) {
    return {status, "application/json", std::move(body), {}};
}

}  // namespace hadir::central
