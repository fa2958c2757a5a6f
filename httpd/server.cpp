#include "httpd/server.h"

#include <spdlog/spdlog.h>
#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "httpd/connection.h"

namespace hadir::httpd {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds kAcceptPause{100};  // when the process has no file descriptor left

std::string random_id() {
    std::random_device device;
    const std::array<std::uint8_t, 4> bytes{
        static_cast<std::uint8_t>(device() & 0xffU), static_cast<std::uint8_t>(device() & 0xffU),
        static_cast<std::uint8_t>(device() & 0xffU), static_cast<std::uint8_t>(device() & 0xffU)};
    return to_hex(bytes);
}

std::string host_of(const tcp::endpoint& endpoint) {
    const auto ip = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? '[' + ip + ']' : ip) + ':' + std::to_string(endpoint.port());
}

}  // namespace

// All members but the threads' are used on the network thread, or before it starts.
class Server::Running {
public:
    Running(const Limits& limits, std::size_t workers)
        : workers_(std::max<std::size_t>(workers, 1)),
          engine_{network_, workers_, limits, random_id()},
          stop_timer_(network_) {}

    Result<std::uint16_t> listen(const Address& address, Site site,
                                 std::shared_ptr<TransportMaker> transport);
    void start();
    void stop();

private:
    struct Listener {
        tcp::acceptor acceptor;
        asio::steady_timer pause;
        std::shared_ptr<TransportMaker> transport;
        std::shared_ptr<const Listening> listening;
    };

    void accept(Listener& listener);
    void take(Listener& listener, tcp::socket socket);
    void begin_stop();

    asio::io_context network_{1};
    asio::thread_pool workers_;
    Engine engine_;
    asio::steady_timer stop_timer_;
    std::vector<std::unique_ptr<Listener>> listeners_;
    std::set<std::shared_ptr<Connection>> connections_;
    std::map<std::string, std::size_t> per_address_;
    bool stopping_ = false;
    std::thread thread_;
};

Result<std::uint16_t> Server::Running::listen(const Address& address, Site site,
                                              std::shared_ptr<TransportMaker> transport) {
    error_code error;
    const auto ip = asio::ip::make_address(address.ip, error);
    if (error) return fail(ErrorCode::usage, address.ip + ": not an IP address to listen on");
    tcp::acceptor acceptor(network_);
    tcp::endpoint endpoint(ip, address.port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (!error) endpoint = acceptor.local_endpoint(error);
    if (error)
        return fail(ErrorCode::unavailable, host_of(endpoint) + ": cannot listen there: " + error.message());
    if (site.hosts.empty()) site.hosts.push_back(host_of(endpoint));
    for (const auto& route : site.events)
        route.hub->link().attach(network_);
    for (const auto& route : site.sockets)
        route.socket->link().attach(network_);
    const auto* scheme = transport->scheme();
    listeners_.push_back(std::make_unique<Listener>(
        Listener{std::move(acceptor), asio::steady_timer(network_), std::move(transport),
                 std::make_shared<const Listening>(Listening{std::move(site), scheme})}));
    return endpoint.port();
}

void Server::Running::accept(Listener& listener) {
    listener.acceptor.async_accept([this, &listener](const error_code& error, tcp::socket socket) {
        if (stopping_) return;
        if (!error) {
            take(listener, std::move(socket));
            return accept(listener);
        }
        spdlog::warn("a connection could not be accepted: {}", error.message());
        listener.pause.expires_after(kAcceptPause);
        listener.pause.async_wait([this, &listener](const error_code& cancelled) {
            if (!cancelled && !stopping_) accept(listener);
        });
    });
}

void Server::Running::take(Listener& listener, tcp::socket socket) {
    error_code error;
    const auto peer = socket.remote_endpoint(error);
    if (error) return;  // it left already
    const auto remote = peer.address().to_string();
    const auto& limits = engine_.limits;
    const auto of_address = per_address_.find(remote);
    const bool address_full = limits.connections_per_address_max > 0 && of_address != per_address_.end() &&
                              of_address->second >= limits.connections_per_address_max;
    if (connections_.size() >= limits.connections_max || address_full) return;
    const bool is_ipv6 = listener.acceptor.local_endpoint(error).address().is_v6();
    const int handle = socket.release(error);
    if (error) return;
    ++per_address_[remote];
    const auto place = std::make_shared<std::weak_ptr<Connection>>();
    auto connection =
        open_connection(engine_, listener.listening, listener.transport->make(network_, handle, is_ipv6),
                        remote, [this, place, remote] {
                            connections_.erase(place->lock());
                            if (--per_address_[remote] == 0) per_address_.erase(remote);
                            if (stopping_ && connections_.empty()) stop_timer_.cancel();
                        });
    *place = connection;
    connections_.insert(std::move(connection));
}

void Server::Running::start() {
    for (const auto& listener : listeners_)
        accept(*listener);
    thread_ = std::thread([this] {
        auto guard = asio::make_work_guard(network_);
        while (!stopping_)
            network_.run_one();
        guard.reset();
        network_.run();  // until the last connection is closed
    });
}

void Server::Running::begin_stop() {
    stopping_ = true;
    error_code ignored;
    for (const auto& listener : listeners_) {
        listener->acceptor.close(ignored);
        listener->pause.cancel();
    }
    if (connections_.empty()) return;
    stop_timer_.expires_after(engine_.limits.stop_ms);
    stop_timer_.async_wait([this](const error_code& cancelled) {
        if (cancelled) return;
        for (const auto& connection : connections_)
            connection->abort();
    });
    const auto open = connections_;
    for (const auto& connection : open)
        connection->stop();
}

void Server::Running::stop() {
    if (thread_.joinable()) {
        asio::post(network_, [this] { begin_stop(); });
        thread_.join();
    }
    workers_.join();
    for (const auto& listener : listeners_) {
        for (const auto& route : listener->listening->site.events)
            route.hub->link().detach();
        for (const auto& route : listener->listening->site.sockets)
            route.socket->link().detach();
    }
    listeners_.clear();
}

Server::Server(Limits limits, std::size_t workers) : running_(std::make_unique<Running>(limits, workers)) {}
Server::~Server() {
    stop();
}

Result<std::uint16_t> Server::listen(const Address& address, Site site,
                                     std::shared_ptr<TransportMaker> transport) {
    return running_->listen(address, std::move(site), std::move(transport));
}
void Server::start() {
    running_->start();
}
void Server::stop() {
    running_->stop();
}

}  // namespace hadir::httpd
