// Reads eight rendered scenes frame by frame with Hadir's reader, with one plain ZXing call and with ZBar,
// and prints who read how many frames, how soon, at which cost.
// usage: scenes_bench [SEED [CARDS [SCENE]]]
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "bench/readers.h"
#include "bench/scenes.h"

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
                take(n, reader, look(reader, frame.gray()));
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
    Look look(std::size_t reader, device::GrayView view) {
        Look look;
        const double before = cpu_ms();
        if (reader == 0) {
            look.texts = hadir_.read(view).texts;
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

    int conclude() const {
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
    return report.conclude();
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
