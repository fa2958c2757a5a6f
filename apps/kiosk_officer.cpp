#include "apps/kiosk_officer.h"

#include <array>
#include <string_view>

#include "pki/certificate.h"
#include "platform/file.h"

namespace hadir::apps {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kAnswerBytesMax = 64;
// hadir-sync may be in the middle of a round, and sticks are slow.
constexpr std::chrono::minutes kExportMax{5};
constexpr std::array<const char*, 3> kAnswers{"EXPORTED", "NO_MEDIUM", "FAILED"};

void drop(const std::filesystem::path& path) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
}

}  // namespace

Result<void> leave_word(const std::filesystem::path& folder, const char* name, const std::string& text) {
    return platform::write_private_file(folder / name, as_bytes(text));
}

void MachineWatch::use(const store::Identity& identity) {
    const auto certificate = pki::certificate_from_pem(identity.certificate);
    const auto facts = certificate ? pki::read_certificate(certificate->der) : propagate(certificate.error());
    certificate_until_ = facts ? std::optional(facts->not_after) : std::nullopt;
}

void MachineWatch::frame(const device::Frame& frame) {
    ++frames_;
    camera_ = {frame.size().width, frame.size().height, camera_ ? camera_->fps : 0};
}

device::MachineFacts MachineWatch::look(milliseconds up) {
    const auto span = up - looked_;
    if (camera_ && span > milliseconds(0))
        camera_->fps = static_cast<int>((frames_ * 1000 + span.count() / 2) / span.count());
    if (frames_ == 0) camera_.reset();
    frames_ = 0;
    looked_ = up;
    std::error_code ignored;
    const auto space = std::filesystem::space(data_, ignored);
    return {camera_, ignored ? 0 : space.available, certificate_until_, HADIR_VERSION};
}

const char* OfficerWishes::begin(device::Step::Wish wish, milliseconds up) {
    if (wish == device::Step::Wish::send) return leave_word(runtime_, "send", "asked\n") ? "SENT" : "FAILED";
    if (wish != device::Step::Wish::export_queue) return nullptr;
    drop(runtime_ / "exported");  // of an earlier wish
    if (!leave_word(runtime_, "export", "")) return "FAILED";
    export_asked_ = up;
    return nullptr;
}

const char* OfficerWishes::look(milliseconds up) {
    if (!export_asked_) return nullptr;
    const char* told = up - *export_asked_ >= kExportMax ? "FAILED" : nullptr;
    if (const auto answer = platform::read_file(runtime_ / "exported", kAnswerBytesMax)) {
        const std::string_view text = as_text(*answer).substr(0, as_text(*answer).find('\n'));
        const auto* const known = std::ranges::find(kAnswers, text);
        told = known == kAnswers.end() ? "FAILED" : *known;
    }
    if (told == nullptr) return nullptr;
    export_asked_.reset();
    drop(runtime_ / "export");
    drop(runtime_ / "exported");
    return told;
}

}  // namespace hadir::apps
