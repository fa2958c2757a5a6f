// What central says when it does not take a request (docs/formats.md 8), made safe to log and to show.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "sync/http_client.h"

namespace hadir::sync {

struct Problem {
    int status = 0;
    std::string code;    // "GAP"; empty when the body is no problem+json
    std::string detail;  // what, where and what to do; printable
    std::optional<std::uint64_t> line;
    std::optional<std::uint64_t> expect_from;
    std::optional<std::string> receipt;  // the signed text that a FORK carries
    std::optional<std::chrono::milliseconds> retry_after;

    // Whether the same request may go better a little later: RATE, INTERNAL, TIMEOUT, or a status of that
    // kind.
    [[nodiscard]] bool is_passing() const;
    [[nodiscard]] std::string text() const;  // "409 GAP: detail"
};

// Of any answer that is not 2xx or 304. A body that cannot be read leaves only the status.
[[nodiscard]] Problem read_problem(const HttpResponse& response);

}  // namespace hadir::sync
