#include "httpd/network_link.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace hadir::httpd {

void NetworkLink::attach(boost::asio::io_context& network) {
    const std::lock_guard lock(mutex_);
    network_ = &network;
}

void NetworkLink::detach() {
    const std::lock_guard lock(mutex_);
    network_ = nullptr;
}

void NetworkLink::post(std::move_only_function<void()> work) {
    const std::lock_guard lock(mutex_);
    if (network_ != nullptr) boost::asio::post(*network_, std::move(work));
}

}  // namespace hadir::httpd
