#include "device/camera.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "device/frame_source.h"

namespace hadir::device {

namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kStopPatience{800};

// Lives until both the camera and its thread are gone: a driver that hangs keeps only this.
struct Shared {
    mutable std::mutex mutex;
    std::condition_variable_any changed;
    Frame newest;
    bool fresh = false;
    bool gone = false;      // the source could not be opened, or broke
    bool ended = false;     // played once
    bool finished = false;  // the thread is over
    std::uint64_t frames = 0;
    Steady::time_point last_frame = Steady::now();
    std::string trouble;

    CameraState state(Steady::time_point now) const {
        if (ended) return CameraState::ended;
        if (gone || now - last_frame >= kCameraLostAfter) return CameraState::lost;
        return frames == 0 ? CameraState::starting : CameraState::running;
    }
};

class Player {
public:
    Player(std::shared_ptr<Shared> shared, std::unique_ptr<FrameSource> source, AtEnd at_end)
        : shared_(std::move(shared)), source_(std::move(source)), at_end_(at_end) {}

    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            const auto opened = source_->open(stop);
            if (opened) play(stop);
            source_->close();
            const bool over = opened && source_->is_finite();
            if (over && at_end_ == AtEnd::stop) break;
            if (over && played_) continue;
            lose(opened ? "the stream ended" : opened.error().message);
            wait(stop, Steady::now() + kCameraReopenEvery);
        }
        const std::lock_guard lock(shared_->mutex);
        shared_->ended = true;
        shared_->finished = true;
        shared_->changed.notify_all();
    }

private:
    void play(const std::stop_token& stop) {
        played_ = false;
        auto due = Steady::now();
        while (!stop.stop_requested() && source_->read(spare_)) {
            played_ = true;
            if (source_->frame_time().count() > 0) {
                wait(stop, due);
                due = std::max(due + source_->frame_time(), Steady::now() - source_->frame_time());
            }
            publish(stop);
        }
    }

    void publish(const std::stop_token& stop) {
        spare_.captured_at = Steady::now();
        std::unique_lock lock(shared_->mutex);
        // Without a pace of its own a finite source waits for its reader: tests see every picture.
        if (source_->is_finite() && source_->frame_time().count() == 0)
            shared_->changed.wait(lock, stop, [this] { return !shared_->fresh; });
        spare_.number = ++shared_->frames;
        shared_->last_frame = spare_.captured_at;
        shared_->gone = false;
        shared_->fresh = true;
        std::swap(shared_->newest, spare_);
        shared_->changed.notify_all();
    }

    void lose(std::string why) {
        const std::lock_guard lock(shared_->mutex);
        shared_->gone = true;
        shared_->trouble = std::move(why);
        shared_->changed.notify_all();
    }

    void wait(const std::stop_token& stop, Steady::time_point until) {
        std::unique_lock lock(idle_mutex_);
        idle_.wait_until(lock, stop, until, [] { return false; });
    }

    std::shared_ptr<Shared> shared_;
    std::unique_ptr<FrameSource> source_;
    AtEnd at_end_;
    bool played_ = false;
    Frame spare_;
    std::mutex idle_mutex_;
    std::condition_variable_any idle_;
};

class ThreadedCamera final : public Camera {
public:
    ThreadedCamera(std::unique_ptr<FrameSource> source, AtEnd at_end)
        : thread_([shared = shared_, player = std::make_shared<Player>(shared_, std::move(source), at_end)](
                      const std::stop_token& stop) { player->run(stop); }) {}

    ~ThreadedCamera() override {
        thread_.request_stop();
        std::unique_lock lock(shared_->mutex);
        const bool over =
            shared_->changed.wait_for(lock, kStopPatience, [this] { return shared_->finished; });
        lock.unlock();
        if (!over) thread_.detach();
    }

    Look next(Frame& frame, milliseconds wait) override {
        const auto until = Steady::now() + wait;
        std::unique_lock lock(shared_->mutex);
        const auto changed = [this] { return shared_->fresh || shared_->state(Steady::now()) != last_; };
        while (!changed() && Steady::now() < until) {
            const auto silent_at = shared_->last_frame + kCameraLostAfter;
            const auto wake = last_ == CameraState::lost || last_ == CameraState::ended
                                  ? until
                                  : std::min(until, silent_at);
            shared_->changed.wait_until(lock, wake);
        }
        last_ = shared_->state(Steady::now());
        if (!shared_->fresh) return {last_, false};
        std::swap(shared_->newest, frame);
        shared_->fresh = false;
        shared_->changed.notify_all();
        return {last_, true};
    }

    std::string trouble() const override {
        const std::lock_guard lock(shared_->mutex);
        switch (shared_->state(Steady::now())) {
            case CameraState::running:
            case CameraState::starting:
                return {};
            case CameraState::ended:
                return "it was played to its end";
            case CameraState::lost:
                break;
        }
        return shared_->gone ? shared_->trouble : "no picture came";
    }

private:
    std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
    CameraState last_ = CameraState::starting;
    std::jthread thread_;
};

bool is_index(const std::string& spec) {
    return !spec.empty() && spec.size() <= 3 && spec.find_first_not_of("0123456789") == std::string::npos;
}

Result<std::unique_ptr<FrameSource>> source_of(const std::string& spec, const CameraOptions& options) {
    if (spec.empty())
        return fail(ErrorCode::usage, "camera: empty; give an index, a device, a file, a folder or a URL");
    if (is_index(spec)) return device_source(spec);
    std::error_code none;
    switch (std::filesystem::status(spec, none).type()) {
        case std::filesystem::file_type::character:
            return device_source(spec);
        case std::filesystem::file_type::fifo:
            return fifo_source(spec);
        case std::filesystem::file_type::regular:
            return file_source(spec);
        case std::filesystem::file_type::directory: {
            auto pictures = list_pictures(spec);
            if (!pictures) return propagate(pictures.error());
            return folder_source(std::move(*pictures), options);
        }
        default:
            break;
    }
    return spec.starts_with("/dev/") ? device_source(spec) : url_source(spec);
}

}  // namespace

Result<std::unique_ptr<Camera>> open_camera(const std::string& spec, const CameraOptions& options) {
    settle_opencv();
    auto source = source_of(spec, options);
    if (!source) return propagate(source.error());
    return std::make_unique<ThreadedCamera>(std::move(*source), options.at_end);
}

}  // namespace hadir::device
