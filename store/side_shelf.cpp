#include "store/side_shelf.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <tuple>

#include "platform/file.h"

namespace hadir::store {
namespace {

constexpr std::string_view kSuffix = ".side";
constexpr std::string_view kRefusedSuffix = ".refused";

std::unexpected<Error> failed(const std::filesystem::path& path, const std::error_code& code) {
    return fail(ErrorCode::storage, path.string() + ": " + code.message());
}

// `1-42-pin.side`; nothing for a file of any other name.
std::optional<ShelvedSide> parse_name(std::string_view name) {
    ShelvedSide side;
    side.refused = name.ends_with(kRefusedSuffix);
    if (!side.refused && !name.ends_with(kSuffix)) return std::nullopt;
    name.remove_suffix(side.refused ? kRefusedSuffix.size() : kSuffix.size());
    const auto number = [&](auto& value) {
        const auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), value);
        const auto length = static_cast<std::size_t>(end - name.data());
        if (fault != std::errc{} || length == name.size() || *end != '-' || value == 0) return false;
        name.remove_prefix(length + 1);
        return true;
    };
    if (!number(side.inc) || !number(side.seq) || name.empty()) return std::nullopt;
    side.field = name;
    return side;
}

}  // namespace

std::filesystem::path SideShelf::path_of(const ShelvedSide& side) const {
    return folder_ / (std::to_string(side.inc) + '-' + std::to_string(side.seq) + '-' + side.field +
                      std::string(side.refused ? kRefusedSuffix : kSuffix));
}

Result<void> SideShelf::put(const wire::SideLine& line) const {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder_, ignored)) {
        if (auto made = platform::make_private_folder(folder_); !made) return made;
    }
    const std::string text = wire::write_sides({line});
    return platform::write_private_file(path_of({line.inc, line.seq, line.side.field}), as_bytes(text));
}

Result<std::vector<ShelvedSide>> SideShelf::all() const {
    std::vector<ShelvedSide> found;
    std::error_code code;
    std::filesystem::directory_iterator at(folder_, code);
    if (code == std::errc::no_such_file_or_directory) return found;
    for (; !code && at != std::filesystem::directory_iterator(); at.increment(code)) {
        if (auto side = parse_name(at->path().filename().string())) found.push_back(*std::move(side));
    }
    if (code) return failed(folder_, code);
    std::ranges::sort(found, [](const ShelvedSide& left, const ShelvedSide& right) {
        return std::tie(left.inc, left.seq, left.field) < std::tie(right.inc, right.seq, right.field);
    });
    return found;
}

Result<wire::SideLine> SideShelf::read(const ShelvedSide& side) const {
    const auto text = platform::read_file(path_of(side), wire::kSidesBytesMax);
    if (!text) return propagate(text.error());
    auto lines = wire::parse_sides(as_text(*text));
    if (!lines) return propagate(lines.error().in(path_of(side).string()));
    return lines->front();
}

Result<void> SideShelf::remove(const ShelvedSide& side) const {
    std::error_code code;
    std::filesystem::remove(path_of(side), code);
    if (code) return failed(path_of(side), code);
    return {};
}

Result<void> SideShelf::mark_refused(const ShelvedSide& side) const {
    ShelvedSide refused = side;
    refused.refused = true;
    std::error_code code;
    std::filesystem::rename(path_of(side), path_of(refused), code);
    if (code) return failed(path_of(side), code);
    return {};
}

}  // namespace hadir::store
