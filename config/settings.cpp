#include "config/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "config/sources.h"
#include "config/texts.h"

namespace hadir::config {
namespace {

// A relative default belongs to the installation, not to the folder in which somebody stands.
std::string fallback_of(const Option& option) {
    if (option.kind != Kind::path || option.fallback.empty() || option.fallback.front() == '/') {
        return std::string(option.fallback);
    }
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return (program.parent_path() / option.fallback).lexically_normal().string();
}

std::int64_t as_number(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// Which file, and whether somebody named it: only a default one may be absent.
Result<Said> with_file(Program program, Said said) {
    const auto named = said.find("config");
    const auto& table = options_of(program);
    const auto config = std::ranges::find(table, "config", &Option::name);
    const std::string file = named == said.end() ? std::string(config->fallback) : named->second;
    std::error_code error;
    if (named == said.end() && !std::filesystem::exists(file, error)) return said;
    return add_file(program, file, std::move(said));
}

}  // namespace

std::string_view command_of(std::span<const char* const> arguments) {
    const std::string_view first = arguments.empty() ? "" : arguments.front();
    return first.starts_with('-') ? std::string_view() : first;
}

Result<Settings> Settings::read(const Start& start) {
    auto line = parse_command_line(start);
    if (!line) return propagate(line.error());

    Settings settings;
    settings.words_ = std::move(line->words);
    if (line->asked == Asked::help) settings.answer_ = help_text(start.program, start.extra, start.commands);
    if (line->asked == Asked::version)
        settings.answer_ = fmt::format("{} {}\n", name_of(start.program), HADIR_VERSION);
    if (line->asked == Asked::print_config) settings.answer_ = default_file(start.program);
    if (settings.answer_) return settings;

    auto said = add_environment(start.program, start.environment, std::move(line->said));
    if (said) said = with_file(start.program, *std::move(said));
    if (!said) return propagate(said.error());

    for (const auto table : {options_of(start.program), start.extra}) {
        for (const auto& option : table) {
            const auto found = said->find(option.name);
            settings.values_.emplace(
                option.name, Value{option.kind, found == said->end() ? fallback_of(option) : found->second});
        }
    }
    return settings;
}

const std::string& Settings::value(std::string_view name, std::initializer_list<Kind> kinds) const {
    const auto found = values_.find(name);
    if (found == values_.end() || std::ranges::find(kinds, found->second.kind) == kinds.end()) {
        throw std::logic_error(fmt::format("no option {} of this kind", name));
    }
    return found->second.text;
}

const std::string& Settings::text(std::string_view name) const {
    return value(name, {Kind::text, Kind::choice});
}

std::vector<std::string> Settings::list(std::string_view name) const {
    std::vector<std::string> parts;
    std::string_view rest = text(name);
    while (!rest.empty()) {
        const auto part = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
        if (const auto word = trimmed(part); !word.empty()) parts.emplace_back(word);
    }
    return parts;
}

std::filesystem::path Settings::path(std::string_view name) const {
    return value(name, {Kind::path});
}

std::uint16_t Settings::port(std::string_view name) const {
    return static_cast<std::uint16_t>(as_number(value(name, {Kind::port})));
}

std::int64_t Settings::number(std::string_view name) const {
    return as_number(value(name, {Kind::number}));
}

int Settings::minutes(std::string_view name) const {
    const std::string_view time = value(name, {Kind::time});
    return static_cast<int>(as_number(time.substr(0, 2)) * 60 + as_number(time.substr(3)));
}

bool Settings::flag(std::string_view name) const {
    return value(name, {Kind::flag}) == "yes";
}

}  // namespace hadir::config
