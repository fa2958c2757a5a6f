// A sub-command of `hadir`: takes the words after its name, prints, answers the exit status.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hadir {
struct Error;
}

namespace hadir::apps {

constexpr int kDone = 0;
constexpr int kFailed = 1;    // it could not be done; one line on stderr says what, where, what to do
constexpr int kBadWords = 2;  // words or files as given cannot be used

// Prints the error on stderr, after the command's name ("hadir keys"); answers the exit status.
[[nodiscard]] int report(const Error& error, std::string_view command);

extern const char* const kKeysUsage;
extern const char* const kBadgeUsage;
extern const char* const kDemoUsage;
extern const char* const kReadUsage;
[[nodiscard]] int keys_command(std::span<const std::string> words);
[[nodiscard]] int badge_command(std::span<const std::string> words);
[[nodiscard]] int demo_command(std::span<const std::string> words);
[[nodiscard]] int read_command(std::span<const std::string> words);

}  // namespace hadir::apps
