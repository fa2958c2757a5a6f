#include "tests/httpd/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <stdexcept>

#include "httpd/request.h"

namespace hadir::httpd {

std::string Reply::header(std::string_view name) const {
    std::size_t at = 0;
    while (at < head.size()) {
        const auto end = head.find("\r\n", at);
        const auto line = std::string_view(head).substr(at, end - at);
        const auto colon = line.find(": ");
        if (colon != std::string_view::npos && same_ignoring_case(line.substr(0, colon), name))
            return std::string(line.substr(colon + 2));
        if (end == std::string::npos) break;
        at = end + 2;
    }
    return {};
}

RawClient::RawClient(std::uint16_t port, const char* ip) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, ip, &address.sin_addr);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("the server cannot be reached");
}

RawClient::~RawClient() {
    ::close(socket_);
}

void RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;  // the server has closed; the test looks at what it said
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void RawClient::end_sending() {
    ::shutdown(socket_, SHUT_WR);
}

void RawClient::shrink_receive_buffer() {
    const int bytes = 4096;
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

bool RawClient::read_more() {
    std::array<char, 16384> chunk{};
    const auto count = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (count <= 0) return false;
    in_.append(chunk.data(), static_cast<std::size_t>(count));
    return true;
}

std::string RawClient::read_until(std::string_view mark) {
    auto at = in_.find(mark);
    while (at == std::string::npos && read_more())
        at = in_.find(mark);
    const auto size = at == std::string::npos ? in_.size() : at + mark.size();
    auto text = in_.substr(0, size);
    in_.erase(0, size);
    return text;
}

std::string RawClient::read_exactly(std::size_t bytes) {
    while (in_.size() < bytes && read_more()) {
    }
    auto text = in_.substr(0, bytes);
    in_.erase(0, bytes);
    return text;
}

Reply RawClient::read_reply(bool is_head_request) {
    Reply reply{.status = 0, .head = read_until("\r\n\r\n"), .body = {}};
    if (!reply.head.starts_with("HTTP/1.1 ")) return reply;
    reply.status = std::stoi(reply.head.substr(9, 3));
    const auto length = reply.header("Content-Length");
    if (!length.empty() && !is_head_request) reply.body = read_exactly(std::stoul(length));
    return reply;
}

bool RawClient::is_closed() {
    std::array<char, 64> chunk{};
    if (!in_.empty()) return false;
    const auto count = ::recv(socket_, chunk.data(), chunk.size(), 0);
    return count == 0 || (count < 0 && errno != EAGAIN);
}

Reply fetch(std::uint16_t port, std::string_view request) {
    RawClient client(port);
    client.send(request);
    return client.read_reply();
}

}  // namespace hadir::httpd
