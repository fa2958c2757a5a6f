// Collects a request's body out of the bytes that arrive, never more than the route allows.
#pragma once

#include <string>

#include "core/result.h"
#include "httpd/request.h"

namespace hadir::httpd {

class BodyReader {
public:
    BodyReader(const ParsedHead& head, std::size_t bytes_max);

    // Takes what belongs to the body from the front of `input`; true once the body is complete.
    // too_large past the limit (a declared length is refused before any byte), malformed for a broken chunk.
    [[nodiscard]] Result<bool> take(std::string& input);

    [[nodiscard]] std::string& body() { return body_; }

private:
    enum class At : std::uint8_t { data, chunk_size, chunk_end, trailer, done };

    [[nodiscard]] Result<void> begin_chunk(std::string_view line);
    [[nodiscard]] bool take_data(std::string_view& rest);  // false: more bytes are needed

    At at_;
    bool chunked_;
    std::uint64_t left_;  // bytes still to come of the body, or of the chunk
    std::size_t bytes_max_;
    std::string body_;
};

}  // namespace hadir::httpd
