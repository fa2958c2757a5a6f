// The words after a sub-command of `hadir`: options with a value, and the rest. Pure.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace hadir::apps {

class Arguments {
public:
    // `--name VALUE` or `--name=VALUE`, each at most once and only of these names; `--` ends the options.
    [[nodiscard]] static Result<Arguments> parse(std::span<const std::string> words,
                                                 std::initializer_list<std::string_view> names);

    [[nodiscard]] std::optional<std::string> option(std::string_view name) const;
    [[nodiscard]] std::optional<std::filesystem::path> path(std::string_view name) const;
    [[nodiscard]] Result<std::string> required(std::string_view name) const;
    [[nodiscard]] const std::vector<std::string>& rest() const { return rest_; }

private:
    std::map<std::string, std::string, std::less<>> options_;
    std::vector<std::string> rest_;
};

}  // namespace hadir::apps
