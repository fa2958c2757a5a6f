#include "device/likeness.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace hadir::device {
namespace {

// Mean and deviation of a face's gray levels.
template <class Face>
std::pair<double, double> light_of(const Face& face) {
    double sum = 0, squares = 0;
    for (const std::uint8_t gray : face) {
        sum += gray;
        squares += int{gray} * int{gray};
    }
    const auto count = static_cast<double>(face.size());
    const double mean = sum / count;
    return {mean, std::sqrt(std::max(0.0, squares / count - mean * mean))};
}

}  // namespace

double difference(const Look& left, const Look& right) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < left.frame.size(); ++i)
        sum += std::abs(int{left.frame[i]} - int{right.frame[i]});
    return static_cast<double>(sum) / static_cast<double>(left.frame.size());
}

double likeness_of_faces(const Look& left, const Look& right) {
    if (!left.face || !right.face) return 0;
    const auto [left_mean, left_deviation] = light_of(*left.face);
    const auto [right_mean, right_deviation] = light_of(*right.face);
    if (left_deviation < 1 || right_deviation < 1) return 0;
    double sum = 0;
    for (std::size_t i = 0; i < left.face->size(); ++i)
        sum += ((*left.face)[i] - left_mean) * ((*right.face)[i] - right_mean);
    return sum / static_cast<double>(left.face->size()) / (left_deviation * right_deviation);
}

std::vector<std::string> Likeness::marks(const Look& look, const std::string& who,
                                         std::chrono::milliseconds up) {
    while (!seen_.empty() && (up - seen_.front().up > kRemembered || seen_.size() >= kLooksMax))
        seen_.pop_front();
    const auto others = [&](const auto& alike) {
        return std::ranges::any_of(seen_, [&](const Seen& one) { return one.who != who && alike(one.look); });
    };
    std::vector<std::string> marks;
    if (others([&](const Look& one) { return difference(one, look) <= kSameFrameAtMost; }))
        marks.emplace_back("same_frame");
    if (others([&](const Look& one) { return likeness_of_faces(one, look) >= kSameFaceFrom; }))
        marks.emplace_back("same_face");
    seen_.push_back({up, who, look});
    return marks;
}

}  // namespace hadir::device
