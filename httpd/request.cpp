#include "httpd/request.h"

#include <algorithm>
#include <charconv>

namespace hadir::httpd {
namespace {

constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || kTokenMarks.contains(c);
    });
}
bool is_value(std::string_view text) {
    return std::ranges::none_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}
std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}
int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

// Splits off the text before `mark`, or all of it.
std::string_view take_until(std::string_view& text, std::string_view mark) {
    const auto end = text.find(mark);
    const auto part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + mark.size());
    return part;
}

Result<void> parse_query(std::string_view text, RequestHead& head) {
    while (!text.empty()) {
        auto value = take_until(text, "&");
        if (value.empty()) continue;
        const auto decode = [](std::string_view part) {
            std::string spaced(part);
            std::ranges::replace(spaced, '+', ' ');
            return percent_decoded(spaced);
        };
        auto key = decode(take_until(value, "="));
        auto decoded = decode(value);
        if (!key || !decoded) return fail(ErrorCode::malformed, "broken percent escape in the query");
        head.query.emplace_back(std::move(*key), std::move(*decoded));
    }
    return {};
}

Result<void> parse_request_line(std::string_view line, ParsedHead& parsed) {
    auto& head = parsed.request;
    const auto method = take_until(line, " ");
    auto target = take_until(line, " ");
    if (!is_token(method)) return fail(ErrorCode::malformed, "the request line has no method");
    if (line != "HTTP/1.1" && line != "HTTP/1.0")
        return fail(ErrorCode::malformed, "the request line must end in HTTP/1.1 or HTTP/1.0");
    const bool printable = std::ranges::all_of(target, [](char c) { return c > ' ' && c < 0x7f; });
    if (!target.starts_with('/') || !printable || target.contains('#'))
        return fail(ErrorCode::malformed, "the request target must be a path that begins with /");
    parsed.keep_alive = line == "HTTP/1.1";
    head.method = method;
    head.path = take_until(target, "?");
    if (!percent_decoded(head.path)) return fail(ErrorCode::malformed, "broken percent escape in the path");
    return parse_query(target, head);
}

// What is wrong with the line, or nullptr.
const char* add_header(std::string_view line, RequestHead& head) {
    if (line.starts_with(' ') || line.starts_with('\t')) return "a header must not be folded over two lines";
    if (!line.contains(':')) return "a header line has no colon";
    const auto name = take_until(line, ":");
    if (!is_token(name)) return "a header's name has a character it must not";
    if (!is_value(line)) return "a header's value has a control character";
    head.headers.push_back({std::string(name), std::string(trimmed(line))});
    return nullptr;
}

// The one value of a header that must not be repeated.
Result<std::optional<std::string_view>> only(const RequestHead& head, std::string_view name) {
    std::optional<std::string_view> found;
    for (const auto& header : head.headers) {
        if (!same_ignoring_case(header.name, name)) continue;
        if (found) return fail(ErrorCode::malformed, "the header " + std::string(name) + " stands twice");
        found = header.value;
    }
    return found;
}

Result<void> read_lengths(ParsedHead& parsed, bool is_1_0) {
    const auto length = only(parsed.request, "Content-Length");
    if (!length) return propagate(length.error());
    const auto coding = only(parsed.request, "Transfer-Encoding");
    if (!coding) return propagate(coding.error());
    if (*length && *coding)
        return fail(ErrorCode::malformed, "Content-Length and Transfer-Encoding must not stand together");
    if (*coding) {
        if (is_1_0 || !same_ignoring_case(**coding, "chunked"))
            return fail(ErrorCode::malformed, "the only transfer coding is chunked, in HTTP/1.1");
        parsed.chunked = true;
    }
    if (*length) {
        const auto text = **length;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed.body_bytes);
        const bool whole = error == std::errc{} && end == text.data() + text.size();
        if (!whole || !std::ranges::all_of(text, is_digit))
            return fail(ErrorCode::malformed, "Content-Length must be one decimal number");
    }
    return {};
}

Result<void> read_connection_headers(ParsedHead& parsed, bool is_1_0) {
    const auto& head = parsed.request;
    const auto host = only(head, "Host");
    if (!host) return propagate(host.error());
    if (!*host && !is_1_0) return fail(ErrorCode::malformed, "an HTTP/1.1 request needs a Host header");
    if (const auto origin = only(head, "Origin"); !origin) return propagate(origin.error());
    if (const auto type = only(head, "Content-Type"); !type) return propagate(type.error());
    if (const auto expect = head.header("Expect")) {
        if (!same_ignoring_case(*expect, "100-continue"))
            return fail(ErrorCode::malformed, "the only expectation met is 100-continue");
        parsed.expects_continue = !is_1_0;
    }
    for (const auto& header : head.headers) {
        if (!same_ignoring_case(header.name, "Connection")) continue;
        std::string_view options = header.value;
        while (!options.empty()) {
            if (same_ignoring_case(trimmed(take_until(options, ",")), "close")) parsed.keep_alive = false;
        }
    }
    return {};
}

}  // namespace

bool same_ignoring_case(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, [](char a, char b) { return lower(a) == lower(b); });
}

std::optional<std::string_view> RequestHead::header(std::string_view name) const {
    const auto found =
        std::ranges::find_if(headers, [&](const Header& h) { return same_ignoring_case(h.name, name); });
    if (found == headers.end()) return std::nullopt;
    return found->value;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(text[i]);
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = hex_digit(text[i + 1]);
        const int low = hex_digit(text[i + 2]);
        if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
        out.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    return out;
}

Result<ParsedHead> parse_head(std::string_view head) {
    ParsedHead parsed;
    if (auto line = parse_request_line(take_until(head, "\r\n"), parsed); !line)
        return propagate(line.error());
    const bool is_1_0 = !parsed.keep_alive;
    while (true) {
        const auto line = take_until(head, "\r\n");
        if (line.empty()) break;
        if (const auto* fault = add_header(line, parsed.request)) return fail(ErrorCode::malformed, fault);
    }
    if (auto lengths = read_lengths(parsed, is_1_0); !lengths) return propagate(lengths.error());
    if (auto rest = read_connection_headers(parsed, is_1_0); !rest) return propagate(rest.error());
    return parsed;
}

}  // namespace hadir::httpd
