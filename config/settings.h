// What one start of a program was told: command line before environment before file before default.
// The file and the environment are read once; every value is checked before anybody sees it. Nothing prints
// or exits. A wrong word from outside is an Error (usage) that names place, key and what to do: print it,
// exit kUsageExit.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/options.h"
#include "core/result.h"

namespace hadir::config {

constexpr int kUsageExit = 2;
constexpr std::size_t kFileBytesMax = std::size_t{64} * 1024;

// How a program was started.
struct Start {
    Program program;
    std::span<const char* const> arguments;    // argv without argv[0]
    const char* const* environment = nullptr;  // NAME=value, closed by nullptr, as main() gets it
    std::span<const Option> extra = {};        // a sub-command's own options: on the command line only
    std::string_view commands = {};            // lines on the sub-commands, for --help
};

// The first argument unless it is an option: which sub-command, asked before its options are known.
[[nodiscard]] std::string_view command_of(std::span<const char* const> arguments);

// Immutable. Asking for a name that the table lacks, or as another kind, is a programming error
// (std::logic_error).
class Settings {
public:
    static Result<Settings> read(const Start& start);

    [[nodiscard]] const std::string& text(std::string_view name) const;        // also a choice
    [[nodiscard]] std::vector<std::string> list(std::string_view name) const;  // a text, split at commas
    [[nodiscard]] std::filesystem::path path(std::string_view name) const;     // empty if nothing was said
    [[nodiscard]] std::uint16_t port(std::string_view name) const;
    [[nodiscard]] std::int64_t number(std::string_view name) const;
    [[nodiscard]] int minutes(std::string_view name) const;  // a time, since midnight
    [[nodiscard]] bool flag(std::string_view name) const;

    // The words that are no options: a sub-command and what it takes.
    [[nodiscard]] const std::vector<std::string>& words() const { return words_; }

    // The answer to --help, --version or --print-config: print it and exit 0.
    [[nodiscard]] const std::optional<std::string>& answer() const { return answer_; }

private:
    struct Value {
        Kind kind;
        std::string text;
    };
    [[nodiscard]] const std::string& value(std::string_view name, std::initializer_list<Kind> kinds) const;

    std::map<std::string, Value, std::less<>> values_;
    std::vector<std::string> words_;
    std::optional<std::string> answer_;
};

}  // namespace hadir::config
