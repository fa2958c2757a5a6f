// Server-sent events: one publisher, many pages that listen.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "httpd/network_link.h"
#include "httpd/site.h"
#include "httpd/transport.h"

namespace hadir::httpd {

struct EventHubOptions {
    using Ms = std::chrono::milliseconds;
    std::size_t readers_max = 200;
    std::size_t waiting_bytes_max = 256 * 1024;  // a reader that lags further is disconnected
    Ms heartbeat_ms{15'000};                     // a comment when nothing else was said
    Ms write_ms{20'000};                         // for what was written to leave
    Ms life_ms{600'000};  // then the page connects anew and is admitted anew: a session may have ended
};

// A page that connects hears what is published from then on; what is missed while disconnected is not
// repeated, so a page asks for the whole state each time its EventSource opens.
class EventHub : public std::enable_shared_from_this<EventHub> {
public:
    explicit EventHub(EventHubOptions options = {});
    ~EventHub();

    // Any thread. One message; its lines become `data:` lines. Pages of that topic hear it, and those of all.
    void publish(const std::string& topic, std::string_view text);

    // For the server only, on the network thread. `done` is called when the reader is gone.
    [[nodiscard]] NetworkLink& link() { return link_; }
    [[nodiscard]] bool is_full() const { return readers_.size() >= options_.readers_max; }
    void serve(boost::asio::io_context& network, std::shared_ptr<Transport> transport, std::string head,
               EventTopic topic, std::move_only_function<void()> done);

private:
    class Reader;

    EventHubOptions options_;
    NetworkLink link_;
    std::vector<std::shared_ptr<Reader>> readers_;  // network thread only
};

}  // namespace hadir::httpd
