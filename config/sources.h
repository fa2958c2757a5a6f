// The three places where somebody may say something, each read into one map. What is already in the map
// stays: read the strongest place first. Every value that goes in has been checked against its option.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.h"

namespace hadir::config {

using Said = std::map<std::string, std::string, std::less<>>;  // option -> value

enum class Asked : std::uint8_t { nothing, help, version, print_config };
struct CommandLine {
    Said said;
    std::vector<std::string> words;
    Asked asked = Asked::nothing;
};

Result<CommandLine> parse_command_line(const Start& start);
Result<Said> add_environment(Program program, const char* const* environment, Said said);
Result<Said> add_file(Program program, const std::filesystem::path& file, Said said);

[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace hadir::config
