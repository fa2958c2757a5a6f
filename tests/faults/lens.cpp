#include "tests/faults/lens.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace hadir::tests {
namespace {

constexpr std::array kPictures{"a.png", "b.png"};

// A kiosk that is killed stops reading in the middle.
void write_all(int descriptor, const std::string& bytes) {
    for (std::size_t from = 0; from < bytes.size();) {
        const ssize_t written = ::write(descriptor, bytes.data() + from, bytes.size() - from);
        if (written <= 0) return;
        from += static_cast<std::size_t>(written);
    }
}

}  // namespace

Lens::Lens(std::filesystem::path folder, std::string picture)
    : folder_(std::move(folder)), picture_(std::move(picture)) {
    std::filesystem::create_directories(folder_);
    for (const char* name : kPictures) {
        if (::mkfifo((folder_ / name).c_str(), 0600) != 0)
            throw std::runtime_error(folder_.string() + ": no FIFO");
    }
    thread_ = std::jthread([this](const std::stop_token& stop) { feed(stop); });
}

Lens::~Lens() {
    thread_.request_stop();
    // Whoever waits for a reader goes on.
    std::array<int, kPictures.size()> readers{};
    for (std::size_t i = 0; i < kPictures.size(); ++i)
        readers[i] = ::open((folder_ / kPictures[i]).c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    thread_.join();
    for (const int reader : readers)
        ::close(reader);
}

void Lens::hold(std::string picture) {
    const std::lock_guard lock(mutex_);
    picture_ = std::move(picture);
}

std::string Lens::held() {
    const std::lock_guard lock(mutex_);
    return picture_;
}

void Lens::feed(const std::stop_token& stop) {
    sigset_t broken_pipe;
    ::sigemptyset(&broken_pipe);
    ::sigaddset(&broken_pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    for (std::size_t turn = 0; !stop.stop_requested(); turn = (turn + 1) % kPictures.size()) {
        // Until the kiosk opens it, which it does only after it has read the other one to its end.
        const int descriptor = ::open((folder_ / kPictures[turn]).c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor < 0) return;
        if (!stop.stop_requested()) write_all(descriptor, held());
        ::close(descriptor);
    }
}

}  // namespace hadir::tests
