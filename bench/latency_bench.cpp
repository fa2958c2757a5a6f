// script/bench latency: how long a person waits, and what a kiosk that waits costs.
// usage: latency_bench [CARDS]
#include <fmt/format.h>

#include <cstdlib>

#include "bench/latency.h"
#include "device/camera.h"
#include "platform/clock.h"
#include "platform/random.h"
#include "tests/kiosk/kiosk_run.h"
#include "tests/kiosk/office.h"
#include "tests/temporary_folder.h"
#include "wire/crypto.h"

namespace hadir::bench {
namespace {

using std::chrono::milliseconds;

constexpr int kCards = 16;
constexpr milliseconds kSettled{4000};  // the gate has closed by then
constexpr milliseconds kWatched{24'000};
constexpr int kStillFrames = 900;  // longer than both
constexpr const char* kDecodeWord = "--decode";
constexpr double kP95Max = 300;
constexpr double kCpuPartMax = 0.05;
constexpr long kResidentMaxKib = 150 * 1024;

// What every program pays that looks at this camera: its frames, and nothing done with them.
int decode_only(const std::string& clip) {
    device::CameraOptions options;
    options.at_end = device::AtEnd::stop;
    const auto camera = device::open_camera(clip, options);
    if (!camera) return 1;
    fmt::print("ready decode {}\n", clip);
    std::fflush(stdout);
    device::Frame frame;
    for (;;)
        static_cast<void>((*camera)->next(frame, milliseconds(250)));
}

class Bench {
public:
    Bench(std::filesystem::path self, int cards) : self_(std::move(self)), cards_(cards) {}

    // Whether all is as good as it must be.
    Result<bool> run() {
        auto office = tests::Office::found(folder_.path(), clock_, random_);
        if (!office) return propagate(office.error());
        const auto waited = latency(*office);
        if (!waited) return propagate(waited.error());
        const auto cost = still_scene(*office);
        if (!cost) return propagate(cost.error());
        return *waited && *cost;
    }

private:
    Result<std::filesystem::path> render(tests::Office& office, const char* name, int cards,
                                         const device::SceneOptions& options) {
        std::vector<device::SceneCard> held;
        for (int i = 0; i < cards; ++i) {
            const auto code = office.next_badge();
            if (!code) return propagate(code.error());
            held.push_back({*code, fmt::format("Pegawai {}", i + 1), "Dinas"});
        }
        device::Scene scene(held, options);
        const auto file = folder_ / name;
        if (auto ok = device::write_video(scene, file); !ok) return propagate(ok.error());
        return file;
    }

    Result<bool> latency(tests::Office& office) {
        const auto clip = render(office, "clip.avi", cards_, clip_options());
        if (!clip) return propagate(clip.error());
        const auto terminal = folder_ / "terminal";
        if (auto ok = office.enrol_alone(terminal); !ok) return propagate(ok.error());
        const auto run =
            measure_latency({program(), terminal, *clip, static_cast<std::size_t>(cards_)}, signals_);
        if (!run) return propagate(run.error());
        std::vector<Milliseconds> record, page;
        for (const ScanLatency& scan : run->scans) {
            record.push_back(scan.record);
            page.push_back(scan.page);
        }
        fmt::print(
            "from the first readable frame of {} badges held, {} recorded, 30 frames a second, 1280x720\n",
            cards_, run->scans.size());
        print_row("to the committed record", record);
        print_row("to the result on the page", page);
        fmt::print("hadir-kiosk resident after {:.0f} s: {:.1f} MiB (at most 150)\n",
                   run->played.count() / 1000, static_cast<double>(run->resident_kib) / 1024);
        const bool all = run->scans.size() == static_cast<std::size_t>(cards_);
        return all && quantile(page, 0.95).count() < kP95Max && run->resident_kib < kResidentMaxKib;
    }

    static void print_row(const char* what, const std::vector<Milliseconds>& values) {
        fmt::print("  {:<26} p50 {:6.1f} ms   p95 {:6.1f} ms   max {:6.1f} ms\n", what,
                   quantile(values, 0.5).count(), quantile(values, 0.95).count(),
                   quantile(values, 1).count());
    }

    // An empty office, no page connected.
    Result<bool> still_scene(tests::Office& office) {
        device::SceneOptions options;
        options.frames_between = kStillFrames;
        options.frames_in = options.frames_held = options.frames_out = 1;
        const auto clip = render(office, "still.avi", 1, options);
        if (!clip) return propagate(clip.error());
        const auto terminal = folder_ / "still-terminal";
        if (auto ok = office.enrol_alone(terminal); !ok) return propagate(ok.error());
        auto decoder = apps::Child::start({self_.string(), kDecodeWord, clip->string()},
                                          folder_ / "decode.log", signals_);
        if (!decoder) return propagate(decoder.error());
        const auto ready = decoder->ready("decode", std::chrono::seconds(30));
        if (!ready) return propagate(ready.error());
        const auto kiosk = tests::KioskRun::start(program(), terminal, clip->string(), signals_);
        if (!kiosk) return propagate(kiosk.error());
        const auto [whole, decoding] = watch(kiosk->pid(), decoder->pid());
        fmt::print(
            "still scene, no page: {:.2f} % of a core, of which decoding alone {:.2f} %: {:.2f} % beyond it "
            "(at most 5)\n",
            whole * 100, decoding * 100, (whole - decoding) * 100);
        return whole > 0 && decoding > 0 && whole - decoding < kCpuPartMax;
    }

    // The parts of a core that two processes take once they are settled: at the same time, since what a
    // machine does beside them would otherwise count for one only.
    std::pair<double, double> watch(pid_t one, pid_t other) {
        static_cast<void>(signals_.wait(kSettled));
        const auto before = std::pair(cpu_time(one), cpu_time(other));
        const auto from = clock_.since_boot();
        static_cast<void>(signals_.wait(kWatched));
        const Milliseconds watched(clock_.since_boot() - from);
        return {(cpu_time(one) - before.first) / watched, (cpu_time(other) - before.second) / watched};
    }

    std::filesystem::path program() const { return self_.parent_path() / "hadir-kiosk"; }

    std::filesystem::path self_;
    int cards_;
    tests::TemporaryFolder folder_;
    platform::StopSignals signals_;
    platform::SystemClock clock_;
    platform::SystemRandom random_;
};

}  // namespace
}  // namespace hadir::bench

int main(int argc, char** argv) {
    using namespace hadir;
    if (argc == 3 && std::string_view(argv[1]) == bench::kDecodeWord) return bench::decode_only(argv[2]);
    if (auto ready = wire::start_crypto(); !ready) return 1;
    const auto self = std::filesystem::read_symlink("/proc/self/exe");
    const auto good = bench::Bench(self, argc > 1 ? std::atoi(argv[1]) : bench::kCards).run();
    if (!good) {
        fmt::print(stderr, "latency_bench: {}\n", good.error().message);
        return 2;
    }
    return *good ? 0 : 1;
}
