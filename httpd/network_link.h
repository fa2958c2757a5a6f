// The way from any thread onto a server's network thread.
#pragma once

#include <functional>
#include <mutex>

namespace boost::asio {
class io_context;
}

namespace hadir::httpd {

// Any thread may call. What is posted while no server is attached is dropped.
class NetworkLink {
public:
    void attach(boost::asio::io_context& network);
    void detach();  // after it returns nothing more is posted
    void post(std::move_only_function<void()> work);

private:
    std::mutex mutex_;
    boost::asio::io_context* network_ = nullptr;
};

}  // namespace hadir::httpd
