#include <fmt/format.h>

#include <cstdlib>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "device/fifo_pump.h"
#include "device/frame_source.h"

namespace hadir::device {

namespace {

constexpr double kFrameRateDefault = 30;
constexpr double kFrameRateMin = 1;
constexpr double kFrameRateMax = 120;
constexpr double kVideoPixelsMax = 4096.0 * 2304.0;
constexpr double kPromiseSlackS = 0.5;
constexpr double kPromiseSlackShare = 0.02;
constexpr int kNetworkPatienceMs = 2000;

// What cv::VideoCapture gives, brought to at most kFrameSize: cost and memory have one bound for every
// camera.
class CaptureSource : public FrameSource {
public:
    Result<void> open(std::stop_token stop) override try {
        const auto opened = start(capture_, std::move(stop));
        if (!opened) return opened;
        if (!capture_.isOpened())
            return fail(ErrorCode::unavailable, name() + ": cannot be opened as a camera or video");
        const double pixels =
            capture_.get(cv::CAP_PROP_FRAME_WIDTH) * capture_.get(cv::CAP_PROP_FRAME_HEIGHT);
        if (pixels > kVideoPixelsMax) return fail(ErrorCode::too_large, name() + ": pictures over 4096x2304");
        return {};
    } catch (const cv::Exception& exception) {
        return fail(ErrorCode::unavailable, name() + ": " + exception.msg);
    }

    bool read(Frame& frame) override try {
        if (!capture_.grab()) return false;
        position_ms_ =
            std::max(position_ms_, capture_.get(cv::CAP_PROP_POS_MSEC));  // FFmpeg forgets it near the end
        return retrieve(frame);
    } catch (const cv::Exception&) {
        return false;
    }

    void close() override { capture_.release(); }

protected:
    virtual Result<void> start(cv::VideoCapture& capture, std::stop_token stop) = 0;
    virtual std::string name() const = 0;
    const cv::VideoCapture& capture() const { return capture_; }
    double position_ms() const { return position_ms_; }

private:
    // Decodes straight into the frame's memory when the size fits, as it does but for the first picture.
    bool retrieve(Frame& frame) {
        if (!capture_.retrieve(picture_) || picture_.empty() || picture_.type() != CV_8UC3) return false;
        const double scale = std::min(
            {1.0, double(kFrameSize.width) / picture_.cols, double(kFrameSize.height) / picture_.rows});
        const Size size{std::max(1, cvRound(picture_.cols * scale)),
                        std::max(1, cvRound(picture_.rows * scale))};
        cv::Mat target(size.height, size.width, CV_8UC3, frame.reset_bgr(size));
        if (scale < 1)
            cv::resize(picture_, target, target.size(), 0, 0, cv::INTER_AREA);
        else
            picture_.copyTo(target);
        return true;
    }

    cv::VideoCapture capture_;
    cv::Mat picture_;
    double position_ms_ = 0;
};

class DeviceSource final : public CaptureSource {
public:
    explicit DeviceSource(std::string path_or_index) : path_(std::move(path_or_index)) {}

private:
    Result<void> start(cv::VideoCapture& capture, std::stop_token) override {
        const bool is_path = path_.starts_with('/');
        const bool opened =
            is_path ? capture.open(path_, cv::CAP_V4L2) : capture.open(std::stoi(path_), cv::CAP_V4L2);
        if (!opened)
            return fail(ErrorCode::unavailable,
                        "camera " + path_ + ": not there, or used by another program");
        // Motion JPEG is what lets most USB cameras give 720p at 30 frames; the driver takes the nearest it
        // has.
        capture.set(cv::CAP_PROP_FOURCC, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'));
        if (!choose(capture, kFrameSize)) choose(capture, {640, 480});
        capture.set(cv::CAP_PROP_FPS, kFrameRateDefault);
        capture.set(cv::CAP_PROP_BUFFERSIZE, 2);
        return {};
    }

    static bool choose(cv::VideoCapture& capture, Size size) {
        capture.set(cv::CAP_PROP_FRAME_WIDTH, size.width);
        capture.set(cv::CAP_PROP_FRAME_HEIGHT, size.height);
        return capture.get(cv::CAP_PROP_FRAME_WIDTH) == size.width &&
               capture.get(cv::CAP_PROP_FRAME_HEIGHT) == size.height;
    }

    std::string name() const override { return "camera " + path_; }
    std::string path_;
};

class FileSource final : public CaptureSource {
public:
    explicit FileSource(std::filesystem::path file) : file_(std::move(file)) {}

    std::chrono::nanoseconds frame_time() const override {
        const double told = capture().get(cv::CAP_PROP_FPS);
        const double rate = told >= kFrameRateMin && told <= kFrameRateMax ? told : kFrameRateDefault;
        return std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / rate));
    }
    bool is_finite() const override { return true; }

    // FFmpeg ends at damage as it ends at the end; how far the pictures reached of the time that the file's
    // head promises tells them apart. Their number does not: a file may leave out pictures that stayed the
    // same.
    Result<void> check_whole(std::uint64_t pictures) const override {
        const double promised_s = capture().get(cv::CAP_PROP_FRAME_COUNT) / capture().get(cv::CAP_PROP_FPS);
        const double reached_s = position_ms() / 1e3;
        const double tolerance_s = std::max(kPromiseSlackS, promised_s * kPromiseSlackShare);
        if (pictures > 0 && !(reached_s + tolerance_s < promised_s)) return {};
        return fail(ErrorCode::malformed,
                    fmt::format("{}: damaged or cut short: pictures for {:.1f} s of {:.1f} s", file_.string(),
                                pictures > 0 ? reached_s : 0.0, std::max(0.0, promised_s)));
    }

private:
    // FFmpeg by name: another backend would take "a%d.png" for a row of pictures.
    Result<void> start(cv::VideoCapture& capture, std::stop_token) override {
        capture.open(file_.string(), cv::CAP_FFMPEG);
        return {};
    }
    std::string name() const override { return file_.string(); }
    std::filesystem::path file_;
};

class FifoSource final : public CaptureSource {
public:
    explicit FifoSource(std::filesystem::path fifo) : fifo_(std::move(fifo)) {}

    void close() override {
        pump_.reset();
        CaptureSource::close();
        outlet_.reset();
    }

private:
    Result<void> start(cv::VideoCapture& capture, std::stop_token stop) override {
        auto pumped = FifoPump::start(fifo_, std::move(stop));
        if (!pumped) return propagate(pumped.error());
        outlet_ = std::move(pumped->outlet);
        pump_ = std::move(pumped->pump);
        capture.open("pipe:" + std::to_string(outlet_.get()), cv::CAP_FFMPEG);
        return {};
    }
    std::string name() const override { return fifo_.string(); }

    std::filesystem::path fifo_;
    FileDescriptor outlet_;
    std::unique_ptr<FifoPump> pump_;
};

class UrlSource final : public CaptureSource {
public:
    explicit UrlSource(std::string url) : url_(std::move(url)) {}

private:
    Result<void> start(cv::VideoCapture& capture, std::stop_token) override {
        const std::vector<int> limits{cv::CAP_PROP_OPEN_TIMEOUT_MSEC, kNetworkPatienceMs,
                                      cv::CAP_PROP_READ_TIMEOUT_MSEC, kNetworkPatienceMs};
        capture.open(url_, cv::CAP_FFMPEG, limits);
        return {};
    }
    // Without what may be a password in front of the host.
    std::string name() const override {
        const auto scheme = url_.find("://");
        const auto at = url_.find('@');
        if (scheme == std::string::npos || at == std::string::npos) return url_;
        return url_.substr(0, scheme + 3) + url_.substr(at + 1);
    }
    std::string url_;
};

}  // namespace

std::unique_ptr<FrameSource> device_source(std::string path_or_index) {
    return std::make_unique<DeviceSource>(std::move(path_or_index));
}
std::unique_ptr<FrameSource> file_source(std::filesystem::path file) {
    return std::make_unique<FileSource>(std::move(file));
}
// FFmpeg looks at five seconds of a stream before it gives the first picture, and counts 25 pictures a second
// whatever their pace: at 15 a second it kept people waiting for eight. Said before a program has other
// threads.
std::unique_ptr<FrameSource> fifo_source(std::filesystem::path fifo) {
    setenv("OPENCV_FFMPEG_CAPTURE_OPTIONS", "analyzeduration;500000", 0);  // µs, read when a stream is opened
    return std::make_unique<FifoSource>(std::move(fifo));
}
std::unique_ptr<FrameSource> url_source(std::string url) {
    return std::make_unique<UrlSource>(std::move(url));
}

}  // namespace hadir::device
