#include "bench/latency.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <optional>
#include <stop_token>
#include <thread>

#include "device/frame_source.h"
#include "device/reader.h"
#include "platform/file.h"
#include "tests/kiosk/kiosk_run.h"
#include "wire/json.h"

namespace hadir::bench {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{5};
constexpr std::size_t kClipBytesMax = 2'000'000'000;
constexpr std::size_t kChunkHead = 8;  // of RIFF: four letters and a size

std::chrono::nanoseconds time_of_frames(std::size_t frames) {
    return std::chrono::nanoseconds(
        static_cast<std::int64_t>(static_cast<double>(frames) * 1e9 / device::kSceneFramesPerSecond));
}

std::size_t frames_of_one_card() {
    const auto options = clip_options();
    return static_cast<std::size_t>(options.frames_between + options.frames_in + options.frames_held +
                                    options.frames_out);
}

// The frame in which each card can first be read.
Result<std::vector<std::size_t>> readable_frames(const Play& play) {
    const auto source = device::file_source(play.clip);
    if (auto ok = source->open(std::stop_token()); !ok) return propagate(ok.error());
    device::Frame frame;
    std::vector<std::size_t> found;
    for (std::size_t n = 0; source->read(frame); ++n) {
        const bool sought = n / frames_of_one_card() == found.size();
        const bool empty_office =
            n % frames_of_one_card() < static_cast<std::size_t>(clip_options().frames_between);
        if (sought && !empty_office && !device::Reader().read(frame).texts.empty()) found.push_back(n);
    }
    if (found.size() != play.cards) return fail(ErrorCode::internal, "a card of the clip cannot be read");
    return found;
}

// Where each frame of an AVI ends in it; the first piece has the file's head too.
Result<std::vector<std::size_t>> frame_ends(std::string_view avi) {
    std::size_t at = avi.find("movi");
    if (at == std::string_view::npos) return fail(ErrorCode::malformed, "the clip is no AVI");
    at += 4;
    std::vector<std::size_t> ends;
    while (at + kChunkHead <= avi.size() && avi.substr(at, 4) == "00dc") {
        std::size_t size = 0;
        for (std::size_t i = 4; i > 0; --i)
            size = size << 8U | static_cast<std::uint8_t>(avi[at + 3 + i]);
        at += kChunkHead + size + size % 2;
        ends.push_back(std::min(at, avi.size()));
    }
    return ends;
}

// Writes the clip to the FIFO at its pace, on a thread of its own.
class Player {
public:
    Player(const std::filesystem::path& fifo, std::string avi, std::vector<std::size_t> ends)
        : avi_(std::move(avi)),
          ends_(std::move(ends)),
          handed_(ends_.size()),
          thread_([this, fifo] { play(fifo); }) {}

    // When each frame was handed over. The kiosk must have ended.
    const std::vector<Steady::time_point>& all() {
        thread_.join();
        return handed_;
    }

private:
    void play(const std::filesystem::path& fifo) {
        const int descriptor = ::open(fifo.c_str(), O_WRONLY | O_CLOEXEC);
        const auto start = Steady::now();
        std::size_t from = 0;
        bool open = descriptor >= 0;
        for (std::size_t n = 0; open && n < ends_.size(); ++n) {
            std::this_thread::sleep_until(start + time_of_frames(n));
            handed_[n] = Steady::now();
            for (; open && from < ends_[n];) {
                const ssize_t written = ::write(descriptor, avi_.data() + from, ends_[n] - from);
                open = written > 0;
                from += open ? static_cast<std::size_t>(written) : 0;
            }
        }
        ::close(descriptor);
    }

    std::string avi_;
    std::vector<std::size_t> ends_;
    std::vector<Steady::time_point> handed_;
    std::jthread thread_;
};

struct Mark {
    char step = 0;
    Steady::time_point at;
};

// Reads the trace on a thread of its own, so that each byte gets the time at which it came.
class TraceReader {
public:
    explicit TraceReader(int descriptor)
        : thread_([this, descriptor] {
              char step = 0;
              while (::read(descriptor, &step, 1) == 1)
                  marks_.push_back({step, Steady::now()});
          }) {}

    // The program must have ended.
    const std::vector<Mark>& all() {
        thread_.join();
        return marks_;
    }

private:
    std::vector<Mark> marks_;
    std::jthread thread_;
};

std::vector<Steady::time_point> times_of(char step, const std::vector<Mark>& marks) {
    std::vector<Steady::time_point> times;
    for (const Mark& mark : marks) {
        if (mark.step == step) times.push_back(mark.at);
    }
    return times;
}

// When the page was told each result first.
Result<std::vector<Steady::time_point>> listen(apps::KioskSocket& page, std::size_t cards,
                                               Steady::time_point until) {
    std::vector<Steady::time_point> times;
    std::int64_t newest = 0;
    while (times.size() < cards && Steady::now() < until) {
        const auto event = page.next_text(kPatience);
        const auto now = Steady::now();
        if (!event) return propagate(event.error());
        const auto json = *event ? wire::parse_json(**event) : wire::parse_json("{}");
        const wire::Json* result = json ? json->find("result") : nullptr;
        const wire::Json* of = result != nullptr ? result->find("of") : nullptr;
        if (of == nullptr || of->integer() == nullptr || *of->integer() <= newest) continue;
        newest = *of->integer();
        times.push_back(now);
    }
    return times;
}

// The first of `times` that lies in the span, since its start.
std::optional<Milliseconds> first_within(const std::vector<Steady::time_point>& times,
                                         Steady::time_point from, Steady::time_point until) {
    const auto found = std::ranges::lower_bound(times, from);
    if (found == times.end() || *found >= until) return std::nullopt;
    return Milliseconds(*found - from);
}

}  // namespace

device::SceneOptions clip_options() {
    device::SceneOptions options;
    options.frames_between = 75;
    options.frames_in = 10;
    options.frames_held = 25;
    options.frames_out = 8;
    return options;
}

Result<LatencyRun> measure_latency(const Play& play, const platform::StopSignals& signals) {
    const auto readable = readable_frames(play);
    if (!readable) return propagate(readable.error());
    const auto avi = platform::read_file(play.clip, kClipBytesMax);
    if (!avi) return propagate(avi.error());
    const auto ends = frame_ends(as_text(*avi));
    if (!ends) return propagate(ends.error());
    const auto fifo = play.terminal / "camera";
    if (::mkfifo(fifo.c_str(), 0600) != 0) return fail(ErrorCode::storage, fifo.string() + ": no FIFO");
    auto kiosk = tests::KioskRun::start(play.program, play.terminal, fifo.string(), signals);
    if (!kiosk) return propagate(kiosk.error());
    auto page = kiosk->open_page();
    if (!page) return propagate(page.error());

    const auto started = Steady::now();
    TraceReader trace(kiosk->trace());
    Player player(fifo, std::string(as_text(*avi)), *ends);
    const auto results = listen(*page, play.cards, started + time_of_frames(ends->size()) + kPatience);
    LatencyRun run;
    run.resident_kib = resident_kib(kiosk->pid());
    run.played = Steady::now() - started;
    kiosk->strike();
    const auto& marks = trace.all();
    const auto& handed = player.all();
    if (!results) return propagate(results.error());

    const auto records = times_of('c', marks);
    for (std::size_t i = 0; i < play.cards; ++i) {
        const auto from = handed[(*readable)[i]];
        const auto until = i + 1 < play.cards ? handed[(*readable)[i + 1]] : Steady::time_point::max();
        const auto record = first_within(records, from, until);
        const auto shown = first_within(*results, from, until);
        if (record && shown) run.scans.push_back({*record, *shown});
    }
    return run;
}

Milliseconds quantile(std::vector<Milliseconds> values, double part) {
    if (values.empty()) return Milliseconds(0);
    std::ranges::sort(values);
    const auto rank = static_cast<std::size_t>(std::ceil(part * static_cast<double>(values.size())));
    return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

Milliseconds cpu_time(pid_t pid) {
    clockid_t clock{};
    timespec time{};
    if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return Milliseconds(0);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

long resident_kib(pid_t pid) {
    std::ifstream status(fmt::format("/proc/{}/status", pid));
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
    }
    return 0;
}

}  // namespace hadir::bench
