// Reads eight rendered scenes frame by frame with Hadir's reader, with one plain ZXing call and with ZBar,
// and prints who read how many frames, how soon, at which cost.
// usage: scenes_bench [SEED [CARDS [SCENE]]]
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "bench/readers.h"
#include "bench/scenes.h"
#include "device/motion_gate.h"

namespace hadir::bench {

namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kCards = 6;

struct Tally {
    int read = 0;
    int wrong = 0;
    std::vector<int> first;  // for each card: frames before the first read; all its frames when none was
    Costs costs;

    double first_mean() const {
        double sum = 0;
        for (const int frames : first)
            sum += frames;
        return sum / static_cast<double>(first.size());
    }
};
using Tallies = std::array<Tally, kReaders.size()>;

class SceneRun {
public:
    SceneRun(const SceneKind& kind, std::uint64_t seed, std::size_t cards)
        : kind_(kind),
          seed_(seed),
          scene_(make_scene(kind, seed, cards)),
          frames_a_card_(scene_.frame_count() / static_cast<int>(cards)) {
        for (auto& tally : tallies)
            tally.first.assign(cards, frames_a_card_ - kind.options.frames_between);
    }

    void run() {
        device::Frame frame;
        for (int n = 0; n < scene_.frame_count(); ++n) {
            scene_.render(n, frame);
            const bool shown = n % frames_a_card_ >= kind_.options.frames_between;
            frames += shown;
            for (std::size_t reader = 0; reader < kReaders.size(); ++reader)
                take(n, reader, look(reader, frame));
        }
    }

    // How much later than the quickest of the others a card was read first, at worst.
    int lag() const {
        int worst = 0;
        for (std::size_t card = 0; card < tallies[0].first.size(); ++card)
            worst = std::max(
                worst, tallies[0].first[card] - std::min(tallies[1].first[card], tallies[2].first[card]));
        return worst;
    }

    int frames = 0;
    Tallies tallies;

private:
    Look look(std::size_t reader, const device::Frame& frame) {
        const auto view = frame.gray();
        Look look;
        const double before = cpu_ms();
        if (reader == 0) {
            look.texts = hadir_.read_next(frame).texts;
        } else if (reader == 1) {
            look.texts = read_plainly_with_zxing(view);
        } else if (auto text = zbar_.read(view)) {
            look.texts = {*std::move(text)};
        }
        look.ms = cpu_ms() - before;
        return look;
    }

    void take(int n, std::size_t reader, const Look& look) {
        auto& tally = tallies[reader];
        tally.costs.add(look.ms);
        if (look.texts.empty()) return;
        const auto card = static_cast<std::size_t>(n / frames_a_card_);
        const int after = n % frames_a_card_ - kind_.options.frames_between;
        const bool right = after >= 0 && look.texts.front() == card_text(kind_, seed_, card);
        ++(right ? tally.read : tally.wrong);
        if (right) tally.first[card] = std::min(tally.first[card], after);
    }

    const SceneKind& kind_;
    std::uint64_t seed_;
    device::Scene scene_;
    int frames_a_card_;
    device::Reader hadir_;
    device::ZbarReader zbar_;
};

// What a frame costs a kiosk beside the reading itself.
struct Steady {
    double gate_ms = 0;       // of the motion gate, in a scene in which nothing moves but grain
    double faults = 0;        // minor page faults of gate and reader a frame, with a badge held all the time
    double empty_faults = 0;  // and with none: the whole ladder of an empty office
};

long faults_so_far() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

Steady measure_steady(std::uint64_t seed) {
    constexpr int kFrames = 8;
    constexpr int kWarmRounds = 3;
    constexpr int kRounds = 10;
    constexpr int kHeldFrom = 10;
    auto scene = make_scene(scene_kinds().front(), seed, 1);
    auto options = scene_kinds().front().options;
    options.frames_between = kFrames;
    device::Scene office({{qr::encode("HADIR").value(), "Siti", "PUPR"}}, options);
    std::vector<device::Frame> held(kFrames), empty(kFrames);
    for (int i = 0; i < kFrames; ++i) {
        scene.render(kHeldFrom + i, held[static_cast<std::size_t>(i)]);
        office.render(i, empty[static_cast<std::size_t>(i)]);
    }
    device::MotionGate gate;
    device::Reader reader;
    Steady steady;
    const auto read_all = [&](const std::vector<device::Frame>& frames) {
        long before = 0;
        for (int round = -kWarmRounds; round < kRounds; ++round) {
            if (round == 0) before = faults_so_far();
            for (const auto& frame : frames) {
                static_cast<void>(gate.wants(frame, std::chrono::milliseconds(0)));
                static_cast<void>(reader.read_next(frame));
            }
        }
        return static_cast<double>(faults_so_far() - before) / (kRounds * kFrames);
    };
    steady.faults = read_all(held);
    steady.empty_faults = read_all(empty);
    const double before = cpu_ms();
    for (int round = 0; round < kRounds; ++round)
        for (const auto& frame : empty)
            static_cast<void>(gate.wants(frame, std::chrono::milliseconds(0)));
    steady.gate_ms = (cpu_ms() - before) / (kRounds * kFrames);
    return steady;
}

class Report {
public:
    void head() const {
        fmt::print("{:<12}{:>7}", "scene", "frames");
        for (const auto* reader : kReaders)
            fmt::print(" | {:<9}{:>6}{:>7}{:>7}{:>7}", reader, "read", "first", "mean", "p95");
        fmt::print(" | lag\n");
    }

    void add(const SceneKind& kind, const SceneRun& run) {
        fmt::print("{:<12}{:>7}", kind.name, run.frames);
        for (const auto& tally : run.tallies)
            fmt::print(" | {:<9}{:>6}{:>7.1f}{:>7.2f}{:>7.2f}", "", tally.read, tally.first_mean(),
                       tally.costs.mean(), tally.costs.quantile(0.95));
        fmt::print(" | {:>3}\n", run.lag());
        std::fflush(stdout);
        const auto& [hadir, zxing, zbar] = run.tallies;
        all_.add(hadir.read, zxing.read);
        if (!kind.options.inverted) not_inverted_.add(hadir.read, zxing.read);
        wrong_ += hadir.wrong;
        fewer_ += hadir.read < std::max(zxing.read, zbar.read);
        lag_ = std::max(lag_, run.lag());
    }

    int conclude(const Steady& steady) const {
        bool good = true;
        const auto line = [&good](bool kept, const std::string& text) {
            fmt::print("{}  {}\n", kept ? "ok  " : "MISS", text);
            good = good && kept;
        };
        line(all_.ratio() >= 1.35,
             fmt::format("all scenes: {:.2f} times plain ZXing's frames (at least 1.35)", all_.ratio()));
        line(not_inverted_.ratio() >= 1.15,
             fmt::format("without inverted: {:.2f} times (at least 1.15)", not_inverted_.ratio()));
        line(fewer_ == 0,
             fmt::format("scenes with fewer frames than plain ZXing or ZBar: {} (none)", fewer_));
        line(lag_ <= 1,
             fmt::format("first read after the best of them: {} frames at worst (at most 1)", lag_));
        line(wrong_ == 0, fmt::format("wrong texts: {} (none)", wrong_));
        line(steady.gate_ms <= 0.5,
             fmt::format("motion gate in a still scene: {:.2f} ms a frame (at most 0.5)", steady.gate_ms));
        line(std::max(steady.faults, steady.empty_faults) <= 5,
             fmt::format("page faults a frame: {:.1f} with a badge, {:.1f} without (at most 5)",
                         steady.faults, steady.empty_faults));
        return good ? 0 : 1;
    }

private:
    struct Sum {
        int hadir = 0;
        int zxing = 0;
        void add(int ours, int theirs) {
            hadir += ours;
            zxing += theirs;
        }
        double ratio() const { return zxing == 0 ? 0 : double(hadir) / zxing; }
    };
    Sum all_, not_inverted_;
    int wrong_ = 0;
    int fewer_ = 0;
    int lag_ = 0;
};

int run(std::uint64_t seed, std::size_t cards, std::string_view only) {
    fmt::print(
        "Seed {}, {} cards a scene. first: frames from a card's first sight to its first read, mean; ms of "
        "CPU a frame;\n"
        "lag: how many frames later than the best of the others, at worst.\n\n",
        seed, cards);
    Report report;
    report.head();
    for (const auto& kind : scene_kinds()) {
        if (!only.empty() && only != kind.name) continue;
        SceneRun scene(kind, seed, cards);
        scene.run();
        report.add(kind, scene);
    }
    return report.conclude(measure_steady(seed));
}

}  // namespace

}  // namespace hadir::bench

int main(int argc, char** argv) {
    const auto number = [&](int at, std::uint64_t otherwise) {
        return argc > at ? std::strtoull(argv[at], nullptr, 10) : otherwise;
    };
    return hadir::bench::run(number(1, hadir::bench::kSeed),
                             std::max<std::size_t>(1, number(2, hadir::bench::kCards)),
                             argc > 3 ? argv[3] : "");
}
