// One connection: reads requests, checks them in the order of docs/formats.md 8, has them answered by a
// worker. Private to httpd. Everything here runs on the network thread; only Admit and handlers run on
// workers.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "httpd/limits.h"
#include "httpd/site.h"
#include "httpd/transport.h"

namespace boost::asio {
class thread_pool;
}

namespace hadir::httpd {

struct Engine {
    boost::asio::io_context& network;
    boost::asio::thread_pool& workers;
    Limits limits;
    std::string run_id;  // random, in front of every request's id
    std::uint64_t requests = 0;
};

struct Listening {
    Site site;
    std::string scheme;  // http, https
};

class Connection {
public:
    virtual ~Connection() = default;
    virtual void stop() = 0;   // at once if it waits for a request, else after the response
    virtual void abort() = 0;  // at once
};

// `engine` outlives the connection; `ended` is called once, when its socket is closed.
[[nodiscard]] std::shared_ptr<Connection> open_connection(Engine& engine,
                                                          std::shared_ptr<const Listening> listening,
                                                          std::shared_ptr<Transport> transport,
                                                          std::string remote_address,
                                                          std::function<void()> ended);

}  // namespace hadir::httpd
