// Reads a folder of real pictures, HADIR_QR_SAMPLES, with Hadir's ladder, with one plain ZXing call and with
// ZBar, and prints who read how much at which cost.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>

#include "bench/read_samples.h"
#include "bench/readers.h"
#include "device/frame.h"

namespace hadir::bench {

namespace {

constexpr int kRepeats = 3;  // the quickest counts: the machine may have other work
using Texts = std::vector<std::string>;

struct Tally {
    int pictures = 0;
    int read = 0;
    int wrong = 0;
    int unproved = 0;
    Costs ms;

    void add(const Sample& sample, Verdict verdict, double took) {
        ms.add(took);
        pictures += is_counted(sample);
        read += verdict == Verdict::read;
        wrong += verdict == Verdict::wrong;
        unproved += verdict == Verdict::unproved;
    }
    // Pictures without any known text count for time only, except that BoofCV's sets count all.
    static bool is_counted(const Sample& sample) {
        return !sample.texts.empty() || sample.set.starts_with("boofcv");
    }
    double share() const { return pictures == 0 ? 0 : 100.0 * read / pictures; }
};
using Tallies = std::array<Tally, kReaders.size()>;

class Bench {
public:
    // Adds the picture to its set's and its total's tallies.
    void measure(const Sample& sample, const device::Frame& frame) {
        const bool boofcv = sample.set.starts_with("boofcv");
        const char* const total = sample.set == "boofcv-lots" ? nullptr : boofcv ? kBoofcv : kZxingAndJsqr;
        for (std::size_t i = 0; i < kReaders.size(); ++i) {
            double best = 0;
            Texts texts;
            for (int repeat = 0; repeat < kRepeats; ++repeat) {
                const double before = cpu_ms();
                texts = read(i, frame.gray());
                const double took = cpu_ms() - before;
                best = repeat == 0 ? took : std::min(best, took);
            }
            const auto verdict = sample.judge(texts);
            sets_[sample.set][i].add(sample, verdict, best);
            if (total) totals_[total][i].add(sample, verdict, best);
            if (i == 0) note(sample, verdict, texts);
        }
    }

    int report() const {
        fmt::print("{:<26}{:>9}", "", "pictures");
        for (const auto* reader : kReaders)
            fmt::print(" | {:<9} {:>6}{:>6}{:>7}{:>7}{:>7}", reader, "read %", "wrong", "mean", "p50", "p95");
        fmt::print("\n");
        for (const auto& [name, tallies] : sets_)
            print(name, tallies);
        for (const auto& [name, tallies] : totals_)
            print(name, tallies);
        print_rungs();
        for (const auto& line : notes_)
            fmt::print("{}\n", line);
        return conclude();
    }

private:
    static constexpr const char* kBoofcv = "= boofcv without lots";
    static constexpr const char* kZxingAndJsqr = "= zxing and jsqr";

    Texts read(std::size_t reader, device::GrayView view) {
        if (reader == 0) {
            auto result = reader_.read(view);
            rung_ = result.rung;
            return std::move(result.texts);
        }
        if (reader == 1) return read_plainly_with_zxing(view);
        auto text = zbar_.read(view);
        return text ? Texts{*std::move(text)} : Texts{};
    }

    void note(const Sample& sample, Verdict verdict, const Texts& texts) {
        ++rungs_[rung_];
        if (verdict == Verdict::wrong || verdict == Verdict::unproved)
            notes_.push_back(fmt::format(
                "{}: {}: \"{}\"",
                verdict == Verdict::wrong ? "WRONG" : "unproved (a code whose text nobody knows is there)",
                sample.file.string(), texts.front()));
    }

    static void print(const std::string& name, const Tallies& tallies) {
        fmt::print("{:<26}{:>9}", name, tallies[0].pictures);
        for (const auto& tally : tallies)
            fmt::print(" | {:<9} {:>6.1f}{:>6}{:>7.2f}{:>7.2f}{:>7.2f}", "", tally.share(), tally.wrong,
                       tally.ms.mean(), tally.ms.quantile(0.5), tally.ms.quantile(0.95));
        fmt::print("\n");
    }

    void print_rungs() const {
        fmt::print("\nPictures by the rung that ended the ladder:\n");
        const auto names = device::Reader::rungs();
        for (const auto& [rung, count] : rungs_)
            fmt::print("  {:<24}{:>5}\n", rung < names.size() ? names[rung] : "(nothing read)", count);
        fmt::print("\n");
    }

    // The limits that the reader promises.
    int conclude() const {
        const auto& near = totals_.at(kZxingAndJsqr);
        const double mean_ratio = near[0].ms.mean() / near[1].ms.mean();
        const double p95_ratio = near[0].ms.quantile(0.95) / near[1].ms.quantile(0.95);
        int wrong = 0;
        for (const auto& [name, tallies] : sets_)
            wrong += tallies[0].wrong;
        bool good = true;
        const auto line = [&good](bool kept, const std::string& text) {
            fmt::print("{}  {}\n", kept ? "ok  " : "MISS", text);
            good = good && kept;
        };
        line(near[0].share() >= 97,
             fmt::format("zxing and jsqr read: {:.1f} % (at least 97 %)", near[0].share()));
        if (const auto far = totals_.find(kBoofcv); far != totals_.end())
            line(far->second[0].share() >= 72,
                 fmt::format("boofcv without lots read: {:.1f} % (at least 72 %)", far->second[0].share()));
        line(wrong == 0, fmt::format("wrong texts: {} (none)", wrong));
        line(mean_ratio <= 2.2,
             fmt::format("mean: {:.2f} times one plain ZXing call (at most 2.2)", mean_ratio));
        line(p95_ratio <= 10, fmt::format("p95: {:.2f} times one plain ZXing call (at most 10)", p95_ratio));
        return good ? 0 : 1;
    }

    device::Reader reader_;
    device::ZbarReader zbar_;
    std::size_t rung_ = 0;
    std::map<std::string, Tallies> sets_, totals_;
    std::map<std::size_t, int> rungs_;
    std::vector<std::string> notes_;
};

int run() {
    const char* const folder = std::getenv("HADIR_QR_SAMPLES");
    if (!folder || !*folder) {
        fmt::print(stderr,
                   "read bench: HADIR_QR_SAMPLES is missing: set it to a folder of picture sets, each with "
                   "its expected.jsonl\n");
        return 2;
    }
    const auto samples = load_samples(folder);
    if (!samples) {
        fmt::print(stderr, "read bench: {}\n", samples.error().message);
        return 2;
    }
    Bench bench;
    for (const auto& sample : *samples) {
        const auto picture = device::load_picture(sample.file, device::PictureColour::gray);
        if (!picture) {
            fmt::print(stderr, "read bench: {}\n", picture.error().message);
            return 2;
        }
        bench.measure(sample, device::fit(*picture, device::kFrameSize));
    }
    return bench.report();
}

}  // namespace

}  // namespace hadir::bench

int main() {
    return hadir::bench::run();
}
