#include "device/reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "device/zbar_reader.h"
#include "device/zxing_reader.h"

namespace hadir::device {

namespace {

using Text = std::optional<std::string>;

constexpr int kPixelsMax = 2'100'000;  // a little over 1080p; larger pictures are read at a smaller scale
constexpr int kSideMin = 24;           // the smallest code has 21 modules

// Sizes below are in pixels of the copy they are used on.
constexpr int kSearchWidth = 320;
constexpr int kSearchWindow = 15;
constexpr int kSearchMargin = 8;
constexpr double kEdgesMin = 24;  // mean slope; under it no code is there that the dear rungs could read
constexpr int kRegionPixelsMax = 360'000;
constexpr int kThresholdWindow = 41;
constexpr double kThresholdOffset = 5;
constexpr int kPaperWindow = 15;
constexpr double kPaperWhite = 230;

GrayView view_of(const cv::Mat& picture) {
    return {picture.data, picture.cols, picture.rows, static_cast<std::ptrdiff_t>(picture.step)};
}

}  // namespace

// The pictures that the rungs make of one frame, in memory that the next frame uses again.
struct Reader::State {
    ZbarReader zbar;
    cv::Mat frame;  // what is being read: the caller's pixels or `smaller`
    cv::Mat smaller, half, third, threshold, work, blurred;
    cv::Mat search, gradient, across, down, labels, statistics, centroids;
    cv::Mat paper, paper_full;
    cv::Mat box = cv::getStructuringElement(cv::MORPH_RECT, {kPaperWindow, kPaperWindow});
    cv::Ptr<cv::CLAHE> contrast = cv::createCLAHE(3, {8, 8});
    cv::Mat region;
    bool has_region = false;

    void take(GrayView picture) {
        const cv::Mat whole(picture.height, picture.width, CV_8UC1, const_cast<std::uint8_t*>(picture.data),
                            static_cast<std::size_t>(picture.stride));
        const double scale = std::sqrt(double(kPixelsMax) / (double(picture.width) * picture.height));
        if (scale < 1) cv::resize(whole, smaller, {}, scale, scale, cv::INTER_AREA);
        frame = scale < 1 ? smaller : whole;
        shrink(half, 2);
    }

    void shrink(cv::Mat& into, int divisor) {
        const cv::Size size(std::max(1, frame.cols / divisor), std::max(1, frame.rows / divisor));
        cv::resize(frame, into, size, 0, 0, cv::INTER_AREA);
    }

    Text zxing(const cv::Mat& picture, Binarizer binarizer) const {
        return read_with_zxing(view_of(picture), binarizer);
    }

    Text inverted(const cv::Mat& picture) {
        cv::bitwise_not(picture, work);
        return zxing(work, Binarizer::local);
    }

    Text sharpened(const cv::Mat& picture) {
        cv::GaussianBlur(picture, blurred, {}, 2);
        cv::addWeighted(picture, 3, blurred, -2, 0, work);
        return zxing(work, Binarizer::local);
    }

    // Black and white against a wider neighbourhood than ZXing's.
    void make_threshold(const cv::Mat& picture) {
        cv::adaptiveThreshold(picture, threshold, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY,
                              kThresholdWindow, kThresholdOffset);
    }

    // Divides by the paper's brightness around: removes shadows and the light's slope, keeps the ink.
    Text flattened() {
        cv::resize(half, paper, {}, 0.5, 0.5, cv::INTER_AREA);
        cv::morphologyEx(paper, paper, cv::MORPH_CLOSE, box);
        cv::boxFilter(paper, paper, -1, {kPaperWindow, kPaperWindow});
        cv::resize(paper, paper_full, frame.size());
        cv::divide(frame, paper_full, work, kPaperWhite);
        return zxing(work, Binarizer::histogram);
    }

    // Where many edges run in both directions: a code has both, text and shelves mostly one.
    void find_region() {
        const double scale = std::max(1.0, double(frame.cols) / kSearchWidth);
        cv::resize(half, search, {cvRound(frame.cols / scale), std::max(1, cvRound(frame.rows / scale))}, 0,
                   0, cv::INTER_AREA);
        density(1, 0, across);
        density(0, 1, down);
        cv::min(across, down, across);
        double most = 0;
        cv::Point peak;
        cv::minMaxLoc(across, nullptr, &most, nullptr, &peak);
        has_region = false;
        if (most < kEdgesMin) return;
        cv::compare(across, most / 2, down, cv::CMP_GE);
        cv::connectedComponentsWithStats(down, labels, statistics, centroids);
        const int* box_of = statistics.ptr<int>(labels.at<int>(peak));
        const cv::Rect found(
            box_of[cv::CC_STAT_LEFT] - kSearchMargin, box_of[cv::CC_STAT_TOP] - kSearchMargin,
            box_of[cv::CC_STAT_WIDTH] + 2 * kSearchMargin, box_of[cv::CC_STAT_HEIGHT] + 2 * kSearchMargin);
        const cv::Rect place = cv::Rect(cvRound(found.x * scale), cvRound(found.y * scale),
                                        cvRound(found.width * scale), cvRound(found.height * scale)) &
                               cv::Rect(0, 0, frame.cols, frame.rows);
        const double shrink_by = std::sqrt(double(kRegionPixelsMax) / place.area());
        if (shrink_by < 1)
            cv::resize(frame(place), region, {}, shrink_by, shrink_by, cv::INTER_AREA);
        else
            frame(place).copyTo(region);
        has_region = true;
    }

    void density(int dx, int dy, cv::Mat& into) {
        cv::Sobel(search, gradient, CV_16S, dx, dy);
        cv::convertScaleAbs(gradient, into);
        cv::boxFilter(into, into, -1, {kSearchWindow, kSearchWindow});
    }

    Text whole_local() { return zxing(frame, Binarizer::local); }
    Text half_histogram() { return zxing(half, Binarizer::histogram); }
    Text half_threshold() {
        make_threshold(half);
        return zxing(threshold, Binarizer::done);
    }
    Text half_local() { return zxing(half, Binarizer::local); }
    Text half_inverted() { return inverted(half); }
    Text third_local() {
        shrink(third, 3);
        return zxing(third, Binarizer::local);
    }
    Text region_histogram() {
        find_region();
        return has_region ? zxing(region, Binarizer::histogram) : Text();
    }
    Text region_inverted() { return has_region ? inverted(region) : Text(); }
    Text region_sharpened() { return has_region ? sharpened(region) : Text(); }
    Text region_zbar() { return has_region ? zbar.read(view_of(region)) : Text(); }
    Text threshold_zbar() { return has_region ? zbar.read(view_of(threshold)) : Text(); }
    Text whole_contrasted() {
        if (!has_region) return {};
        contrast->apply(frame, work);
        return zxing(work, Binarizer::local);
    }

    struct Rung {
        const char* name;
        Text (State::*climb)();
    };
    static constexpr std::array kLadder{
        Rung{"ZXing", &State::whole_local},
        Rung{"half size, histogram", &State::half_histogram},
        Rung{"half size, threshold", &State::half_threshold},
        Rung{"half size", &State::half_local},
        Rung{"half size, inverted", &State::half_inverted},
        Rung{"third size", &State::third_local},
        Rung{"even paper, histogram", &State::flattened},
        Rung{"region, histogram", &State::region_histogram},
        Rung{"region, inverted", &State::region_inverted},
        Rung{"region, sharpened", &State::region_sharpened},
        Rung{"region, ZBar", &State::region_zbar},
        Rung{"half threshold, ZBar", &State::threshold_zbar},
        Rung{"more contrast", &State::whole_contrasted},
    };
};

Reader::Reader() : state_((settle_opencv(), std::make_unique<State>())) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

ReadResult Reader::read(const Frame& frame) {
    return read(frame.gray());
}

ReadResult Reader::read(GrayView picture) {
    const std::size_t none = State::kLadder.size();
    if (picture.width < kSideMin || picture.height < kSideMin) return {{}, none};
    state_->take(picture);
    for (std::size_t rung = 0; rung < none; ++rung)
        if (auto text = (*state_.*State::kLadder[rung].climb)()) return {{*std::move(text)}, rung};
    return {{}, none};
}

std::span<const char* const> Reader::rungs() {
    static constexpr auto kNames = [] {
        std::array<const char*, State::kLadder.size()> names{};
        std::ranges::transform(State::kLadder, names.begin(), &State::Rung::name);
        return names;
    }();
    return kNames;
}

}  // namespace hadir::device
