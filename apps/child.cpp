#include "apps/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace hadir::apps {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kOutputMax = 1 << 20;
constexpr milliseconds kEndWithin{5000};

std::vector<char*> argument_list(const std::vector<std::string>& words) {
    std::vector<char*> list;
    list.reserve(words.size() + 1);
    for (const std::string& word : words)
        list.push_back(const_cast<char*>(word.c_str()));  // execv does not write to it
    list.push_back(nullptr);
    return list;
}

// Forks and executes; stdout goes to `out`, stderr to `err`.
pid_t spawn(const std::vector<std::string>& words, int out, int err, const platform::StopSignals& signals) {
    auto list = argument_list(words);
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    signals.unblock();
    ::setpgid(0, 0);                     // Ctrl-C reaches the demo alone, which then ends all in order
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // even when we are killed
    if (::getppid() != parent) ::_exit(127);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::execv(list.front(), list.data());
    ::_exit(127);
}

// Appends what comes within `wait`; false at the end of the stream.
bool read_some(int descriptor, std::string& into, milliseconds wait) {
    pollfd poll_for{descriptor, POLLIN, 0};
    if (::poll(&poll_for, 1, static_cast<int>(wait.count())) <= 0) return true;
    std::array<char, 4096> buffer{};
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got <= 0) return false;
    if (into.size() < kOutputMax) into.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

}  // namespace

Result<Child> Child::start(const std::vector<std::string>& words, const std::filesystem::path& log,
                           const platform::StopSignals& signals) {
    const int err = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (err < 0) return fail(ErrorCode::storage, log.string() + ": cannot be written");
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        ::close(err);
        return fail(ErrorCode::internal, "no pipe could be made");
    }
    const pid_t pid = spawn(words, pipe[1], err, signals);
    ::close(err);
    ::close(pipe[1]);
    if (pid < 0) {
        ::close(pipe[0]);
        return fail(ErrorCode::internal, words.front() + ": could not be started");
    }
    return Child(pid, pipe[0], log);
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      out_(std::exchange(other.out_, -1)),
      said_(std::move(other.said_)),
      log_(std::move(other.log_)) {}

Child::~Child() {
    stop();
}

Result<std::string> Child::ready(const std::string& name, std::chrono::seconds wait) {
    const std::string start = "ready " + name + " ";
    const auto until = steady_clock::now() + wait;
    while (steady_clock::now() < until) {
        const std::size_t at = said_.find(start);
        const std::size_t end = at == std::string::npos ? at : said_.find('\n', at);
        if (end != std::string::npos) return said_.substr(at + start.size(), end - at - start.size());
        if (!read_some(out_, said_, milliseconds(200))) break;
    }
    return fail(ErrorCode::unavailable, "it did not become ready; see " + log_.string());
}

bool Child::running() {
    return pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) == 0;
}

void Child::stop() {
    if (pid_ > 0) {
        ::kill(pid_, SIGTERM);
        const auto until = steady_clock::now() + kEndWithin;
        while (::waitpid(pid_, nullptr, WNOHANG) == 0) {
            if (steady_clock::now() >= until) {
                ::kill(pid_, SIGKILL);
                ::waitpid(pid_, nullptr, 0);
                break;
            }
            std::this_thread::sleep_for(milliseconds(10));
        }
    }
    if (out_ >= 0) ::close(out_);
    pid_ = -1;
    out_ = -1;
}

Result<std::string> run_to_end(const std::vector<std::string>& words, const platform::StopSignals& signals) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return fail(ErrorCode::internal, "no pipe could be made");
    const pid_t pid = spawn(words, pipe[1], pipe[1], signals);
    ::close(pipe[1]);
    std::string said;
    while (pid > 0 && read_some(pipe[0], said, milliseconds(1000))) {
    }
    ::close(pipe[0]);
    int status = 0;
    if (pid < 0 || ::waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return fail(ErrorCode::internal,
                    fmt::format("{} {}: {}", words.front(), words.size() > 1 ? words[1] : "", said));
    }
    return said;
}

}  // namespace hadir::apps
