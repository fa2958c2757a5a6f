#include "central/refusals.h"

#include <spdlog/spdlog.h>

namespace hadir::central {
namespace {

const char* usual_action(ErrorCode code) {
    switch (code) {
        case ErrorCode::gap:
            return "send from expect_from";
        case ErrorCode::conflict:
            return "use the incarnation that expect_inc names";
        case ErrorCode::fork:
            return "open an incarnation if the receipt names the fork";
        case ErrorCode::wrong_device:
        case ErrorCode::revoked:
        case ErrorCode::not_allowed:
            return "ask BKD";
        case ErrorCode::no_session:
            return "sign in";
        case ErrorCode::rate:
        case ErrorCode::internal:
        case ErrorCode::storage:
        case ErrorCode::unavailable:
            return "try again later";
        default:
            return "correct the request";
    }
}

}  // namespace

httpd::Problem problem_of(ErrorCode code, std::string detail, std::string action) {
    if (action.empty()) action = usual_action(code);
    return {code, std::move(detail), std::move(action), {}, std::nullopt};
}

httpd::Problem problem_of(const Error& error) {
    if (httpd::status_of(error.code) == 500) {
        spdlog::error("{}", error.message);
        return problem_of(ErrorCode::internal, "the server has a fault of its own; its log says which");
    }
    httpd::Problem problem = problem_of(error.code, error.message);
    if (error.line) problem.extras.emplace_back("line", *error.line);
    return problem;
}

}  // namespace hadir::central
