#include "device/code_sampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "device/code_corners.h"
#include "device/code_pattern.h"
#include "device/zxing_reader.h"

namespace hadir::device {

namespace {

constexpr std::size_t kTriplesTried = 2;
constexpr double kModule = 4;  // pixels a module in the straightened picture
constexpr int kMargin = 40;    // pixels around the code there, for corners that lie further out
constexpr double kFitMin = 0.55;
constexpr double kFitGood = 0.8;  // no other triple need be tried
constexpr double kFitSure = 0.9;  // nor another size
constexpr double kAlignmentMin = 0.55;
constexpr double kMarkMiddle = 3.5;  // modules from the code's edge
constexpr int kSizeMax = 177;
constexpr int kSizeMin = 21;
constexpr double kLensMax =
    0.22;                   // of the code's side: how far its fourth corner may be from a parallelogram's
constexpr int kWindow = 4;  // modules around that tell dark from light
constexpr int kDrawnModule = 3;
constexpr int kQuiet = 4;
constexpr std::array kSharpenings{0.0F, 0.8F, 1.8F};

using Point = cv::Point2d;

}  // namespace

struct CodeSampler::State {
    std::vector<CodeCorners> triples;
    cv::Mat straight, soft;
    cv::Mat drawn;
    CodeGrid grid, best;
    std::vector<float> raw;

    // Where a module's middle is in the straightened picture: a lens, and what paper adds to it.
    struct Place {
        cv::Matx33d view;
        int size = 0;
        Point across, down;          // how far the middle of a line across or down bulges, in pixels
        std::vector<int> lines;      // alignment marks' coordinates
        std::vector<Point> offsets;  // at lines x lines, in pixels; empty: none

        Point at(double x, double y) const {
            const double w = view(2, 0) * x + view(2, 1) * y + view(2, 2);
            Point p((view(0, 0) * x + view(0, 1) * y + view(0, 2)) / w,
                    (view(1, 0) * x + view(1, 1) * y + view(1, 2)) / w);
            p += across * bulge(x) + down * bulge(y);
            if (!offsets.empty()) p += offset(x - 0.5, y - 0.5);
            return p;
        }
        // 0 at the marks' middles, 1 between them.
        double bulge(double v) const {
            const double part = (v - kMarkMiddle) / (size - 2 * kMarkMiddle);
            return 4 * part * (1 - part);
        }
        Point offset(double x, double y) const {
            const auto cell = [this](double v) {
                std::size_t i = 0;
                while (i + 2 < lines.size() && v > lines[i + 1])
                    ++i;
                const double part = (v - lines[i]) / (lines[i + 1] - lines[i]);
                return std::pair(i, std::clamp(part, -0.3, 1.3));
            };
            const auto [i, u] = cell(x);
            const auto [j, v] = cell(y);
            const std::size_t k = lines.size();
            const auto& p = offsets;
            return (p[j * k + i] * (1 - u) + p[j * k + i + 1] * u) * (1 - v) +
                   (p[(j + 1) * k + i] * (1 - u) + p[(j + 1) * k + i + 1] * u) * v;
        }
    };

    float pick(Point p) const {
        const double x = std::clamp(p.x, 0.0, soft.cols - 1.001);
        const double y = std::clamp(p.y, 0.0, soft.rows - 1.001);
        const int left = static_cast<int>(x);
        const int top = static_cast<int>(y);
        const auto u = static_cast<float>(x - left);
        const auto v = static_cast<float>(y - top);
        const std::uint8_t* const row = soft.ptr(top) + left;
        const std::uint8_t* const next = row + soft.step;
        return (float(row[0]) * (1 - u) + float(row[1]) * u) * (1 - v) +
               (float(next[0]) * (1 - u) + float(next[1]) * u) * v;
    }

    // Turns the code upright, a module about kModule pixels.
    void straighten(GrayView picture, const CodeCorners& triple, int size) {
        const cv::Mat whole(picture.height, picture.width, CV_8UC1, const_cast<std::uint8_t*>(picture.data),
                            static_cast<std::size_t>(picture.stride));
        const auto side = static_cast<float>((size - 7) * kModule);
        const auto near = static_cast<float>(kMargin + 3.5 * kModule);
        const std::array<cv::Point2f, 3> to{{{near, near}, {near + side, near}, {near, near + side}}};
        const auto point = [](const Finder& mark) { return cv::Point2f(float(mark.x), float(mark.y)); };
        const std::array<cv::Point2f, 3> from{point(triple.corner), point(triple.right), point(triple.down)};
        const int edge = cvCeil(size * kModule) + 2 * kMargin;
        cv::warpAffine(whole, straight, cv::getAffineTransform(from, to), {edge, edge}, cv::INTER_LINEAR,
                       cv::BORDER_REPLICATE);
        cv::blur(straight, soft, {3, 3});
    }

    // How well the known modules of one pattern are to be seen: a correlation, whatever the light.
    double fit_of(const Place& place, std::span<const KnownModule> known) const {
        double n = 0, sum = 0, squares = 0, lit = 0, lit_n = 0;
        for (const auto& module : known) {
            const double value = pick(place.at(module.x + 0.5, module.y + 0.5));
            n += 1;
            sum += value;
            squares += value * value;
            if (module.is_light) lit += value, lit_n += 1;
        }
        const double variance = squares / n - (sum / n) * (sum / n);
        if (variance < 4 || lit_n == 0 || lit_n == n) return 0;
        const double part = lit_n / n;
        const double difference = lit / lit_n - (sum - lit) / (n - lit_n);
        return difference * std::sqrt(part * (1 - part) / variance);
    }

    double fit_of(const Place& place, const CodePattern& pattern, bool with_alignment) const {
        double sum = 0;
        int count = 0;
        for (const auto& part : pattern.parts) {
            sum += fit_of(place, part);
            ++count;
        }
        if (with_alignment && !pattern.far_alignment.empty()) {
            sum += 2 * fit_of(place, pattern.far_alignment);
            count += 2;
        }
        return sum / count;
    }

    // The three marks' middles, the far alignment mark's, and the two bulges of a Place.
    using Corners = std::array<Point, 6>;
    static Place place_of(const Corners& corners, int size) {
        const auto near = 3.5F;
        const auto far = static_cast<float>(size) - 3.5F;
        const auto last = static_cast<float>(size) - 6.5F;
        const std::array<cv::Point2f, 4> from{{{near, near}, {far, near}, {near, far}, {last, last}}};
        std::array<cv::Point2f, 4> to;
        for (std::size_t i = 0; i < 4; ++i)
            to[i] = corners[i];
        return {cv::Matx33d(cv::getPerspectiveTransform(from, to)), size, corners[4], corners[5], {}, {}};
    }

    // The places of the three marks are known, that of the fourth corner is looked for; then all four are
    // moved until nothing fits better.
    Place settle(const CodePattern& pattern, int drawn_size, double& fit) const {
        const int size = pattern.size;
        const double near = kMargin + 3.5 * kModule;
        const double far = near + (drawn_size - 7) * kModule;
        const double module = (far - near) / (size - 7);
        const double last = near + module * (size - 10);
        Corners found{Point(near, near), Point(far, near), Point(near, far), Point(last, last)};
        fit = -1;
        const double reach = kLensMax * size * module;
        const double step = module * std::max(1.0, size / 37.0);
        const Corners start = found;
        for (double dy = -reach; dy <= reach; dy += step)
            for (double dx = -reach; dx <= reach; dx += step) {
                auto corners = start;
                corners[3] += Point(dx, dy);
                const double here =
                    fit_of(place_of(corners, size), pattern, true) - 0.05 * std::hypot(dx, dy) / reach;
                if (here > fit) fit = here, found = corners;
            }
        fit = fit_of(place_of(found, size), pattern, true);
        for (double by = module; by > module / 12; by /= 2)
            climb(found, by, pattern, fit);
        return place_of(found, size);
    }

    void climb(Corners& corners, double by, const CodePattern& pattern, double& fit) const {
        for (bool better = true; better;) {
            better = false;
            for (std::size_t i = corners.size(); i-- > 0;)
                for (const Point way : {Point(by, 0), Point(-by, 0), Point(0, by), Point(0, -by)}) {
                    auto moved = corners;
                    moved[i] += way;
                    const double here = fit_of(place_of(moved, pattern.size), pattern, true);
                    if (here <= fit + 1e-4) continue;
                    fit = here;
                    corners = moved;
                    better = true;
                }
        }
    }

    // Paper that is bent puts each alignment mark a little aside.
    void bend(Place& place, const CodePattern& pattern) const {
        const auto& lines = pattern.lines;
        const std::size_t k = lines.size();
        if (k < 2) return;
        std::vector<Point> offsets(k * k);
        for (std::size_t j = 0; j < k; ++j)
            for (std::size_t i = 0; i < k; ++i) {
                if ((i == 0 && j == 0) || (i == 0 && j == k - 1) || (i == k - 1 && j == 0)) continue;
                const Point guess = i > 0 && j > 0 ? (offsets[j * k + i - 1] + offsets[(j - 1) * k + i]) / 2
                                    : i > 0        ? offsets[j * k + i - 1]
                                                   : offsets[(j - 1) * k + i];
                offsets[j * k + i] = find_alignment(place, lines[i], lines[j], guess / 2);
            }
        place.lines = lines;
        place.offsets = std::move(offsets);
    }

    Point find_alignment(const Place& place, int x, int y, Point guess) const {
        const auto known = alignment_at(x, y);
        Place moved = place;
        const auto fit_at = [&](Point by) {
            moved.view = cv::Matx33d(1, 0, by.x, 0, 1, by.y, 0, 0, 1) * place.view;
            return fit_of(moved, known);
        };
        Point found = guess;
        double fit = fit_at(guess);
        const double reach = 2 * kModule;
        for (double dy = -reach; dy <= reach; dy += kModule / 2)
            for (double dx = -reach; dx <= reach; dx += kModule / 2)
                if (const double here = fit_at(guess + Point(dx, dy)) - 0.02 * std::hypot(dx, dy) / kModule;
                    here > fit)
                    fit = here, found = guess + Point(dx, dy);
        for (double by = kModule / 4; by > kModule / 10; by /= 2)
            for (const Point way : {Point(by, 0), Point(-by, 0), Point(0, by), Point(0, -by)})
                if (const double here = fit_at(found + way); here > fit) fit = here, found += way;
        return fit >= kAlignmentMin ? found : guess;
    }

    void measure(const Place& place) {
        const int size = place.size;
        grid.size = size;
        raw.resize(static_cast<std::size_t>(size * size));
        for (int y = 0; y < size; ++y)
            for (int x = 0; x < size; ++x)
                raw[static_cast<std::size_t>(y * size + x)] = pick(place.at(x + 0.5, y + 0.5));
        even_out(size);
    }

    // Against the mean and the spread of the modules around.
    void even_out(int size) {
        grid.light.resize(raw.size());
        const auto at = [&](int x, int y) { return raw[static_cast<std::size_t>(y * size + x)]; };
        for (int y = 0; y < size; ++y)
            for (int x = 0; x < size; ++x) {
                float sum = 0, squares = 0, n = 0;
                for (int j = std::max(0, y - kWindow); j <= std::min(size - 1, y + kWindow); ++j)
                    for (int i = std::max(0, x - kWindow); i <= std::min(size - 1, x + kWindow); ++i) {
                        sum += at(i, j);
                        squares += at(i, j) * at(i, j);
                        n += 1;
                    }
                const float mean = sum / n;
                const float spread = std::sqrt(std::max(1.0F, squares / n - mean * mean));
                grid.light[static_cast<std::size_t>(y * size + x)] =
                    std::clamp((at(x, y) - mean) / spread, -1.5F, 1.5F);
            }
    }

    void sample(GrayView picture, const CodeCorners& triple) {
        const int guess = std::clamp(static_cast<int>(std::lround((triple.size - 17) / 4)), 1, 40) * 4 + 17;
        straighten(picture, triple, guess);
        for (const int size : {guess, guess - 4, guess + 4}) {
            if (size < kSizeMin || size > kSizeMax) continue;
            const auto& pattern = pattern_of(size);
            double fit = 0;
            auto place = settle(pattern, guess, fit);
            if (fit <= best.fit) continue;
            bend(place, pattern);
            measure(place);
            grid.fit = fit;
            std::swap(grid, best);
            if (fit > kFitSure) return;
        }
    }

    const CodeGrid* best_of(GrayView picture, std::size_t tried) {
        best.fit = 0;
        best.size = 0;
        for (std::size_t i = 0; i < std::min(tried, triples.size()) && best.fit < kFitGood; ++i)
            sample(picture, triples[i]);
        return best.size > 0 && best.fit >= kFitMin ? &best : nullptr;
    }

    void draw(const CodeGrid& from, float sharpening) {
        const int size = from.size;
        const int edge = (size + 2 * kQuiet) * kDrawnModule;
        drawn.create(edge, edge, CV_8UC1);
        drawn.setTo(255);
        const auto at = [&](int x, int y) {
            return from.light[static_cast<std::size_t>(std::clamp(y, 0, size - 1) * size +
                                                       std::clamp(x, 0, size - 1))];
        };
        const auto& pattern = pattern_of(size);
        for (int y = 0; y < size; ++y)
            for (int x = 0; x < size; ++x) {
                const float around = (at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1)) / 4;
                bool dark = at(x, y) + sharpening * (at(x, y) - around) < 0;
                if (const auto known = pattern.known(x, y); known != Known::data) dark = known == Known::dark;
                if (dark)
                    drawn({(x + kQuiet) * kDrawnModule, (y + kQuiet) * kDrawnModule, kDrawnModule,
                           kDrawnModule})
                        .setTo(0);
            }
    }
};

CodeSampler::CodeSampler() : state_(std::make_unique<State>()) {}
CodeSampler::~CodeSampler() = default;
CodeSampler::CodeSampler(CodeSampler&&) noexcept = default;
CodeSampler& CodeSampler::operator=(CodeSampler&&) noexcept = default;

const CodeGrid* CodeSampler::sample(GrayView picture, std::span<const Finder> marks) {
    find_corners(marks, state_->triples);
    return state_->best_of(picture, kTriplesTried);
}

const CodeGrid* CodeSampler::sample_pair(GrayView picture, std::span<const Finder> marks) {
    find_corners_of_two(marks, state_->triples);
    return state_->best_of(picture, state_->triples.size());
}

std::optional<std::string> CodeSampler::decode(const CodeGrid& grid) {
    for (const float sharpening : kSharpenings) {
        state_->draw(grid, sharpening);
        const auto& drawn = state_->drawn;
        if (auto text =
                read_with_zxing({drawn.data, drawn.cols, drawn.rows, static_cast<std::ptrdiff_t>(drawn.step)},
                                Binarizer::done))
            return text;
    }
    return std::nullopt;
}

}  // namespace hadir::device
