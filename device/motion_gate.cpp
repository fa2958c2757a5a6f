#include "device/motion_gate.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace hadir::device {

namespace {

constexpr int kColumns = 80;
constexpr int kRows = 45;
constexpr int kRowStep = 2;        // half the cost, and still more pixels a cell than noise asks for
constexpr double kCellChange = 4;  // gray levels; the noise of a dim camera stays under 1 in a cell's mean
constexpr int kCellsMin = 2;

}  // namespace

struct MotionGate::State {
    cv::Mat coloured, cells, reference, difference;
    std::optional<std::chrono::milliseconds> moved_at, read_at;

    // The means, from the picture as it came: no gray plane is made of a frame that nobody reads.
    void measure(const Frame& frame) {
        const Size size = frame.size();
        const int channels = frame.has_colour() ? 3 : 1;
        const std::uint8_t* data = frame.has_colour() ? frame.bgr().data() : frame.gray().data;
        const auto stride = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(channels);
        const cv::Mat rows((size.height + kRowStep - 1) / kRowStep, size.width, CV_8UC(channels),
                           const_cast<std::uint8_t*>(data), stride * kRowStep);
        cv::Mat& means = frame.has_colour() ? coloured : cells;
        cv::resize(rows, means, {kColumns, kRows}, 0, 0, cv::INTER_AREA);
        if (frame.has_colour()) cv::cvtColor(coloured, cells, cv::COLOR_BGR2GRAY);
    }

    bool differs(const Frame& frame) {
        measure(frame);
        if (reference.empty()) return true;
        cv::subtract(cells, reference, difference, {}, CV_16S);
        const double shift = cv::mean(difference)[0];
        cv::absdiff(difference, cv::Scalar(shift), difference);
        cv::compare(difference, kCellChange, difference, cv::CMP_GT);
        return cv::countNonZero(difference) >= kCellsMin;
    }
};

MotionGate::MotionGate() : state_((settle_opencv(), std::make_unique<State>())) {}
MotionGate::~MotionGate() = default;
MotionGate::MotionGate(MotionGate&&) noexcept = default;
MotionGate& MotionGate::operator=(MotionGate&&) noexcept = default;

bool MotionGate::wants(const Frame& frame, std::chrono::milliseconds now) {
    if (frame.empty()) return false;
    if (state_->differs(frame)) {
        std::swap(state_->reference, state_->cells);
        state_->moved_at = now;
    }
    const bool settling = now - *state_->moved_at <= kGateSettle;
    if (!settling && now - *state_->read_at < kGateStillEvery) return false;
    state_->read_at = now;
    return true;
}

}  // namespace hadir::device
