#include <algorithm>
#include <filesystem>

#include "device/frame_source.h"

namespace hadir::device {

namespace {

constexpr std::size_t kPicturesMax = 100'000;

class FolderSource final : public FrameSource {
public:
    FolderSource(std::vector<std::filesystem::path> pictures, const CameraOptions& options)
        : pictures_(std::move(pictures)), hold_(std::max(1, options.frames_per_picture)) {
        if (options.frames_per_second > 0)
            frame_time_ =
                std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / options.frames_per_second));
    }

    Result<void> open(std::stop_token stop) override {
        stop_ = std::move(stop);
        next_ = 0;
        held_ = 0;
        return {};
    }

    // A picture that cannot be read is passed over: the others still play.
    bool read(Frame& frame) override {
        while (held_ == 0 && next_ < pictures_.size() && !stop_.stop_requested()) {
            auto loaded = load_picture(pictures_[next_++], PictureColour::colour);
            if (!loaded) continue;
            picture_ = fit(*loaded, kFrameSize);
            held_ = hold_;
        }
        if (held_ == 0) return false;
        --held_;
        std::ranges::copy(picture_.bgr(), frame.reset_bgr(picture_.size()));
        return true;
    }

    void close() override {}
    std::chrono::nanoseconds frame_time() const override { return frame_time_; }
    bool is_finite() const override { return true; }

private:
    std::vector<std::filesystem::path> pictures_;
    int hold_;
    std::chrono::nanoseconds frame_time_{};
    std::stop_token stop_;
    std::size_t next_ = 0;
    int held_ = 0;
    Frame picture_;
};

bool is_picture(const std::filesystem::path& file) {
    std::string kind = file.extension().string();
    std::ranges::transform(kind, kind.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    constexpr std::array<std::string_view, 7> kKinds{".png", ".jpg", ".jpeg", ".webp",
                                                     ".bmp", ".pgm", ".ppm"};
    return std::ranges::find(kKinds, kind) != kKinds.end() && !file.filename().string().starts_with('.');
}

}  // namespace

Result<std::vector<std::filesystem::path>> list_pictures(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> pictures;
    std::error_code error;
    auto entry = std::filesystem::directory_iterator(folder, error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        if (is_picture(entry->path())) pictures.push_back(entry->path());
        if (pictures.size() > kPicturesMax)
            return fail(ErrorCode::too_large, folder.string() + ": over 100,000 pictures");
    }
    if (error) return fail(ErrorCode::usage, folder.string() + ": " + error.message());
    if (pictures.empty())
        return fail(ErrorCode::usage, folder.string() + ": no PNG, JPEG, WebP, BMP or PGM pictures in it");
    std::ranges::sort(pictures);
    return pictures;
}

std::unique_ptr<FrameSource> folder_source(std::vector<std::filesystem::path> pictures,
                                           const CameraOptions& options) {
    return std::make_unique<FolderSource>(std::move(pictures), options);
}

}  // namespace hadir::device
