#include "apps/central_rules.h"

#include <fmt/format.h>

#include <filesystem>

#include "rules/rule_book.h"

namespace hadir::apps {
namespace {

Result<void> check(const std::filesystem::path& folder) {
    const auto files = rules::read_rule_folder(folder);
    if (!files) return fail(ErrorCode::usage, files.error().message);
    const rules::Checked checked = rules::check_rules(*files);
    if (!checked.faults.empty()) {
        std::string all = fmt::format("{} faults in {}", checked.faults.size(), folder.string());
        for (const rules::Fault& fault : checked.faults)
            all += '\n' + fault.text();
        return fail(ErrorCode::usage, all);
    }
    for (const auto& [file, rows] : checked.rows)
        fmt::print("{}: {}\n", file, rows);
    fmt::print("OK, digest {}\n", checked.book.digest.hex());
    return {};
}

}  // namespace

Result<void> rules(const config::Settings& settings) {
    const auto& words = settings.words();
    if (words.size() < 2 || words.size() > 3 || words[1] != "check")
        return fail(ErrorCode::usage, "say rules check, with or without a FOLDER; see --help");
    return check(words.size() == 3 ? std::filesystem::path(words[2]) : settings.path("rules"));
}

}  // namespace hadir::apps
