// The seam to the network: one request, one answer.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace hadir::sync {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

// The value of the first header of that name, whatever its case.
[[nodiscard]] std::optional<std::string> find_header(const HttpHeaders& headers, std::string_view name);

enum class HttpMethod : std::uint8_t { get, post, put };

struct HttpRequest {
    HttpMethod method = HttpMethod::get;
    std::string path;  // begins with '/'; the client knows the server
    HttpHeaders headers{};
    std::string body{};
    std::size_t answer_bytes_max = 65'536;  // of the body
    bool as_terminal = true;                // false: without the client certificate
};

struct HttpResponse {
    int status = 0;
    HttpHeaders headers;
    std::string body;
};

// Blocks until the answer is whole. Used by one thread. Every status is an answer; an Error means that none
// came: UNAVAILABLE (no connection, not trusted, cut off), TIMEOUT, TOO_LARGE.
class HttpClient {
public:
    virtual ~HttpClient() = default;
    [[nodiscard]] virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
};

}  // namespace hadir::sync
