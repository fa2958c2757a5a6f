// The one place of this folder that reads a disk.
#include <fmt/format.h>

#include "platform/file.h"
#include "rules/rule_book.h"

namespace hadir::rules {

Result<Files> read_rule_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::directory_iterator entries(folder, error);
    if (error)
        return fail(ErrorCode::not_found, fmt::format("{}: {}; name the folder with schedules.csv",
                                                      folder.string(), error.message()));
    Files files;
    for (const auto& entry : entries) {
        if (entry.path().extension() != ".csv") continue;
        if (files.size() == kRuleFilesMax)
            return fail(ErrorCode::too_large,
                        fmt::format("{}: over {} tables; name the folder with schedules.csv", folder.string(),
                                    kRuleFilesMax));
        const auto bytes = platform::read_file(entry.path(), kRuleFileBytesMax);
        if (!bytes) return propagate(bytes.error());
        files.emplace(entry.path().filename().string(), as_text(*bytes));
    }
    return files;
}

}  // namespace hadir::rules
