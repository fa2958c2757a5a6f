// What one listener serves, and the checks that come before any handler (docs/formats.md 8). No thread and no
// socket here.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "httpd/request.h"
#include "httpd/response.h"
#include "httpd/static_files.h"

namespace hadir::httpd {

class EventHub;
class PageSocket;

// Looks at a request before its body is read: certificate, session. A response refuses the request.
// Runs on a worker thread.
using Admit = std::function<std::optional<Response>(const RequestHead&)>;

struct Route {
    std::string method;   // GET also answers HEAD
    std::string pattern;  // "/v1/devices/{dev}/records": {..} is one path segment; a last * the rest
    std::size_t body_bytes_max = 0;            // 0: a request with a body is refused
    std::vector<std::string> content_types{};  // one of them is needed; empty: none is
    Admit admit{};
    std::function<Response(const Request&)> handle;  // runs on a worker thread; what it throws is INTERNAL
};

// What a page hears of: one topic, or all.
using EventTopic = std::optional<std::string>;
// The topic of who asks, or a response that refuses. Runs on a worker thread.
using Listen = std::function<std::expected<EventTopic, Response>(const RequestHead&)>;

struct EventRoute {
    std::string path;
    Listen listen{};  // none: everybody hears all
    std::shared_ptr<EventHub> hub;
};

struct SocketRoute {
    std::string path;
    std::shared_ptr<PageSocket> socket;
};

struct Site {
    // Host names that requests may use: "hadir.example" on any port, "127.0.0.1:8710" on that one only.
    // Empty: exactly the listener's own address and port.
    std::vector<std::string> hosts{};
    // What Origin must equal in requests that change something, and for the socket: "https://hadir.example".
    // Empty: the listener's scheme and the request's Host.
    std::vector<std::string> origins{};
    bool checks_origin = true;  // false where a client certificate says who asks: no browser sends it unasked
    std::vector<Header> headers = safe_headers();  // added to every response that has none of that name
    std::vector<Route> routes{};
    std::vector<EventRoute> events{};
    std::vector<SocketRoute> sockets{};
    StaticFiles files{};

    // Own files only, no framing, no sniffing, no referrer.
    [[nodiscard]] static std::vector<Header> safe_headers();
};

// A route and what stood for its {..}; without one, the methods that the path knows ("" if none).
struct RouteMatch {
    const Route* route = nullptr;
    std::vector<std::string> captures;
    std::string allow;
};
[[nodiscard]] RouteMatch match_route(const std::vector<Route>& routes, std::string_view method,
                                     std::string_view path);

[[nodiscard]] bool is_host_allowed(const std::vector<std::string>& hosts, std::string_view host);

// `own` is what is allowed where the site names no origins.
[[nodiscard]] bool is_origin_allowed(const std::vector<std::string>& origins, const std::string& own,
                                     std::optional<std::string_view> origin);

[[nodiscard]] bool is_type_allowed(const std::vector<std::string>& types,
                                   std::optional<std::string_view> type);

[[nodiscard]] bool changes_something(std::string_view method);

}  // namespace hadir::httpd
