#include "httpd/site.h"

#include <algorithm>

namespace hadir::httpd {
namespace {

std::string_view take_segment(std::string_view& path) {
    const auto end = path.find('/');
    const auto segment = path.substr(0, end);
    path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
    return segment;
}

// Segments are cut before they are decoded: an escaped slash is part of a segment.
std::optional<std::vector<std::string>> captures_of(std::string_view pattern, std::string_view path) {
    std::vector<std::string> captures;
    if (std::ranges::count(pattern, '/') != std::ranges::count(path, '/') && !pattern.ends_with('*'))
        return std::nullopt;
    while (!pattern.empty()) {
        if (pattern == "*") {
            captures.push_back(percent_decoded(path).value_or(""));
            return captures;
        }
        const auto want = take_segment(pattern);
        auto have = percent_decoded(take_segment(path));
        if (!have) return std::nullopt;
        if (!want.starts_with('{')) {
            if (want != *have) return std::nullopt;
        } else {
            if (have->empty()) return std::nullopt;
            captures.push_back(std::move(*have));
        }
    }
    return path.empty() ? std::optional(std::move(captures)) : std::nullopt;
}

}  // namespace

std::vector<Header> Site::safe_headers() {
    return {{"Content-Security-Policy",
             "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; "
             "form-action 'self'; frame-ancestors 'none'"},
            {"X-Content-Type-Options", "nosniff"},
            {"X-Frame-Options", "DENY"},
            {"Referrer-Policy", "no-referrer"},
            {"Cross-Origin-Opener-Policy", "same-origin"},
            {"Cross-Origin-Resource-Policy", "same-origin"},
            {"Cache-Control", "no-store"}};
}

RouteMatch match_route(const std::vector<Route>& routes, std::string_view method, std::string_view path) {
    RouteMatch match;
    const auto wanted = method == "HEAD" ? std::string_view("GET") : method;
    for (const auto& route : routes) {
        auto captures = captures_of(route.pattern, path);
        if (!captures) continue;
        if (route.method == wanted) return {.route = &route, .captures = std::move(*captures), .allow = {}};
        if (!match.allow.empty()) match.allow += ", ";
        match.allow += route.method == "GET" ? "GET, HEAD" : route.method;
    }
    return match;
}

bool is_host_allowed(const std::vector<std::string>& hosts, std::string_view host) {
    const auto without_port = host.substr(0, host.find(':', host.starts_with('[') ? host.find(']') : 0));
    return std::ranges::any_of(hosts, [&](const std::string& allowed) {
        return same_ignoring_case(allowed, host) || same_ignoring_case(allowed, without_port);
    });
}

bool is_origin_allowed(const std::vector<std::string>& origins, const std::string& own,
                       std::optional<std::string_view> origin) {
    if (!origin) return false;
    if (origins.empty()) return same_ignoring_case(*origin, own);
    return std::ranges::any_of(origins, [&](const std::string& allowed) { return *origin == allowed; });
}

bool is_type_allowed(const std::vector<std::string>& types, std::optional<std::string_view> type) {
    if (types.empty()) return true;
    if (!type) return false;
    auto media = type->substr(0, type->find(';'));
    media = media.substr(0, media.find_last_not_of(" \t") + 1);
    return std::ranges::any_of(
        types, [&](const std::string& allowed) { return same_ignoring_case(allowed, media); });
}

bool changes_something(std::string_view method) {
    return method != "GET" && method != "HEAD";
}

}  // namespace hadir::httpd
