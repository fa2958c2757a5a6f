#include "device/finder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace hadir::device {

namespace {

constexpr int kRowStep = 2;
constexpr double kModuleTolerance = 0.55;  // of a module, for each run; print and blur make runs uneven
constexpr double kModuleMin = 1.0;

using Runs = std::array<int, 5>;  // dark, light, dark, light, dark

std::optional<double> module_of(const Runs& runs) {
    const double module = (runs[0] + runs[1] + runs[2] + runs[3] + runs[4]) / 7.0;
    if (module < kModuleMin) return std::nullopt;
    const double slack = std::max(1.0, module * kModuleTolerance);
    for (const std::size_t i : {0u, 1u, 3u, 4u})
        if (std::abs(runs[i] - module) > slack) return std::nullopt;
    if (std::abs(runs[2] - 3 * module) > 2 * slack) return std::nullopt;
    return module;
}

struct Line {
    const std::uint8_t* at;
    std::ptrdiff_t step;
    int length;
    [[nodiscard]] bool is_dark(int i) const { return at[i * step] == 0; }
};

struct Crossing {
    double centre;
    double module;
};

// The five runs around `middle`, which must be dark, with runs of at most `limit`.
std::optional<Crossing> cross(const Line& line, int middle, int limit) {
    if (!line.is_dark(middle)) return std::nullopt;
    Runs runs{};
    std::array<int, 2> edges{};
    for (const int way : {-1, 1}) {
        int i = middle;
        for (int run = 0; run < 3; ++run) {
            const bool dark = run != 1;
            const int start = i;
            while (i >= 0 && i < line.length && line.is_dark(i) == dark && std::abs(i - start) <= limit)
                i += way;
            const int length = std::abs(i - start);
            runs[static_cast<std::size_t>(2 + way * run)] += length;
            if (length > limit) return std::nullopt;
            if (run == 0) edges[way > 0] = i;
        }
    }
    --runs[2];  // the middle was counted from both sides
    const auto module = module_of(runs);
    if (!module) return std::nullopt;
    return Crossing{(edges[0] + edges[1]) / 2.0, *module};
}

void keep(std::vector<Finder>& found, const Finder& candidate) {
    for (auto& finder : found) {
        if (std::hypot(finder.x - candidate.x, finder.y - candidate.y) > 2 * finder.module) continue;
        const double share = 1.0 / ++finder.seen;
        finder.x += (candidate.x - finder.x) * share;
        finder.y += (candidate.y - finder.y) * share;
        finder.module += (candidate.module - finder.module) * share;
        return;
    }
    if (found.size() < kFindersMax) found.push_back(candidate);
}

// `across` is where a row has the five runs, `limit` the longest run to expect.
void confirm(GrayView picture, int x, int y, double module, std::vector<Finder>& found) {
    const int limit = static_cast<int>(module * 5) + 2;
    const auto down = cross({picture.data + x, picture.stride, picture.height}, y, limit);
    if (!down || down->module > 1.8 * module || module > 1.8 * down->module) return;
    const int row = std::clamp(static_cast<int>(std::lround(down->centre)), 0, picture.height - 1);
    const auto across = cross({picture.row(row), 1, picture.width}, x, limit);
    if (!across) return;
    keep(found, {across->centre, down->centre, (across->module + down->module) / 2, 1});
}

void scan_row(GrayView picture, int y, std::vector<Finder>& found) {
    const auto* const row = picture.row(y);
    Runs runs{};
    int start = 0;
    for (int x = 1; x <= picture.width; ++x) {
        if (x < picture.width && row[x] == row[x - 1]) continue;
        std::rotate(runs.begin(), runs.begin() + 1, runs.end());
        runs[4] = x - start;
        start = x;
        if (row[x - 1] != 0) continue;
        if (const auto module = module_of(runs); module && runs[0] > 0)
            confirm(picture, x - runs[4] - runs[3] - runs[2] / 2 - 1, y, *module, found);
    }
}

}  // namespace

void find_finders(GrayView picture, std::vector<Finder>& found) {
    found.clear();
    for (int y = 0; y < picture.height; y += kRowStep)
        scan_row(picture, y, found);
    std::ranges::sort(found, std::greater(), &Finder::seen);
}

}  // namespace hadir::device
