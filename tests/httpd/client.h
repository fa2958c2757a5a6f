// A client of raw bytes: what it sends is exactly what a test says, also what no HTTP library would send.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hadir::httpd {

struct Reply {
    int status = 0;  // 0: the connection ended without one
    std::string head;
    std::string body;

    [[nodiscard]] std::string header(std::string_view name) const;  // "" if there is none
};

// Every wait ends after ten seconds: a hanging server fails a test, it does not stop it.
class RawClient {
public:
    explicit RawClient(std::uint16_t port, const char* ip = "127.0.0.1");
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void send(std::string_view bytes);
    void end_sending();
    void shrink_receive_buffer();

    [[nodiscard]] std::string read_until(std::string_view mark);  // up to and with it; what came, at the end
    [[nodiscard]] std::string read_exactly(std::size_t bytes);    // less at the end of the connection
    [[nodiscard]] Reply read_reply(bool is_head_request = false);
    [[nodiscard]] bool is_closed();  // waits until the peer has closed; false if bytes come instead

private:
    [[nodiscard]] bool read_more();

    int socket_ = -1;
    std::string in_;
};

[[nodiscard]] Reply fetch(std::uint16_t port, std::string_view request);

}  // namespace hadir::httpd
