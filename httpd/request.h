// A request as handlers see it, and the strict reading of its head.
//
// The head is read by our own grammar and not by Beast's: docs/formats.md 8 refuses what Beast takes (folded
// headers, repeated lengths, codings other than chunked), and two parsers over the same bytes are what
// request smuggling lives on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"

namespace hadir::httpd {

struct Header {
    std::string name;
    std::string value;
};

struct RequestHead {
    std::string method;                                      // as sent
    std::string path;                                        // as sent: still percent-encoded, without query
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order, repeated keys kept
    std::vector<Header> headers;                             // in order, values trimmed
    std::vector<std::string> captures;  // decoded: what stood for each {..} of the route, or *
    std::string remote_address;         // of the peer; X-Forwarded-* changes nothing here
    Bytes peer_certificate;             // DER of the verified client certificate, empty if there is none
    std::string id;                     // what a problem document and the log call this request

    // The first header of that name, whatever its case.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

struct Request : RequestHead {
    std::string body;
};

struct ParsedHead {
    RequestHead request;
    std::uint64_t body_bytes = 0;  // as declared; 0 if chunked
    bool chunked = false;
    bool keep_alive = true;
    bool expects_continue = false;

    [[nodiscard]] bool has_body() const { return chunked || body_bytes > 0; }
};

// `head` is everything up to and with the empty line. Every failure is malformed and ends the connection.
[[nodiscard]] Result<ParsedHead> parse_head(std::string_view head);

// %xx decoded; nothing if an escape is broken or gives a zero byte.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

[[nodiscard]] bool same_ignoring_case(std::string_view left, std::string_view right);

}  // namespace hadir::httpd
