#include "store/photo_shelf.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <tuple>

#include "platform/file.h"
#include "wire/photo.h"

namespace hadir::store {
namespace {

constexpr std::string_view kSuffix = ".sealed";
constexpr std::string_view kRefusedSuffix = ".refused";

std::unexpected<Error> failed(const std::filesystem::path& path, const std::error_code& code) {
    return fail(ErrorCode::storage, path.string() + ": " + code.message());
}

// `1-42-<sha256>.sealed`; nothing for a file of any other name.
std::optional<ShelvedPhoto> parse_name(std::string_view name) {
    ShelvedPhoto photo;
    photo.refused = name.ends_with(kRefusedSuffix);
    if (!photo.refused && !name.ends_with(kSuffix)) return std::nullopt;
    name.remove_suffix(photo.refused ? kRefusedSuffix.size() : kSuffix.size());
    const auto number = [&](auto& value) {
        const auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), value);
        const auto length = static_cast<std::size_t>(end - name.data());
        if (fault != std::errc{} || length == name.size() || *end != '-' || value == 0) return false;
        name.remove_prefix(length + 1);
        return true;
    };
    if (!number(photo.inc) || !number(photo.seq)) return std::nullopt;
    const auto sha256 = Hash::parse_hex(name);
    if (!sha256) return std::nullopt;
    photo.sha256 = *sha256;
    return photo;
}

}  // namespace

std::filesystem::path PhotoShelf::path_of(const ShelvedPhoto& photo) const {
    return folder_ / (std::to_string(photo.inc) + '-' + std::to_string(photo.seq) + '-' + photo.sha256.hex() +
                      std::string(photo.refused ? kRefusedSuffix : kSuffix));
}

bool PhotoShelf::has_room(std::uintmax_t bytes) const {
    std::error_code code;
    const auto space = std::filesystem::space(folder_, code);
    return !code && space.available >= room_ && space.available - room_ >= bytes;
}

Result<void> PhotoShelf::put(const ShelvedPhoto& photo, ByteView sealed) const {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder_, ignored)) {
        if (auto made = platform::make_private_folder(folder_); !made) return made;
    }
    if (!has_room(sealed.size()))
        return fail(ErrorCode::too_large,
                    folder_.string() + ": the disk has no room for photographs; free some");
    return platform::write_private_file(path_of(photo), sealed);
}

Result<std::vector<ShelvedPhoto>> PhotoShelf::all() const {
    std::vector<ShelvedPhoto> found;
    std::error_code code;
    std::filesystem::directory_iterator at(folder_, code);
    if (code == std::errc::no_such_file_or_directory) return found;
    for (; !code && at != std::filesystem::directory_iterator(); at.increment(code)) {
        if (const auto photo = parse_name(at->path().filename().string())) found.push_back(*photo);
    }
    if (code) return failed(folder_, code);
    std::ranges::sort(found, [](const ShelvedPhoto& left, const ShelvedPhoto& right) {
        return std::tie(left.inc, left.seq) < std::tie(right.inc, right.seq);
    });
    return found;
}

Result<Bytes> PhotoShelf::read(const ShelvedPhoto& photo) const {
    return platform::read_file(path_of(photo), wire::kSealedPhotoBytesMax);
}

Result<void> PhotoShelf::remove(const ShelvedPhoto& photo) const {
    std::error_code code;
    std::filesystem::remove(path_of(photo), code);
    if (code) return failed(path_of(photo), code);
    return {};
}

Result<void> PhotoShelf::mark_refused(const ShelvedPhoto& photo) const {
    ShelvedPhoto refused = photo;
    refused.refused = true;
    return rename(photo, refused);
}

Result<void> PhotoShelf::rename(const ShelvedPhoto& from, const ShelvedPhoto& to) const {
    std::error_code code;
    std::filesystem::rename(path_of(from), path_of(to), code);
    if (code) return failed(path_of(from), code);
    return {};
}

std::size_t PhotoShelf::make_room() const {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder_, ignored) || has_room(0)) return 0;
    const auto photos = all();
    if (!photos) return 0;
    std::size_t given_up = 0;
    for (const ShelvedPhoto& photo : *photos) {
        if (has_room(0)) break;
        if (remove(photo)) ++given_up;
    }
    return given_up;
}

}  // namespace hadir::store
