#include "device/reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "device/code_sampler.h"
#include "device/code_sum.h"
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
constexpr int kFineWindow = 9;
constexpr double kContrastMin = 20;  // gray levels
constexpr int kNearDivisor = 5;
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
    CodeSampler sampler;
    cv::Mat frame;  // what is being read: the caller's pixels or `smaller`
    cv::Mat smaller, half, third, half_black, threshold, even, region, work, blurred;
    cv::Mat search, gradient, across, down, labels, statistics, centroids;
    cv::Mat paper, paper_full, soft, darkest, lightest, fine;
    std::vector<Finder> marks, clearest;
    CodeGrid seen;  // the best of this frame
    CodeSum frames;
    cv::Mat box = cv::getStructuringElement(cv::MORPH_RECT, {kPaperWindow, kPaperWindow});
    cv::Mat small_box = cv::getStructuringElement(cv::MORPH_RECT, {kFineWindow, kFineWindow});

    void take(GrayView picture) {
        const cv::Mat whole(picture.height, picture.width, CV_8UC1, const_cast<std::uint8_t*>(picture.data),
                            static_cast<std::size_t>(picture.stride));
        const double scale = std::sqrt(double(kPixelsMax) / (double(picture.width) * picture.height));
        if (scale < 1) cv::resize(whole, smaller, {}, scale, scale, cv::INTER_AREA);
        frame = scale < 1 ? smaller : whole;
        shrink(half, 2);
        seen.size = 0;
        seen.fit = 0;
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

    // Black and white for small codes: halfway between the darkest and the lightest near by. Where these are
    // close to each other there is no code but grain.
    void make_fine() {
        cv::blur(half, work, {2, 2});
        cv::erode(work, darkest, small_box);
        cv::dilate(work, lightest, small_box);
        cv::subtract(lightest, darkest, work);
        cv::addWeighted(lightest, 0.5, darkest, 0.5, 0, lightest);
        lightest.setTo(0, work < kContrastMin);
        cv::resize(lightest, work, frame.size());
        cv::GaussianBlur(frame, soft, {3, 3}, 0);
        cv::compare(soft, work, fine, cv::CMP_GE);
    }

    // Whether two corner marks of a code are to be seen: without them the dear rungs are not worth their
    // time.
    bool sees_marks() {
        make_fine();
        make_threshold(frame, threshold, 2 * kThresholdWindow - 1);
        for (const auto* picture : {&half_black, &fine, &threshold}) {
            find_finders(view_of(*picture), marks);
            const auto clear = [](const Finder& mark) { return mark.seen >= kMarkLinesMin; };
            if (std::ranges::count_if(marks, clear) >= kMarksMin) return true;
        }
        return false;
    }

    // From the black and white picture that shows most of them; a near code only a small copy shows.
    const std::vector<Finder>& clearest_marks() {
        const auto clear = [](const std::vector<Finder>& found) {
            return std::ranges::count_if(found,
                                         [](const Finder& mark) { return mark.seen >= kMarkLinesMin; });
        };
        clearest.clear();
        const auto take_marks = [&](const cv::Mat& black, double scale) {
            find_marks(black, scale);
            if (clear(marks) > clear(clearest)) std::swap(marks, clearest);
        };
        make_threshold(half, half_black, kThresholdWindow);
        take_marks(half_black, 2);
        make_fine();
        take_marks(fine, 1);
        shrink(third, kNearDivisor);
        make_threshold(third, work, kThresholdWindow);
        take_marks(work, kNearDivisor);
        return clearest;
    }

    // `scale` of this picture's pixels to the frame's.
    void find_marks(const cv::Mat& black, double scale) {
        find_finders(view_of(black), marks);
        for (auto& mark : marks)
            mark = {(mark.x + 0.5) * scale - 0.5, (mark.y + 0.5) * scale - 0.5, mark.module * scale,
                    mark.seen};
    }

    // One by one, at the places that the marks in `black` tell; `scale` of its pixels to the frame's.
    Text modules(const cv::Mat& black, double scale) {
        find_marks(black, scale);
        const auto* const grid = sampler.sample(view_of(frame), marks);
        if (!grid) return std::nullopt;
        if (grid->fit > seen.fit) seen = *grid;
        return sampler.decode(*grid);
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
    Text half_threshold_zbar() { return zbar.read(view_of(half_black)); }
    Text half_sharpened() { return zxing(sharpen(half, 1.5), Binarizer::local); }
    Text region_inverted() {
        find_region();
        return inverted(region);
    }
    Text region_zbar() { return zbar.read(view_of(region)); }
    Text region_sharpened_zbar() { return zbar.read(view_of(sharpen(region, 2))); }
    Text modules_of_two() {
        find_marks(threshold, 1);
        const auto* const grid = sampler.sample_pair(view_of(frame), marks);
        return grid ? sampler.decode(*grid) : std::nullopt;
    }
    Text modules_half() { return modules(half_black, 2); }
    Text modules_wide() { return modules(threshold, 1); }
    Text modules_narrow() {
        make_threshold(frame, work, kThresholdWindow);
        return modules(work, 1);
    }
    Text modules_fine() { return modules(fine, 1); }

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
        Rung{"modules, half threshold", &State::modules_half, Needs::marks},
        Rung{"modules, fine threshold", &State::modules_fine, Needs::marks},
        Rung{"modules, threshold", &State::modules_wide, Needs::marks},
        Rung{"modules, narrow threshold", &State::modules_narrow, Needs::marks},
        Rung{"half threshold, ZBar", &State::half_threshold_zbar, Needs::marks},
        Rung{"half size, sharpened", &State::half_sharpened, Needs::marks},
        Rung{"even paper", &State::even_local, Needs::marks},
        Rung{"region, ZBar", &State::region_zbar, Needs::marks},
        Rung{"region sharpened, ZBar", &State::region_sharpened_zbar, Needs::marks},
        Rung{"modules, two marks", &State::modules_of_two, Needs::marks},
    };
};

Reader::Reader() : state_((settle_opencv(), std::make_unique<State>())) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

ReadResult Reader::read(const Frame& frame) {
    return read(frame.gray());
}

ReadResult Reader::read_next(const Frame& frame) {
    auto result = read(frame);
    auto& frames = state_->frames;
    if (!result.texts.empty()) {
        frames.clear();
    } else if (frames.add(state_->seen); frames.count() > 1) {
        if (auto text = state_->sampler.decode(frames.grid()))
            return {{*std::move(text)}, State::kLadder.size(), true};
    }
    return result;
}

std::optional<Hint> Reader::hint(const ReadResult& result) {
    if (state_->frame.empty()) return std::nullopt;
    return hint_of(view_of(state_->frame), state_->clearest_marks(), result.texts.empty());
}

ReadResult Reader::read(GrayView picture) {
    const std::size_t none = rungs().size();
    if (picture.width < kSideMin || picture.height < kSideMin) return {{}, none, false};
    state_->take(picture);
    bool marks = false;
    for (std::size_t i = 0; i < State::kLadder.size(); ++i) {
        const auto& rung = State::kLadder[i];
        if (rung.needs == State::Needs::marks && !marks && !(marks = state_->sees_marks())) break;
        if (auto text = (*state_.*rung.climb)()) return {{*std::move(text)}, i, true};
    }
    return {{}, none, marks};
}

std::span<const char* const> Reader::rungs() {
    static constexpr auto kNames = [] {
        std::array<const char*, State::kLadder.size() + 1> names{};
        std::ranges::transform(State::kLadder, names.begin(), &State::Rung::name);
        names.back() = "modules, several frames";
        return names;
    }();
    return kNames;
}

}  // namespace hadir::device
