#include "httpd/response.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

namespace hadir::httpd {
namespace {

const char* reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 204:
            return "No Content";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 503:
            return "Service Unavailable";
        default:
            return "Status";
    }
}

void append_json(std::string& out, std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += kHex[byte >> 4];
            out += kHex[byte & 0xf];
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_member(std::string& out, std::string_view name, const ProblemExtra::second_type& value) {
    out += out.empty() ? '{' : ',';
    append_json(out, name);
    out += ':';
    if (const auto* number = std::get_if<std::uint64_t>(&value))
        out += std::to_string(*number);
    else
        append_json(out, std::get<std::string>(value));
}

std::string http_date() {
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    const auto size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), size};
}

void append_header(std::string& out, const Header& header) {
    const bool control = std::ranges::any_of(header.value, [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    });
    if (control) return;
    out += header.name + ": " + header.value + "\r\n";
}

}  // namespace

bool Response::has_header(std::string_view name) const {
    return std::ranges::any_of(headers, [&](const Header& h) { return same_ignoring_case(h.name, name); });
}

Response json_response(int status, std::string body) {
    return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::malformed:
            return 400;
        case ErrorCode::no_session:
            return 401;
        case ErrorCode::wrong_device:
        case ErrorCode::revoked:
        case ErrorCode::not_allowed:
            return 403;
        case ErrorCode::unknown_code:
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::method:
            return 405;
        case ErrorCode::timeout:
            return 408;
        case ErrorCode::gap:
        case ErrorCode::fork:
        case ErrorCode::conflict:
            return 409;
        case ErrorCode::expired:
            return 410;
        case ErrorCode::too_large:
            return 413;
        case ErrorCode::bad_chain:
        case ErrorCode::bad_signature:
            return 422;
        case ErrorCode::rate:
            return 429;
        case ErrorCode::headers:
            return 431;
        case ErrorCode::internal:
        case ErrorCode::storage:
        case ErrorCode::unavailable:
        case ErrorCode::usage:
            return 500;
    }
    return 500;
}

Response problem(std::string_view request_id, const Problem& what) {
    const int status = what.status.value_or(status_of(what.code));
    // The codes that never leave a program are the server's own trouble to the client.
    const char* code = status == 500 ? name_of(ErrorCode::internal) : name_of(what.code);
    std::string body;
    append_member(body, "type", "about:blank");
    append_member(body, "title", reason_of(status));
    append_member(body, "status", static_cast<std::uint64_t>(status));
    append_member(body, "code", code);
    append_member(body, "detail", what.detail);
    append_member(body, "action", what.action);
    append_member(body, "request", std::string(request_id));
    for (const auto& [name, value] : what.extras)
        append_member(body, name, value);
    body += '}';
    return {.status = status,
            .headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
            .body = std::move(body)};
}

std::string head_text(const Response& response, const std::vector<Header>& site_headers, bool keep_alive) {
    std::string out =
        "HTTP/1.1 " + std::to_string(response.status) + ' ' + reason_of(response.status) + "\r\n";
    for (const auto& header : response.headers)
        append_header(out, header);
    for (const auto& header : site_headers) {
        if (!response.has_header(header.name)) append_header(out, header);
    }
    append_header(out, {"Date", http_date()});
    append_header(out, {"Connection", keep_alive ? "keep-alive" : "close"});
    return out;
}

}  // namespace hadir::httpd
