#include "tests/kiosk/office.h"

#include <fstream>

#include "platform/file.h"
#include "qr/draw.h"
#include "store/identity.h"
#include "wire/badge.h"

namespace hadir::tests {
namespace {

constexpr std::chrono::days kBadgeLife{365};
constexpr int kPixelsPerModule = 8;
constexpr std::size_t kKeysBytesMax = 1U << 20;

}  // namespace

Result<Office> Office::found(const std::filesystem::path& folder, const Clock& clock, Random& random) {
    apps::KeyFolder keys(folder / "keys");
    const auto root = keys.create(kPassphrase, kPassphrase, clock.wall(), wire::SealCost::quick);
    if (!root) return propagate(root.error());
    auto key = keys.open_badge_key(kPassphrase, clock.wall());
    if (!key) return propagate(key.error());
    const LocalDay expires = local_day(clock.wall(), Zone::wib) + kBadgeLife;
    return Office(folder, std::move(keys), std::move(*key), expires, random);
}

Result<void> Office::enrol_alone(const std::filesystem::path& terminal) const {
    if (auto ok = platform::make_private_folder(terminal); !ok) return ok;
    const auto root = keys_.root_public_key();
    if (!root) return propagate(root.error());
    const auto file = platform::read_file(folder_ / "keys" / "keys", kKeysBytesMax);
    if (!file) return propagate(file.error());
    const store::Identity identity{
        random_->make<DeviceId>(),  1, wire::SigningKey::generate(), *root, "", "", "", "",
        std::string(as_text(*file))};
    return store::write_identity(terminal / "identity", identity);
}

Result<qr::QrCode> Office::next_badge() {
    const auto text = wire::write_badge({key_.number, random_->make<BadgeId>(), expires_}, key_.key);
    if (!text) return propagate(text.error());
    return qr::encode(*text);
}

Result<void> Office::photograph_badges(const std::filesystem::path& folder, int count) {
    std::filesystem::create_directories(folder);
    for (int i = 0; i < count; ++i) {
        const auto code = next_badge();
        if (!code) return propagate(code.error());
        const auto png = qr::to_png(*code, kPixelsPerModule);
        if (!png) return propagate(png.error());
        std::ofstream file(folder / (std::to_string(i) + ".png"), std::ios::binary);
        file << as_text(*png);
        if (!file.flush()) return fail(ErrorCode::storage, folder.string() + ": a picture cannot be written");
    }
    return {};
}

}  // namespace hadir::tests
