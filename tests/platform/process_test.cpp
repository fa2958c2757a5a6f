// What a process tells and hears: systemd, signals, the trace.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "platform/notify.h"
#include "platform/signals.h"
#include "platform/trace.h"
#include "tests/temporary_folder.h"

namespace hadir::platform {
namespace {

using namespace std::chrono_literals;
using tests::TemporaryFolder;

// An environment variable for one test.
class Variable {
public:
    Variable(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    ~Variable() { ::unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
};

std::string receive(int socket) {
    std::string text(256, '\0');
    const ssize_t got = ::recv(socket, text.data(), text.size(), MSG_DONTWAIT);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

int listen_at(const std::string& name) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    const int file = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    EXPECT_EQ(::bind(file, reinterpret_cast<const sockaddr*>(&address), length), 0);
    return file;
}

TEST(ServiceNotifier, TellsSystemdAtAPathOrAnAbstractName) {
    const TemporaryFolder folder;
    const std::string abstract = "hadir-notify-" + std::to_string(::getpid());
    const std::array<std::pair<std::string, std::string>, 2> places{
        {{(folder / "s").string(), (folder / "s").string()},
         {"@" + abstract, std::string(1, '\0') + abstract}}};
    for (const auto& [variable, name] : places) {
        const int socket = listen_at(name);
        const Variable set("NOTIFY_SOCKET", variable);
        const ServiceNotifier notifier;
        notifier.ready();
        notifier.alive();
        notifier.status("12 waiting");
        EXPECT_EQ(receive(socket), "READY=1");
        EXPECT_EQ(receive(socket), "WATCHDOG=1");
        EXPECT_EQ(receive(socket), "STATUS=12 waiting");
        ::close(socket);
    }
}

TEST(ServiceNotifier, IsSilentWithoutSystemdOrWithABadAddress) {
    ServiceNotifier().ready();
    for (const std::string& bad : {std::string("relative"), "/" + std::string(300, 'x')}) {
        const Variable set("NOTIFY_SOCKET", bad);
        ServiceNotifier().ready();
    }
}

TEST(ServiceNotifier, IsDueTwiceInTheWatchdogsSpan) {
    EXPECT_EQ(ServiceNotifier().alive_every(), std::nullopt);
    const Variable span("WATCHDOG_USEC", "10000000");
    EXPECT_EQ(ServiceNotifier().alive_every(), 5s);
    {
        const Variable other("WATCHDOG_PID", "1");
        EXPECT_EQ(ServiceNotifier().alive_every(), std::nullopt);
    }
    const Variable own("WATCHDOG_PID", std::to_string(::getpid()));
    EXPECT_EQ(ServiceNotifier().alive_every(), 5s);
    const Variable wrong("WATCHDOG_USEC", "10s");
    EXPECT_EQ(ServiceNotifier().alive_every(), std::nullopt);
}

TEST(StopSignals, TurnsASignalIntoSomethingToWaitFor) {
    for (const int signal : {SIGINT, SIGTERM}) {
        StopSignals stop;
        EXPECT_FALSE(stop.wait(0ms));
        ::kill(::getpid(), signal);
        EXPECT_TRUE(stop.wait());
        EXPECT_TRUE(stop.wait(0ms)) << "a stop stays a stop";
    }
}

TEST(StopSignals, MakesItsDescriptorReadable) {
    StopSignals stop;
    pollfd waiting{stop.descriptor(), POLLIN, 0};
    EXPECT_EQ(::poll(&waiting, 1, 0), 0);
    ::kill(::getpid(), SIGTERM);
    EXPECT_EQ(::poll(&waiting, 1, 0), 1);
    EXPECT_TRUE(stop.wait(0ms));
}

TEST(Trace, WritesOneByteAStepAtOnce) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
    const Trace trace(ends[1]);
    std::array<char, 8> seen{};
    trace.mark(TraceStep::frame);
    EXPECT_EQ(::read(ends[0], seen.data(), seen.size()), 1);
    EXPECT_EQ(seen[0], 'f');
    for (const auto step : {TraceStep::read, TraceStep::decided, TraceStep::committed, TraceStep::announced})
        trace.mark(step);
    EXPECT_EQ(::read(ends[0], seen.data(), seen.size()), 4);
    EXPECT_EQ(std::string(seen.data(), 4), "rdca");
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST(Trace, DoesNothingWithoutADescriptor) {
    const StopSignals ignores_sigpipe;
    Trace().mark(TraceStep::frame);
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    ::close(ends[0]);
    Trace(ends[1]).mark(TraceStep::frame);
    ::close(ends[1]);
}

}  // namespace
}  // namespace hadir::platform
