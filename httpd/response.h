// What goes back, and the problem documents of docs/formats.md 8.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.h"
#include "httpd/request.h"

namespace hadir::httpd {

// Content-Length, Connection and Date are the server's. A header value with a control character is left out.
struct Response {
    int status = 200;
    std::vector<Header> headers{};
    std::string body{};

    [[nodiscard]] bool has_header(std::string_view name) const;
};

[[nodiscard]] Response json_response(int status, std::string body);

using ProblemExtra = std::pair<std::string, std::variant<std::uint64_t, std::string>>;

// An error that the client is told of (RFC 9457). `detail` says what and where, `action` what to do; both
// UTF-8. `status` is given only where the code's own is not meant: 415, 421.
struct Problem {
    ErrorCode code = ErrorCode::internal;
    std::string detail{};
    std::string action{};
    std::vector<ProblemExtra> extras{};  // line, expect_from, from, receipt ...
    std::optional<int> status{};
};
[[nodiscard]] Response problem(std::string_view request_id, const Problem& what);

[[nodiscard]] int status_of(ErrorCode code);

// The head as sent; `keep_alive` decides Connection, `site_headers` are added where the response has none.
[[nodiscard]] std::string head_text(const Response& response, const std::vector<Header>& site_headers,
                                    bool keep_alive);

}  // namespace hadir::httpd
