#include "device/frame.h"

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "platform/file.h"

namespace hadir::device {

namespace {

constexpr Size kPreviewSize{640, 360};
constexpr int kPreviewQuality = 70;
constexpr std::size_t kDecoderBytesMin = 32;

std::size_t area(Size size) {
    return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
}

// OpenCV has no header for a picture that may not be written; nobody writes through these.
cv::Mat as_mat(GrayView view) {
    return {view.height, view.width, CV_8UC1, const_cast<std::uint8_t*>(view.data),
            static_cast<std::size_t>(view.stride)};
}
cv::Mat as_mat(const Frame& frame) {
    if (!frame.has_colour()) return as_mat(frame.gray());
    return {frame.size().height, frame.size().width, CV_8UC3, const_cast<std::uint8_t*>(frame.bgr().data())};
}

cv::Rect centred(Size picture, Size box) {
    const double scale = std::min(double(box.width) / picture.width, double(box.height) / picture.height);
    const int width = std::clamp(static_cast<int>(std::lround(picture.width * scale)), 1, box.width);
    const int height = std::clamp(static_cast<int>(std::lround(picture.height * scale)), 1, box.height);
    return {(box.width - width) / 2, (box.height - height) / 2, width, height};
}

// OpenCV's decoders write to std::cerr, which nobody else here does, what our error says better.
class QuietCerr {
public:
    QuietCerr() : before_(std::cerr.rdbuf(nullptr)) {}
    ~QuietCerr() {
        std::cerr.rdbuf(before_);
        std::cerr.clear();
    }
    QuietCerr(const QuietCerr&) = delete;
    QuietCerr& operator=(const QuietCerr&) = delete;

private:
    std::streambuf* before_;
};

// Padded with zeros to what OpenCV's WebP decoder wants of even the smallest picture.
Result<Bytes> read_limited(const std::filesystem::path& file) {
    auto content = platform::read_file(file, kPictureBytesMax);
    if (!content && content.error().code == ErrorCode::too_large)
        return fail(ErrorCode::too_large, file.string() + ": over 64 MiB; use a smaller picture");
    if (!content) return content;
    content->resize(std::max(content->size(), kDecoderBytesMin));
    return content;
}

}  // namespace

void settle_opencv() {
    static std::once_flag once;
    std::call_once(once, [] {
        cv::setNumThreads(1);
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        setenv("OPENCV_FFMPEG_LOGLEVEL", "-8",
               0);  // FFmpeg's "quiet"; damaged files are told by our messages
    });
}

GrayView Frame::gray() const {
    if (!gray_made_ && colour_) {
        gray_.resize(area(size_));
        cv::Mat gray(size_.height, size_.width, CV_8UC1, gray_.data());
        cv::cvtColor(as_mat(*this), gray, cv::COLOR_BGR2GRAY);
        gray_made_ = true;
    }
    return {gray_.data(), size_.width, size_.height, size_.width};
}

ByteView Frame::bgr() const {
    return colour_ ? ByteView(bgr_) : ByteView();
}

std::uint8_t* Frame::reset_bgr(Size size) {
    size_ = size;
    colour_ = true;
    gray_made_ = false;
    bgr_.resize(area(size) * 3);
    return bgr_.data();
}

std::uint8_t* Frame::reset_gray(Size size) {
    size_ = size;
    colour_ = false;
    gray_made_ = true;
    gray_.resize(area(size));
    return gray_.data();
}

Result<Frame> load_picture(const std::filesystem::path& file, PictureColour colour) try {
    settle_opencv();
    auto content = read_limited(file);
    if (!content) return propagate(content.error());
    const auto size = picture_size(*content);
    if (!size) return fail(ErrorCode::malformed, file.string() + ": no PNG, JPEG, WebP, BMP or PGM picture");
    if (std::int64_t{size->width} * size->height > kPicturePixelsMax)
        return fail(ErrorCode::too_large, file.string() + ": over 50 megapixels; use a smaller picture");
    const bool gray = colour == PictureColour::gray;
    const QuietCerr quiet;
    const cv::Mat decoded = cv::imdecode(*content, gray ? cv::IMREAD_GRAYSCALE : cv::IMREAD_COLOR);
    if (decoded.empty()) return fail(ErrorCode::malformed, file.string() + ": damaged picture");
    Frame frame;
    const Size real{decoded.cols, decoded.rows};
    cv::Mat target(real.height, real.width, decoded.type(),
                   gray ? frame.reset_gray(real) : frame.reset_bgr(real));
    decoded.copyTo(target);
    return frame;
} catch (const cv::Exception&) {
    return fail(ErrorCode::malformed, file.string() + ": damaged picture");
}

Frame fit(const Frame& frame, Size box) {
    Frame fitted;
    const bool colour = frame.has_colour();
    cv::Mat target(box.height, box.width, colour ? CV_8UC3 : CV_8UC1,
                   colour ? fitted.reset_bgr(box) : fitted.reset_gray(box));
    target.setTo(cv::Scalar::all(128));
    const cv::Rect place = centred(frame.size(), box);
    const cv::Mat source = as_mat(frame);
    cv::Mat inner = target(place);
    cv::resize(source, inner, place.size(), 0, 0,
               source.cols > place.width ? cv::INTER_AREA : cv::INTER_LINEAR);
    return fitted;
}

struct PreviewEncoder::Buffers {
    cv::Mat small;
    Bytes jpeg;
};

PreviewEncoder::PreviewEncoder() : buffers_(std::make_unique<Buffers>()) {}
PreviewEncoder::~PreviewEncoder() = default;
PreviewEncoder::PreviewEncoder(PreviewEncoder&&) noexcept = default;
PreviewEncoder& PreviewEncoder::operator=(PreviewEncoder&&) noexcept = default;

ByteView PreviewEncoder::encode(const Frame& frame) {
    if (frame.empty()) return {};
    const cv::Mat source = as_mat(frame);
    const cv::Rect place = centred(frame.size(), kPreviewSize);
    buffers_->small.create(kPreviewSize.height, kPreviewSize.width, source.type());
    if (place.size() != buffers_->small.size()) buffers_->small.setTo(cv::Scalar::all(0));
    cv::Mat inner = buffers_->small(place);
    cv::resize(source, inner, place.size(), 0, 0,
               source.cols > place.width ? cv::INTER_AREA : cv::INTER_LINEAR);
    cv::imencode(".jpg", buffers_->small, buffers_->jpeg, {cv::IMWRITE_JPEG_QUALITY, kPreviewQuality});
    return buffers_->jpeg;
}

}  // namespace hadir::device
