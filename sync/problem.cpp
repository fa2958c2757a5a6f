#include "sync/problem.h"

#include "sync/backoff.h"
#include "wire/encodings.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::sync {
namespace {

constexpr std::size_t kShownBytesMax = 300;
constexpr int kRequestTimeout = 408;
constexpr int kTooManyRequests = 429;
constexpr int kServerError = 500;

std::string text_of(const wire::Json& json, std::string_view key) {
    const wire::Json* found = json.find(key);
    return found != nullptr && found->text() != nullptr ? *found->text() : std::string();
}

std::optional<std::uint64_t> number_of(const wire::Json& json, std::string_view key) {
    const wire::Json* found = json.find(key);
    const std::int64_t* number = found != nullptr ? found->integer() : nullptr;
    return number != nullptr && *number >= 0 ? std::optional(static_cast<std::uint64_t>(*number))
                                             : std::nullopt;
}

// Foreign text in our log and on our screen: short, and ASCII without control characters.
std::string printable(std::string text) {
    text.resize(std::min(text.size(), kShownBytesMax));
    for (char& c : text) {
        if (c < ' ' || c > '~') c = '?';
    }
    return text;
}

}  // namespace

bool Problem::is_passing() const {
    return code == "RATE" || code == "INTERNAL" || code == "TIMEOUT" || status == kRequestTimeout ||
           status == kTooManyRequests || status >= kServerError;
}

std::string Problem::text() const {
    std::string out = std::to_string(status);
    if (!code.empty()) out += ' ' + code;
    if (!detail.empty()) out += ": " + detail;
    return out;
}

Problem read_problem(const HttpResponse& response) {
    Problem problem;
    problem.status = response.status;
    if (const auto wait = find_header(response.headers, "Retry-After"))
        problem.retry_after = parse_retry_after(*wait);
    const auto json = wire::parse_json(response.body);
    if (!json) return problem;
    problem.code = printable(text_of(*json, "code"));
    const std::string action = text_of(*json, "action");
    problem.detail = printable(text_of(*json, "detail") + (action.empty() ? "" : "; " + action));
    problem.line = number_of(*json, "line");
    problem.expect_from = number_of(*json, "expect_from");
    if (const auto receipt = wire::from_base64(text_of(*json, "receipt")); receipt && !receipt->empty())
        problem.receipt = std::string(as_text(*receipt));
    return problem;
}

}  // namespace hadir::sync
