// A small HTTPS server in a thread, for the client's tests: one connection after the other, one answer each.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "pki/authority.h"

namespace hadir::tests {

struct TlsServerOptions {
    std::vector<pki::Certificate> chain;  // the server's own first
    std::string key;                      // PEM
    bool asks_client = false;             // for a certificate; takes any
    bool answers = true;                  // else it reads and keeps silent
};

class TlsServer {
public:
    // Gets the request as text; gives the raw answer.
    using Handler = std::function<std::string(const std::string&)>;
    TlsServer(TlsServerOptions options, Handler handler);
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] int requests() const { return requests_; }
    // Answers nobody any more; what its thread has written may be read from here on.
    void stop();
    [[nodiscard]] std::string client();  // DER, of the last one; stops the server

private:
    void run();
    void serve(int socket);

    TlsServerOptions options_;
    Handler handler_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<bool> stop_ = false;
    std::atomic<int> requests_ = 0;
    std::string client_;
    std::thread thread_;
};

}  // namespace hadir::tests
