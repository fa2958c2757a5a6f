#include "config/sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <fstream>
#include <set>

#include "config/texts.h"

namespace hadir::config {
namespace {

namespace po = boost::program_options;

const Option* find_option(std::span<const Option> table, std::string_view name) {
    const auto found = std::ranges::find(table, name, &Option::name);
    return found == table.end() ? nullptr : &*found;
}

std::unexpected<Error> wrong(const std::string& place, std::string_view what) {
    return fail(ErrorCode::usage, fmt::format("{}: {}", place, what));
}

// Text from outside, fit for a log line: short, and without control characters.
std::string shown(std::string_view text) {
    constexpr std::size_t kShownMax = 60;
    std::string out(text.substr(0, kShownMax));
    std::ranges::replace_if(
        out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
    return text.size() > kShownMax ? out + "..." : out;
}

const Option* find_option(const Start& start, std::string_view name) {
    const auto* option = find_option(options_of(start.program), name);
    return option != nullptr ? option : find_option(start.extra, name);
}

po::options_description describe(const Start& start) {
    po::options_description all;
    for (const auto table : {options_of(start.program), start.extra}) {
        for (const auto& option : table) {
            all.add_options()(std::string(option.name).c_str(), po::value<std::string>(), "");
        }
    }
    all.add_options()("help,h", "")("version", "")("print-config", "")("word", po::value<std::string>(), "");
    return all;
}

// What the library would misread: a bare flag takes no next word as its value, and `--name=` says an empty
// value.
std::vector<std::string> made_plain(const Start& start) {
    std::vector<std::string> plain;
    bool options = true;
    for (const std::string argument : start.arguments) {
        options = options && argument != "--";
        const auto* flag =
            options && argument.starts_with("--") ? find_option(start, argument.substr(2)) : nullptr;
        if (flag != nullptr && flag->kind == Kind::flag) {
            plain.push_back(argument + "=yes");
        } else if (options && argument.size() > 3 && argument.starts_with("--") && argument.ends_with('=')) {
            plain.push_back(argument.substr(0, argument.size() - 1));
            plain.emplace_back();
        } else {
            plain.push_back(argument);
        }
    }
    return plain;
}

po::parsed_options parse(const Start& start, const po::options_description& all) {
    po::positional_options_description words;
    words.add("word", -1);
    // abbreviations would turn into other options when the table grows
    constexpr int kStyle = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    return po::command_line_parser(made_plain(start)).options(all).positional(words).style(kStyle).run();
}

std::optional<Asked> asked_by(std::string_view name) {
    if (name == "help") return Asked::help;
    if (name == "version") return Asked::version;
    if (name == "print-config") return Asked::print_config;
    return std::nullopt;
}

Result<CommandLine> collect(const Start& start, const po::parsed_options& parsed) {
    CommandLine line;
    for (const auto& given : parsed.options) {
        if (given.position_key >= 0) {
            line.words.insert(line.words.end(), given.value.begin(), given.value.end());
            continue;
        }
        if (const auto asked = asked_by(given.string_key)) {
            line.asked = *asked;
            continue;
        }
        const auto* option = find_option(start, given.string_key);
        if (option == nullptr) throw po::unknown_option("--" + given.string_key);
        const std::string& value = given.value.front();
        const std::string place = "--" + given.string_key;
        if (const auto fault = fault_of(*option, value); !fault.empty()) {
            return wrong(place, fmt::format("'{}' {}", shown(value), fault));
        }
        if (!line.said.emplace(option->name, value).second)
            return wrong(place, "is given twice; give it once");
    }
    return line;
}

struct KeyValue {
    std::string_view key;
    std::string_view value;
};

// nullopt for a blank line or a comment.
Result<std::optional<KeyValue>> split_line(std::string_view line) {
    line = trimmed(line);
    if (line.empty() || line.front() == '#') return std::nullopt;
    const auto equals = line.find('=');
    if (equals == line.npos) {
        return fail(ErrorCode::usage,
                    fmt::format("'{}' is not `key = value`; a remark begins with #", shown(line)));
    }
    return KeyValue{trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1))};
}

Result<std::string> read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text(kFileBytesMax + 1, '\0');
    if (!in || !in.read(text.data(), static_cast<std::streamsize>(text.size())).eof()) {
        const bool opened = in.gcount() > 0;
        return wrong(file.string(), opened ? fmt::format("is larger than {} bytes", kFileBytesMax)
                                           : "cannot be read; check the path and its permissions");
    }
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

Result<CommandLine> parse_command_line(const Start& start) {
    const std::string more = fmt::format("{} --help shows every option", name_of(start.program));
    try {
        return collect(start, parse(start, describe(start)));
    } catch (const po::unknown_option& error) {
        return wrong(shown(error.get_option_name()), "no such option; " + more);
    } catch (const po::error& error) {
        return wrong("command line", fmt::format("{}; {}", shown(error.what()), more));
    }
}

Result<Said> add_environment(Program program, const char* const* environment, Said said) {
    const std::string prefix = variable_of(program, "");
    for (; environment != nullptr && *environment != nullptr; ++environment) {
        const std::string_view entry = *environment;
        if (!entry.starts_with(prefix)) continue;
        const auto variable = entry.substr(0, entry.find('='));
        const auto value = entry.substr(std::min(entry.size(), variable.size() + 1));
        const auto table = options_of(program);
        const auto option = std::ranges::find_if(
            table, [&](const Option& row) { return variable_of(program, row.name) == variable; });
        if (option == table.end()) {
            return wrong(shown(variable),
                         fmt::format("no such variable; {} --help shows every option", name_of(program)));
        }
        if (const auto fault = fault_of(*option, value); !fault.empty()) {
            return wrong(shown(variable), fmt::format("'{}' {}", shown(value), fault));
        }
        said.emplace(option->name, value);
    }
    return said;
}

Result<Said> add_file(Program program, const std::filesystem::path& file, Said said) {
    const auto text = read_file(file);
    if (!text) return propagate(text.error());
    std::set<std::string_view> seen;
    std::uint64_t number = 0;
    for (std::string_view rest = *text; !rest.empty();) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        const std::string place = fmt::format("{}: line {}", file.string(), ++number);
        const auto pair = split_line(line);
        if (!pair) return propagate(pair.error().in(place));
        if (!*pair) continue;
        const auto [key, value] = **pair;
        const auto* option = find_option(options_of(program), key);
        if (option == nullptr || option->place == Place::not_in_file) {
            return wrong(place, fmt::format("unknown key '{}'; {} --print-config shows every key", shown(key),
                                            name_of(program)));
        }
        if (const auto fault = fault_of(*option, value); !fault.empty()) {
            return wrong(place, fmt::format("{}: '{}' {}", key, shown(value), fault));
        }
        if (!seen.insert(option->name).second)
            return wrong(place, fmt::format("{} stands here twice; keep one", key));
        said.emplace(option->name, value);
    }
    return said;
}

}  // namespace hadir::config
