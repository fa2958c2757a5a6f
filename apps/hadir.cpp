// hadir: the operator's tool.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>

#include "apps/command.h"
#include "core/result.h"
#include "wire/crypto.h"

namespace hadir::apps {
namespace {

constexpr const char* kHelp =
    "hadir: the operator's tool\n"
    "\n"
    "  hadir keys ...     the offline root and badge keys\n"
    "  hadir badge ...    printed badges\n"
    "  hadir read ...     read QR codes from pictures and videos\n"
    "  hadir demo ...     an invented province with the real programs\n"
    "\n"
    "  hadir COMMAND --help    what a command takes\n"
    "  hadir --version\n"
    "\n"
    "Exit status: 0 done; 1 it could not be done, stderr says why; 2 words or files as given cannot be "
    "used.\n";

struct Command {
    std::string_view name;
    int (*run)(std::span<const std::string>);
    const char* usage;
};

int dispatch(std::span<const std::string> words) {
    const std::array commands{
        Command{"keys", keys_command, kKeysUsage}, Command{"badge", badge_command, kBadgeUsage},
        Command{"read", read_command, kReadUsage}, Command{"demo", demo_command, kDemoUsage}};
    const auto is_help = [](const std::string& word) { return word == "--help" || word == "-h"; };
    if (words.empty()) return report(Error(ErrorCode::usage, "no command given"), "hadir");
    if (is_help(words.front()) || words.front() == "--version") {
        fmt::print("{}", is_help(words.front()) ? kHelp : "hadir " HADIR_VERSION "\n");
        return kDone;
    }
    const auto command = std::find_if(commands.begin(), commands.end(),
                                      [&](const Command& one) { return one.name == words.front(); });
    if (command == commands.end()) {
        return report(Error(ErrorCode::usage, words.front() + " is not a command"), "hadir");
    }
    if (std::any_of(words.begin(), words.end(), is_help)) {
        fmt::print("{}", command->usage);
        return kDone;
    }
    return command->run(words.subspan(1));
}

}  // namespace

int report(const Error& error, std::string_view command) {
    fmt::print(stderr, "{}: {}\n", command, error.message);
    if (error.code != ErrorCode::usage) return kFailed;
    fmt::print(stderr, "`{} --help` tells what it takes.\n", command);
    return kBadWords;
}

}  // namespace hadir::apps

int main(int argc, char** argv) {
    try {
        const std::vector<std::string> words(argv + 1, argv + argc);
        if (const auto ready = hadir::wire::start_crypto(); !ready)
            return hadir::apps::report(ready.error(), "hadir");
        return hadir::apps::dispatch(words);
    } catch (const std::exception& error) {
        fmt::print(stderr, "hadir: {}\n", error.what());
        return hadir::apps::kFailed;
    }
}
