#include "device/motion_gate.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace hadir::device {

namespace {

constexpr int kColumns = 80;
constexpr int kRows = 45;
constexpr double kCellChange = 4;  // gray levels; the noise of a dim camera stays under 1 in a cell's mean
constexpr int kCellsMin = 2;

}  // namespace

struct MotionGate::State {
    cv::Mat cells, reference, difference;
    std::optional<std::chrono::milliseconds> moved_at, read_at;

    bool differs(GrayView frame) {
        const cv::Mat whole(frame.height, frame.width, CV_8UC1, const_cast<std::uint8_t*>(frame.data),
                            static_cast<std::size_t>(frame.stride));
        cv::resize(whole, cells, {kColumns, kRows}, 0, 0, cv::INTER_AREA);
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

bool MotionGate::wants(GrayView frame, std::chrono::milliseconds now) {
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
