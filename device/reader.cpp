#include "device/reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "device/finder.h"
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
constexpr int kRegionPixelsMax = 360'000;
constexpr int kThresholdWindow = 41;
constexpr double kThresholdOffset = 5;
constexpr int kMarkLinesMin = 2;
constexpr int kMarksMin = 2;
constexpr double kSharpening = 2;
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
    cv::Mat smaller, half, third, half_black, threshold, even, region, work, blurred;
    cv::Mat search, gradient, across, down, labels, statistics, centroids;
    cv::Mat paper, paper_full;
    std::vector<Finder> marks;
    cv::Mat box = cv::getStructuringElement(cv::MORPH_RECT, {kPaperWindow, kPaperWindow});
    cv::Ptr<cv::CLAHE> contrast = cv::createCLAHE(3, {8, 8});

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

    const cv::Mat& sharpen(const cv::Mat& picture, double radius) {
        cv::GaussianBlur(picture, blurred, {}, radius);
        cv::addWeighted(picture, 1 + kSharpening, blurred, -kSharpening, 0, work);
        return work;
    }

    // Black and white against a wider neighbourhood than ZXing's.
    static void make_threshold(const cv::Mat& picture, cv::Mat& into, int window) {
        cv::adaptiveThreshold(picture, into, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY, window,
                              kThresholdOffset);
    }

    // Divides by the paper's brightness around: removes shadows and the light's slope, keeps the ink.
    void flatten() {
        cv::resize(half, paper, {}, 0.5, 0.5, cv::INTER_AREA);
        cv::morphologyEx(paper, paper, cv::MORPH_CLOSE, box);
        cv::boxFilter(paper, paper, -1, {kPaperWindow, kPaperWindow});
        cv::resize(paper, paper_full, frame.size());
        cv::divide(frame, paper_full, even, kPaperWhite);
    }

    // Whether two corner marks of a code are to be seen: without them the dear rungs are not worth their
    // time.
    bool sees_marks() {
        make_threshold(frame, threshold, 2 * kThresholdWindow - 1);
        for (const auto* picture : {&half_black, &threshold}) {
            find_finders(view_of(*picture), marks);
            const auto clear = [](const Finder& mark) { return mark.seen >= kMarkLinesMin; };
            if (std::ranges::count_if(marks, clear) >= kMarksMin) return true;
        }
        return false;
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
    }

    void density(int dx, int dy, cv::Mat& into) {
        cv::Sobel(search, gradient, CV_16S, dx, dy);
        cv::convertScaleAbs(gradient, into);
        cv::boxFilter(into, into, -1, {kSearchWindow, kSearchWindow});
    }

    Text whole_local() { return zxing(frame, Binarizer::local); }
    Text half_histogram() { return zxing(half, Binarizer::histogram); }
    Text half_threshold() {
        make_threshold(half, half_black, kThresholdWindow);
        return zxing(half_black, Binarizer::done);
    }
    Text half_local() { return zxing(half, Binarizer::local); }
    Text half_inverted() { return inverted(half); }
    Text third_local() {
        shrink(third, 3);
        return zxing(third, Binarizer::local);
    }
    Text even_histogram() {
        flatten();
        return zxing(even, Binarizer::histogram);
    }
    Text even_local() { return zxing(even, Binarizer::local); }
    Text whole_threshold() { return zxing(threshold, Binarizer::done); }
    Text half_threshold_zbar() { return zbar.read(view_of(half_black)); }
    Text half_sharpened() { return zxing(sharpen(half, 1.5), Binarizer::local); }
    Text region_inverted() {
        find_region();
        return inverted(region);
    }
    Text region_zbar() { return zbar.read(view_of(region)); }
    Text region_sharpened_zbar() { return zbar.read(view_of(sharpen(region, 2))); }
    Text whole_contrasted() {
        contrast->apply(frame, work);
        return zxing(work, Binarizer::local);
    }
    Text whole_sharpened() { return zxing(sharpen(frame, 2), Binarizer::local); }
    Text whole_threshold_zbar() { return zbar.read(view_of(threshold)); }

    enum class Needs : std::uint8_t { nothing, marks };
    struct Rung {
        const char* name;
        Text (State::*climb)();
        Needs needs;
    };
    static constexpr std::array kLadder{
        Rung{"ZXing", &State::whole_local, Needs::nothing},
        Rung{"half size, histogram", &State::half_histogram, Needs::nothing},
        Rung{"half size, threshold", &State::half_threshold, Needs::nothing},
        Rung{"half size", &State::half_local, Needs::nothing},
        Rung{"half size, inverted", &State::half_inverted, Needs::nothing},
        Rung{"third size", &State::third_local, Needs::nothing},
        Rung{"even paper, histogram", &State::even_histogram, Needs::nothing},
        Rung{"region, inverted", &State::region_inverted, Needs::nothing},
        Rung{"half threshold, ZBar", &State::half_threshold_zbar, Needs::marks},
        Rung{"threshold", &State::whole_threshold, Needs::marks},
        Rung{"half size, sharpened", &State::half_sharpened, Needs::marks},
        Rung{"even paper", &State::even_local, Needs::marks},
        Rung{"more contrast", &State::whole_contrasted, Needs::marks},
        Rung{"region, ZBar", &State::region_zbar, Needs::marks},
        Rung{"sharpened", &State::whole_sharpened, Needs::marks},
        Rung{"region sharpened, ZBar", &State::region_sharpened_zbar, Needs::marks},
        Rung{"threshold, ZBar", &State::whole_threshold_zbar, Needs::marks},
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
    if (picture.width < kSideMin || picture.height < kSideMin) return {{}, none, false};
    state_->take(picture);
    bool marks = false;
    for (std::size_t i = 0; i < none; ++i) {
        const auto& rung = State::kLadder[i];
        if (rung.needs == State::Needs::marks && !marks && !(marks = state_->sees_marks())) break;
        if (auto text = (*state_.*rung.climb)()) return {{*std::move(text)}, i, true};
    }
    return {{}, none, marks};
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
