#include <fmt/format.h>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>

#include "device/scene.h"

namespace hadir::device {

namespace {

constexpr int kPictureQuality = 90;
constexpr double kVideoQuality = 85;

cv::Mat rendered(Scene& scene, int n, Frame& frame) {
    scene.render(n, frame);
    return {frame.size().height, frame.size().width, CV_8UC3, const_cast<std::uint8_t*>(frame.bgr().data())};
}

}  // namespace

Result<void> write_pictures(Scene& scene, const std::filesystem::path& folder) try {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return fail(ErrorCode::storage, folder.string() + ": " + error.message());
    Frame frame;
    for (int n = 0; n < scene.frame_count(); ++n) {
        const auto file = folder / fmt::format("frame-{:05}.jpg", n);
        if (!cv::imwrite(file.string(), rendered(scene, n, frame),
                         {cv::IMWRITE_JPEG_QUALITY, kPictureQuality}))
            return fail(ErrorCode::storage, file.string() + ": cannot be written");
    }
    return {};
} catch (const cv::Exception& exception) {
    return fail(ErrorCode::storage, folder.string() + ": " + exception.msg);
}

Result<void> write_video(Scene& scene, const std::filesystem::path& file) try {
    // OpenCV's own writer: the same bytes with every FFmpeg.
    cv::VideoWriter writer(file.string(), cv::CAP_OPENCV_MJPEG, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'),
                           kSceneFramesPerSecond, {kFrameSize.width, kFrameSize.height});
    if (!writer.isOpened())
        return fail(ErrorCode::storage, file.string() + ": cannot be written; its name must end in .avi");
    writer.set(cv::VIDEOWRITER_PROP_QUALITY, kVideoQuality);
    Frame frame;
    for (int n = 0; n < scene.frame_count(); ++n)
        writer.write(rendered(scene, n, frame));
    writer.release();
    return {};
} catch (const cv::Exception& exception) {
    return fail(ErrorCode::storage, file.string() + ": " + exception.msg);
}

}  // namespace hadir::device
