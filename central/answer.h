// What goes back over HTTP, before any server is involved.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"

namespace hadir::central {

struct Answer {
    int status = 200;
    std::string content_type;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

// A refusal as docs/formats.md 8 writes it (RFC 9457). The extras are those that some codes name.
struct Problem {
    ErrorCode code = ErrorCode::internal;
    std::string detail;  // what and where
    std::string action;  // what to do
    std::optional<std::uint64_t> line;
    std::optional<std::uint64_t> expect_from;  // GAP
    std::optional<std::uint32_t> expect_inc;   // CONFLICT
    std::optional<std::uint64_t> from;         // FORK
    std::optional<int> status;                 // where it is not the code's usual one (415)
};

[[nodiscard]] int status_of(ErrorCode code);
[[nodiscard]] Answer problem_answer(const Problem& problem);
[[nodiscard]] Problem problem_of(const Error& error);
[[nodiscard]] Answer json_answer(int status, std::string body);

}  // namespace hadir::central
