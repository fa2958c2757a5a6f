// The head of a request and its body, cut anywhere.
#include "httpd/body.h"
#include "httpd/request.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hadir;
    if (size == 0) return 0;
    const std::size_t step = 1U + data[0];  // so many bytes come at once
    const std::string_view text = fuzz::text_of(data + 1, size - 1);
    const std::size_t end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) return 0;
    const auto head = httpd::parse_head(text.substr(0, end + 4));
    if (!head) return 0;
    fuzz::require(!(head->chunked && head->body_bytes > 0), "a body is framed in one way");
    for (const auto& [name, value] : head->request.headers) {
        fuzz::require(name.find_first_of("\r\n: ") == std::string::npos, "a header's name is a token");
        fuzz::require(value.find_first_of("\r\n") == std::string::npos, "a header's value is one line");
    }
    constexpr std::size_t kBodyMax = 4096;
    httpd::BodyReader reader(*head, kBodyMax);
    std::string waiting;
    for (std::size_t at = end + 4; at < text.size(); at += step) {
        waiting += text.substr(at, step);
        const auto whole = reader.take(waiting);
        if (!whole || *whole) break;
    }
    fuzz::require(reader.body().size() <= kBodyMax, "no more bytes than are allowed");
    return 0;
}
