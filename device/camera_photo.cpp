#include "device/camera_photo.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

namespace hadir::device {
namespace {

constexpr int kSearchLongSide = 320;  // faces are looked for in a copy of this size
constexpr int kFaceSideMin = 24;      // in that copy: a person within an arm's length or two
constexpr double kSearchStep = 1.2;
constexpr int kNeighbours = 3;
constexpr int kFaceLongSide = 480;   // of a photograph of one face
constexpr int kWholeLongSide = 640;  // of one without: more is in it
constexpr int kQuality = 80;

cv::Mat as_mat(const Frame& frame) {
    const bool colour = frame.has_colour();
    const auto* data = colour ? frame.bgr().data() : frame.gray().data;
    // OpenCV has no header for a picture that may not be written; nobody writes through it.
    return {frame.size().height, frame.size().width, colour ? CV_8UC3 : CV_8UC1,
            const_cast<std::uint8_t*>(data)};
}

cv::Mat fitted(const cv::Mat& picture, int long_side) {
    const double scale = double(long_side) / std::max(picture.cols, picture.rows);
    if (scale >= 1) return picture;
    cv::Mat small;
    cv::resize(picture, small, {}, scale, scale, cv::INTER_AREA);
    return small;
}

cv::Mat gray_of(const cv::Mat& picture) {
    if (picture.channels() == 1) return picture;
    cv::Mat gray;
    cv::cvtColor(picture, gray, cv::COLOR_BGR2GRAY);
    return gray;
}

// Head and shoulders: the face's box, as wide again and half as high again on top and below.
cv::Rect around(const cv::Rect& face, double scale, const cv::Size& picture) {
    const auto grown = [scale](double value) { return static_cast<int>(std::lround(value * scale)); };
    const cv::Rect box(grown(face.x - face.width / 2.0), grown(face.y - face.height / 2.0),
                       grown(face.width * 2.0), grown(face.height * 2.0));
    return box & cv::Rect({0, 0}, picture);
}

std::uint16_t sharpness_of(const cv::Mat& gray) {
    cv::Mat edges;
    cv::Laplacian(gray, edges, CV_16S);
    cv::Scalar mean, deviation;
    cv::meanStdDev(edges, mean, deviation);
    return static_cast<std::uint16_t>(std::clamp(deviation[0] * deviation[0], 0.0, 65535.0));
}

// The whole picture in so few gray pixels, `width` of them in a row.
template <class Pixels>
void shrink(const cv::Mat& picture, Pixels& pixels, int width) {
    cv::Mat small(static_cast<int>(pixels.size()) / width, width, CV_8UC1, pixels.data());
    cv::resize(gray_of(picture), small, small.size(), 0, 0, cv::INTER_AREA);
}

}  // namespace

struct CameraPhoto::Eye {
    const Frame& newest;
    cv::CascadeClassifier faces;  // empty without the model

    std::optional<cv::Rect> nearest_face(const cv::Mat& picture) {
        const cv::Mat small = gray_of(fitted(picture, kSearchLongSide));
        std::vector<cv::Rect> found;
        faces.detectMultiScale(small, found, kSearchStep, kNeighbours, 0, {kFaceSideMin, kFaceSideMin});
        const auto largest =
            std::ranges::max_element(found, {}, [](const cv::Rect& box) { return box.area(); });
        if (largest == found.end()) return std::nullopt;
        return around(*largest, double(picture.cols) / small.cols, picture.size());
    }
};

CameraPhoto::CameraPhoto(const Frame& newest, const std::filesystem::path& face_model)
    : eye_(std::make_unique<Eye>(Eye{newest, {}})) {
    std::error_code ignored;
    if (!std::filesystem::exists(face_model, ignored)) return;
    try {
        eye_->faces.load(face_model.string());
    } catch (const cv::Exception&) {
        eye_->faces = cv::CascadeClassifier();
    }
}

CameraPhoto::~CameraPhoto() = default;

std::optional<Shot> CameraPhoto::take() try {
    if (eye_->newest.empty()) return std::nullopt;
    const cv::Mat picture = as_mat(eye_->newest);
    Shot shot;
    wire::Photo& photo = shot.photo;
    std::optional<cv::Rect> face;
    if (!eye_->faces.empty()) {
        face = eye_->nearest_face(picture);
        photo.face = face ? wire::FaceSeen::yes : wire::FaceSeen::no;
    }
    const cv::Mat cut = fitted(face ? picture(*face) : picture, face ? kFaceLongSide : kWholeLongSide);
    const cv::Mat gray = gray_of(cut);
    photo.sharpness = sharpness_of(gray);
    photo.brightness = static_cast<std::uint8_t>(std::lround(cv::mean(gray)[0]));
    cv::imencode(".jpg", cut, photo.jpeg, {cv::IMWRITE_JPEG_QUALITY, kQuality});
    shrink(picture, shot.look.frame, Look::kFrameWidth);
    if (face) shrink(picture(*face), shot.look.face.emplace(), Look::kFaceSide);
    return shot;
} catch (const cv::Exception&) {
    return std::nullopt;
}

}  // namespace hadir::device
