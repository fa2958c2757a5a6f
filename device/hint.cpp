#include "device/hint.h"

#include <algorithm>
#include <array>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "device/code_corners.h"

namespace hadir::device {

namespace {

constexpr int kSearchWidth = 320;
constexpr int kSearchWindow = 15;  // pixels of that copy
constexpr double kEdgesMin = 60;   // gray levels: an office has under 30, a badge over 90
constexpr double kDarkBelow = 60;  // gray level that nearly nothing in the frame is above
constexpr double kDarkShare = 0.98;
constexpr double kNearModule = 11;  // pixels; a badge then fills the frame's height
constexpr double kFarModule = 2;
constexpr double kFarSide = 0.14;  // of the frame's width: the busy region's longer side
constexpr int kMarkLinesMin = 3;
constexpr double kGlareShare = 0.12;  // of the code's blocks without anything dark
constexpr int kGlareBlocks = 8;       // a side
constexpr double kGlareAbove = 0.8;   // of the way from the darkest to the lightest
constexpr double kSharpMin = 0.22;    // steepest step to the next pixel, of the way from dark to light

using Histogram = std::array<int, 256>;

Histogram histogram_of(const cv::Mat& picture, int step) {
    Histogram counts{};
    for (int y = 0; y < picture.rows; y += step)
        for (int x = 0; x < picture.cols; x += step)
            ++counts[picture.at<std::uint8_t>(y, x)];
    return counts;
}

// The level that `share` of the counted values are not above.
int level(const Histogram& counts, double share) {
    int all = 0;
    for (const int count : counts)
        all += count;
    int below = 0;
    for (int value = 0; value < 255; ++value)
        if ((below += counts[static_cast<std::size_t>(value)]) >= share * all) return value;
    return 255;
}

struct Region {
    cv::Rect place;  // in the frame
    double edges = 0;
};

cv::Mat density(const cv::Mat& picture, int dx, int dy) {
    cv::Mat gradient, dense;
    cv::Sobel(picture, gradient, CV_16S, dx, dy);
    cv::convertScaleAbs(gradient, dense);
    cv::boxFilter(dense, dense, -1, {kSearchWindow, kSearchWindow});
    return dense;
}

// Where many edges run in both directions.
Region busiest(const cv::Mat& frame) {
    cv::Mat search, busy;
    const double scale = std::max(1.0, double(frame.cols) / kSearchWidth);
    cv::resize(frame, search, {cvRound(frame.cols / scale), std::max(1, cvRound(frame.rows / scale))}, 0, 0,
               cv::INTER_AREA);
    cv::min(density(search, 1, 0), density(search, 0, 1), busy);
    double most = 0;
    cv::Point peak;
    cv::minMaxLoc(busy, nullptr, &most, nullptr, &peak);
    cv::Mat labels, statistics, centroids;
    cv::connectedComponentsWithStats(busy >= most / 2, labels, statistics, centroids);
    const int* const box = statistics.ptr<int>(labels.at<int>(peak));
    const auto grown = [scale](int value) { return cvRound(value * scale); };
    const cv::Rect place(grown(box[cv::CC_STAT_LEFT]), grown(box[cv::CC_STAT_TOP]),
                         grown(box[cv::CC_STAT_WIDTH]), grown(box[cv::CC_STAT_HEIGHT]));
    return {place & cv::Rect(0, 0, frame.cols, frame.rows), most};
}

// A lamp in the cover: blocks of the code that are all light.
bool has_glare(const cv::Mat& code) {
    const auto counts = histogram_of(code, 2);
    const double dark = level(counts, 0.05);
    const double light = level(counts, 0.98);
    cv::Mat darkest;
    const cv::Size block(std::max(1, code.cols / kGlareBlocks), std::max(1, code.rows / kGlareBlocks));
    int glaring = 0;
    for (int row = 0; row < kGlareBlocks; ++row)
        for (int column = 0; column < kGlareBlocks; ++column) {
            const cv::Rect place =
                cv::Rect(column * block.width, row * block.height, block.width, block.height) &
                cv::Rect(0, 0, code.cols, code.rows);
            if (place.empty()) continue;
            glaring += level(histogram_of(code(place), 1), 0.1) > dark + kGlareAbove * (light - dark);
        }
    return glaring >= kGlareShare * kGlareBlocks * kGlareBlocks;
}

bool is_blurred(const cv::Mat& code) {
    const auto counts = histogram_of(code, 2);
    const int span = level(counts, 0.95) - level(counts, 0.05);
    Histogram steps{};
    for (int y = 0; y < code.rows; y += 2)
        for (int x = 1; x < code.cols; ++x)
            ++steps[static_cast<std::size_t>(
                std::abs(code.at<std::uint8_t>(y, x) - code.at<std::uint8_t>(y, x - 1)))];
    return level(steps, 0.98) < kSharpMin * span;
}

}  // namespace

const char* name_of(Hint hint) {
    static constexpr std::array kNames{"dark", "near", "far", "blurred", "two", "glare"};
    return kNames[static_cast<std::size_t>(hint)];
}

std::optional<Hint> hint_of(GrayView view, std::span<const Finder> marks, bool unread) {
    if (view.empty()) return std::nullopt;
    if (count_codes(marks) > 1) return Hint::two;
    if (!unread) return std::nullopt;
    const cv::Mat frame(view.height, view.width, CV_8UC1, const_cast<std::uint8_t*>(view.data),
                        static_cast<std::size_t>(view.stride));
    if (level(histogram_of(frame, 8), kDarkShare) < kDarkBelow) return Hint::dark;
    const bool marked = !marks.empty() && marks.front().seen >= kMarkLinesMin;
    if (marked && marks.front().module >= kNearModule) return Hint::near;
    const auto region = busiest(frame);
    if (region.edges < kEdgesMin) return std::nullopt;
    const cv::Mat code = frame(region.place);
    if (std::max(code.cols, code.rows) < kFarSide * frame.cols) return Hint::far;
    if (is_blurred(code)) return Hint::blurred;
    if (has_glare(code)) return Hint::glare;
    if (marked && marks.front().module < kFarModule) return Hint::far;
    return std::nullopt;
}

}  // namespace hadir::device
