#include "httpd/body.h"

#include <algorithm>
#include <charconv>

namespace hadir::httpd {
namespace {

constexpr std::size_t kChunkLineBytesMax = 1024;  // a size line with extensions, or one trailer

Error too_large(std::size_t bytes_max) {
    return Error(ErrorCode::too_large, "the body is over " + std::to_string(bytes_max) + " bytes");
}

}  // namespace

BodyReader::BodyReader(const ParsedHead& head, std::size_t bytes_max)
    : at_(head.chunked ? At::chunk_size : At::data),
      chunked_(head.chunked),
      left_(head.body_bytes),
      bytes_max_(bytes_max) {}

Result<void> BodyReader::begin_chunk(std::string_view line) {
    const auto digits = line.substr(0, line.find_first_of("; \t"));
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), left_, 16);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size())
        return fail(ErrorCode::malformed, "a chunk's size must be a hexadecimal number");
    if (left_ > bytes_max_ - body_.size()) return propagate(too_large(bytes_max_));
    at_ = left_ > 0 ? At::data : At::trailer;
    return {};
}

bool BodyReader::take_data(std::string_view& rest) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, rest.size()));
    body_.append(rest.substr(0, count));
    rest.remove_prefix(count);
    left_ -= count;
    if (left_ > 0) return false;
    at_ = chunked_ ? At::chunk_end : At::done;
    return true;
}

Result<bool> BodyReader::take(std::string& input) {
    if (!chunked_ && left_ > bytes_max_ - body_.size()) return propagate(too_large(bytes_max_));
    std::string_view rest = input;
    bool more = true;  // the state moved on: look again
    while (more && at_ != At::done) {
        if (at_ == At::data) {
            more = take_data(rest);
            continue;
        }
        const auto end = rest.find("\r\n");
        const auto line = rest.substr(0, end);
        if (line.size() > kChunkLineBytesMax || line.contains('\n'))
            return fail(ErrorCode::malformed, "a chunk's line is too long or does not end in CR LF");
        more = end != std::string_view::npos;
        if (!more) break;
        rest.remove_prefix(end + 2);
        if (at_ == At::chunk_size) {
            if (auto chunk = begin_chunk(line); !chunk) return propagate(chunk.error());
        } else if (at_ == At::trailer) {  // trailers are read past, never used
            if (line.empty()) at_ = At::done;
        } else {
            if (!line.empty()) return fail(ErrorCode::malformed, "a chunk is longer than its size says");
            at_ = At::chunk_size;
        }
    }
    input.erase(0, input.size() - rest.size());
    return at_ == At::done;
}

}  // namespace hadir::httpd
