#include "central/photo_keys.h"

#include <algorithm>

#include "platform/file.h"

namespace hadir::central {
namespace {

using std::chrono::months;
using std::chrono::year_month;

constexpr std::size_t kKeyFileBytesMax = 256;
constexpr std::string_view kSuffix = ".key";
constexpr std::string_view kDestroyedSuffix = ".destroyed";
constexpr std::size_t kMonthChars = 7;

std::unexpected<Error> failed(const std::filesystem::path& path, const std::error_code& code) {
    return fail(ErrorCode::storage, path.string() + ": " + code.message());
}

std::optional<PhotoMonth> parse_name(std::string_view name) {
    PhotoMonth found;
    found.destroyed = name.ends_with(kDestroyedSuffix);
    if (!found.destroyed && !name.ends_with(kSuffix)) return std::nullopt;
    name.remove_suffix(found.destroyed ? kDestroyedSuffix.size() : kSuffix.size());
    if (name.size() < kMonthChars + 1 || name[kMonthChars] != '-') return std::nullopt;
    const auto month = parse_month(name.substr(0, kMonthChars));
    const auto key = KeyId::parse_hex(name.substr(kMonthChars + 1));
    if (!month || !key) return std::nullopt;
    found.month = *month;
    found.key = *key;
    return found;
}

UnixMs start_of_month(year_month month, Zone zone) {
    return start_of(std::chrono::sys_days(month / std::chrono::day(1)), zone);
}

wire::KeyRow row_of(const wire::PhotoKey& key, year_month month, Zone zone) {
    const auto& pub = key.public_key().bytes;
    return {"evidence",
            wire::key_id_of(pub),
            "x25519",
            Bytes(pub.begin(), pub.end()),
            start_of_month(month, zone),
            start_of_month(month + months(1), zone),
            std::nullopt,
            std::nullopt};
}

}  // namespace

std::optional<year_month> parse_month(std::string_view text) {
    if (text.size() != kMonthChars) return std::nullopt;
    const auto day = parse_day(std::string(text) + "-01");
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date(*day);
    return date.year() / date.month();
}

std::string format_month(year_month month) {
    return format_day(std::chrono::sys_days(month / std::chrono::day(1))).substr(0, kMonthChars);
}

year_month month_of(UnixMs time, Zone zone) {
    const std::chrono::year_month_day date(local_day(time, zone));
    return date.year() / date.month();
}

std::filesystem::path PhotoKeys::path_of(const PhotoMonth& month) const {
    return folder_ / (format_month(month.month) + '-' + month.key.hex() +
                      std::string(month.destroyed ? kDestroyedSuffix : kSuffix));
}

Result<void> PhotoKeys::make(UnixMs now, Zone zone) const {
    if (auto made = platform::make_private_folder(folder_); !made) return made;
    const auto held = all();
    if (!held) return propagate(held.error());
    const year_month first = month_of(now, zone);
    for (int ahead = 0; ahead <= kPhotoMonthsAhead; ++ahead) {
        const year_month month = first + months(ahead);
        if (std::ranges::find(*held, month, &PhotoMonth::month) != held->end()) continue;
        const auto key = wire::PhotoKey::generate();
        const PhotoMonth made{month, wire::key_id_of(key.public_key().bytes)};
        const std::string text = to_hex(key.secret()) + '\n';
        if (auto ok = platform::write_private_file(path_of(made), as_bytes(text)); !ok) return ok;
    }
    return {};
}

Result<std::vector<wire::KeyRow>> PhotoKeys::rows(UnixMs now, Zone zone) const {
    const auto held = all();
    if (!held) return propagate(held.error());
    std::vector<wire::KeyRow> rows;
    for (const PhotoMonth& month : *held) {
        if (month.destroyed || month.month < month_of(now, zone)) continue;
        const auto key = load(month);
        if (!key) return propagate(key.error());
        rows.push_back(row_of(*key, month.month, zone));
    }
    return rows;
}

Result<std::vector<PhotoMonth>> PhotoKeys::all() const {
    std::vector<PhotoMonth> found;
    std::error_code code;
    std::filesystem::directory_iterator at(folder_, code);
    if (code == std::errc::no_such_file_or_directory) return found;
    for (; !code && at != std::filesystem::directory_iterator(); at.increment(code)) {
        if (const auto month = parse_name(at->path().filename().string())) found.push_back(*month);
    }
    if (code) return failed(folder_, code);
    std::ranges::sort(found, {}, &PhotoMonth::month);
    return found;
}

Result<std::optional<PhotoMonth>> PhotoKeys::find(const KeyId& key) const {
    const auto held = all();
    if (!held) return propagate(held.error());
    const auto found = std::ranges::find(*held, key, &PhotoMonth::key);
    return found == held->end() ? std::nullopt : std::optional(*found);
}

Result<wire::PhotoKey> PhotoKeys::load(const PhotoMonth& month) const {
    auto bytes = platform::read_file(path_of(month), kKeyFileBytesMax);
    if (!bytes) return propagate(bytes.error());
    std::string_view text = as_text(*bytes);
    if (text.ends_with('\n')) text.remove_suffix(1);
    auto secret = from_hex(text);
    wire::wipe(*bytes);
    auto key = secret ? wire::PhotoKey::from_secret(*secret) : std::nullopt;
    if (secret) wire::wipe(*secret);
    if (!key || wire::key_id_of(key->public_key().bytes) != month.key)
        return fail(ErrorCode::malformed, path_of(month).string() + ": not the month's key; restore it");
    return *key;
}

Result<void> PhotoKeys::destroy(const PhotoMonth& month) const {
    PhotoMonth destroyed = month;
    destroyed.destroyed = true;
    if (auto ok = platform::overwrite_file(path_of(month)); !ok) return ok;
    // Its name stays: what comes too late is known as such.
    if (auto ok = platform::write_private_file(path_of(destroyed), {}); !ok) return ok;
    std::error_code code;
    std::filesystem::remove(path_of(month), code);
    if (code) return failed(path_of(month), code);
    return platform::make_durable(folder_);
}

}  // namespace hadir::central
