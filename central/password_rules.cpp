#include "central/password_rules.h"

#include <algorithm>
#include <span>
#include <vector>

namespace hadir::central {

std::span<const std::string_view> common_passwords();  // embedded by CMake: one a line

namespace {

constexpr std::size_t kNameCharsMin = 4;  // shorter names stand in too many words
constexpr std::size_t kBlockCharsMax = 4;

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words(1);
    for (const char c : lower(name)) {
        if (is_letter(c))
            words.back().push_back(c);
        else if (!words.back().empty())
            words.emplace_back();
    }
    return words;
}

bool is_listed(const std::string& password) {
    std::string_view rest = common_passwords().front();
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        if (rest.substr(0, end) == password) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

// abcabcabcabc, 111111111111
bool is_repeated(const std::string& password) {
    for (std::size_t block = 1; block <= kBlockCharsMax; ++block) {
        if (std::equal(password.begin() + static_cast<std::ptrdiff_t>(block), password.end(),
                       password.begin()))
            return true;
    }
    return false;
}

// abcdefghijkl, 987654321098: each letter or digit the next of the one before, the ten digits as a ring.
bool is_counted(const std::string& password) {
    for (const int by : {1, -1}) {
        const auto follows = [by](char left, char right) {
            const bool digits = left >= '0' && left <= '9' && right >= '0' && right <= '9';
            return right - left == by || (digits && right - left + 10 * by == by);
        };
        const auto breaks = [&](char left, char right) { return !follows(left, right); };
        if (std::ranges::adjacent_find(password, breaks) == password.end()) return true;
    }
    return false;
}

std::size_t count_characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

Result<void> check_length(std::string_view password, const PasswordOf& whose) {
    const std::size_t least = whose.has_factor ? kPasswordCharsBesideFactor : kPasswordCharsAlone;
    const std::size_t chars = count_characters(password);
    if (chars < least || chars > kPasswordCharsMax)
        return fail(ErrorCode::usage,
                    "password: " + std::to_string(least) + " to 128 characters; a few words are easiest");
    return {};
}

}  // namespace

Result<void> check_password(std::string_view password, const PasswordOf& whose) {
    if (auto fits = check_length(password, whose); !fits) return fits;
    const std::string plain = lower(password);
    if (is_listed(plain) || is_repeated(plain) || is_counted(plain))
        return fail(ErrorCode::usage, "password: this one is among the first that are guessed; take another");
    std::vector<std::string> names = words_of(whose.holder);
    names.push_back(lower(whose.account));
    for (const std::string& name : names) {
        if (name.size() >= kNameCharsMin && plain.find(name) != std::string::npos)
            return fail(ErrorCode::usage,
                        "password: it must not hold the name of the account or of its person");
    }
    return {};
}

}  // namespace hadir::central
