// Errors as the problem documents of docs/formats.md 8.
#pragma once

#include <string>

#include "core/result.h"
#include "httpd/response.h"

namespace hadir::central {

// What an error says, with what to do about it. The server's own troubles go to the log and are told to
// nobody outside.
[[nodiscard]] httpd::Problem problem_of(const Error& error);
[[nodiscard]] httpd::Problem problem_of(ErrorCode code, std::string detail, std::string action = {});

}  // namespace hadir::central
