#include "tests/kiosk/kiosk_run.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "platform/file.h"

namespace hadir::tests {
namespace {

constexpr std::chrono::seconds kReadyWithin{30};
constexpr std::size_t kTokenBytesMax = 64;

}  // namespace

Result<KioskRun> KioskRun::start(const std::filesystem::path& program, const std::filesystem::path& terminal,
                                 const std::string& camera, const platform::StopSignals& signals,
                                 const std::vector<std::string>& more) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return fail(ErrorCode::internal, "no pipe could be made");
    ::fcntl(pipe[1], F_SETFD, 0);  // the kiosk inherits the end that it writes to
    const auto place = [&](const char* name) { return (terminal / name).string(); };
    std::vector<std::string> words{program.string(),
                                   "--config",
                                   "/dev/null",
                                   "--data",
                                   terminal.string(),
                                   "--identity",
                                   place("identity"),
                                   "--sync-db",
                                   place("sync.db"),
                                   "--runtime",
                                   place("run"),
                                   "--port",
                                   "0",
                                   "--ui",
                                   place("no-page"),
                                   "--camera",
                                   camera,
                                   "--log-level",
                                   "error",
                                   "--trace-fd",
                                   std::to_string(pipe[1])};
    words.insert(words.end(), more.begin(), more.end());
    auto child = apps::Child::start(words, terminal / "kiosk.log", signals);
    ::close(pipe[1]);
    if (!child) {
        ::close(pipe[0]);
        return propagate(child.error());
    }
    KioskRun run(std::move(*child), pipe[0], terminal / "run" / "ui-token");
    const auto url = run.child_.ready("kiosk", kReadyWithin);
    if (!url) return propagate(url.error());
    run.url_ = *url;
    return run;
}

KioskRun::KioskRun(KioskRun&& other) noexcept
    : child_(std::move(other.child_)),
      trace_(std::exchange(other.trace_, -1)),
      token_(std::move(other.token_)),
      url_(std::move(other.url_)) {}

KioskRun::~KioskRun() {
    if (trace_ >= 0) ::close(trace_);
}

Result<apps::KioskSocket> KioskRun::open_page() const {
    const auto token = platform::read_file(token_, kTokenBytesMax);
    if (!token) return propagate(token.error());
    return apps::KioskSocket::open(url_, std::string(as_text(*token)));
}

void KioskRun::strike() {
    ::kill(child_.pid(), SIGKILL);
    child_.stop();
}

}  // namespace hadir::tests
