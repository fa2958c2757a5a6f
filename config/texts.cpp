#include "config/texts.h"

#include <fmt/format.h>

#include <algorithm>

namespace hadir::config {
namespace {

constexpr std::size_t kNameColumns = 26;

std::string upper_snake(std::string_view name) {
    std::string out(name);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return out;
}

std::string value_word(const Option& option) {
    switch (option.kind) {
        case Kind::text:
            return " TEXT";
        case Kind::path:
            return " PATH";
        case Kind::port:
        case Kind::number:
            return " N";
        case Kind::time:
            return " HH:MM";
        case Kind::choice:
            return " WORD";
        case Kind::flag:
            return "";
    }
    return "";
}

// What the line of help does not say itself.
std::string terms_of(const Option& option) {
    switch (option.kind) {
        case Kind::number:
            return fmt::format(" ({} to {})", option.min, option.max);
        case Kind::choice:
            return fmt::format(" ({})", option.choices);
        case Kind::time:
            return " (HH:MM, local)";
        case Kind::flag:
            return " (yes or no)";
        case Kind::text:
        case Kind::path:
        case Kind::port:
            return "";
    }
    return "";
}

std::string help_line(const Option& option) {
    const std::string name = fmt::format("--{}{}", option.name, value_word(option));
    const bool has_default = option.kind != Kind::flag && !option.fallback.empty();
    const std::string terms = option.kind == Kind::flag ? "" : terms_of(option);
    return fmt::format("  {:<{}} {}{}{}\n", name, kNameColumns, option.help, terms,
                       has_default ? fmt::format(" [{}]", option.fallback) : "");
}

}  // namespace

std::string variable_of(Program program, std::string_view option) {
    return upper_snake(name_of(program)) + "_" + upper_snake(option);
}

std::string help_text(Program program, std::span<const Option> extra, std::string_view commands) {
    const auto name = name_of(program);
    std::string text = fmt::format("usage: {} {}[OPTION]...\n", name, commands.empty() ? "" : "[COMMAND] ");
    if (!commands.empty()) text += fmt::format("\n{}\n", commands);
    if (!extra.empty()) text += "\nOptions of this command:\n";
    for (const auto& option : extra)
        text += help_line(option);
    text += "\nOptions, with their [default]:\n";
    for (const auto& option : options_of(program))
        text += help_line(option);
    text += fmt::format("  {:<{}} {}\n", "--help, -h", kNameColumns, "this text");
    text += fmt::format("  {:<{}} {}\n", "--version", kNameColumns, "the version");
    text += fmt::format("  {:<{}} {}\n", "--print-config", kNameColumns, "the default configuration file");
    text += fmt::format("\nThe command line comes first, then variables such as {}, then the file.\n",
                        variable_of(program, "log-level"));
    return text;
}

std::string default_file(Program program) {
    std::string text = fmt::format(
        "# Options of {}. Each is shown with its default: take away the # to change it.\n"
        "# The command line comes before variables such as {}, and those before this file.\n",
        name_of(program), variable_of(program, "log-level"));
    for (const auto& option : options_of(program)) {
        if (option.place == Place::not_in_file) continue;
        text += fmt::format("\n# {}{}\n#{} ={}{}\n", option.help, terms_of(option), option.name,
                            option.fallback.empty() ? "" : " ", option.fallback);
    }
    return text;
}

}  // namespace hadir::config
