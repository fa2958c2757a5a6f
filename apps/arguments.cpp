#include "apps/arguments.h"

#include <algorithm>

namespace hadir::apps {

Result<Arguments> Arguments::parse(std::span<const std::string> words,
                                   std::initializer_list<std::string_view> names) {
    Arguments arguments;
    bool options_over = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (word == "--" && !options_over) {
            options_over = true;
            continue;
        }
        if (options_over || !word.starts_with("--")) {
            arguments.rest_.push_back(word);
            continue;
        }
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
        if (std::find(names.begin(), names.end(), std::string_view(name)) == names.end()) {
            return fail(ErrorCode::usage, "--" + name + " is not an option here");
        }
        if (equals == std::string::npos && i + 1 == words.size()) {
            return fail(ErrorCode::usage, "--" + name + " needs a value");
        }
        const std::string value = equals == std::string::npos ? words[++i] : word.substr(equals + 1);
        if (!arguments.options_.emplace(name, value).second) {
            return fail(ErrorCode::usage, "--" + name + " is given twice");
        }
    }
    return arguments;
}

std::optional<std::string> Arguments::option(std::string_view name) const {
    const auto found = options_.find(name);
    return found == options_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::filesystem::path> Arguments::path(std::string_view name) const {
    const auto value = option(name);
    return value ? std::optional<std::filesystem::path>(*value) : std::nullopt;
}

Result<std::string> Arguments::required(std::string_view name) const {
    auto value = option(name);
    if (!value || value->empty()) return fail(ErrorCode::usage, "--" + std::string(name) + " is missing");
    return std::move(*value);
}

}  // namespace hadir::apps
