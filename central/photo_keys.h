// The keys to which terminals seal photographs, one a month, as 0600 files in the keys folder:
// `evidence/2026-11-<key id>.key` while the month's photographs may be opened, `.destroyed` afterwards. Kept
// in files and not in the database, so that no backup of the database brings a destroyed one back.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "wire/keys_file.h"
#include "wire/photo.h"

namespace hadir::central {

// Beside the present month, as many as a keys file lives.
inline constexpr int kPhotoMonthsAhead = 13;

// `YYYY-MM`; nothing for any other text.
[[nodiscard]] std::optional<std::chrono::year_month> parse_month(std::string_view text);
[[nodiscard]] std::string format_month(std::chrono::year_month month);
[[nodiscard]] std::chrono::year_month month_of(UnixMs time, Zone zone);

// One month's key, as its file's name tells.
struct PhotoMonth {
    std::chrono::year_month month;
    KeyId key;
    bool destroyed = false;
};

// Reads its folder anew at each call: the server sees what a command did beside it.
class PhotoKeys {
public:
    explicit PhotoKeys(const std::filesystem::path& keys_folder) : folder_(keys_folder / "evidence") {}

    // The key of this month and of those ahead; what is there stays.
    [[nodiscard]] Result<void> make(UnixMs now, Zone zone) const;
    // What the root is asked to list: this month's and those ahead.
    [[nodiscard]] Result<std::vector<wire::KeyRow>> rows(UnixMs now, Zone zone) const;

    [[nodiscard]] Result<std::vector<PhotoMonth>> all() const;  // by month
    [[nodiscard]] Result<std::optional<PhotoMonth>> find(const KeyId& key) const;
    [[nodiscard]] Result<wire::PhotoKey> load(const PhotoMonth& month) const;

    // Overwritten, then named `.destroyed`, on the disk before this returns.
    [[nodiscard]] Result<void> destroy(const PhotoMonth& month) const;

private:
    [[nodiscard]] std::filesystem::path path_of(const PhotoMonth& month) const;
    std::filesystem::path folder_;
};

}  // namespace hadir::central
