// The one table of what each long-running program can be told. `--help`, the default .conf file, the
// environment variables and the reading of all four come from it. Plain data: nothing fails, any thread may
// read it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hadir::config {

enum class Program : std::uint8_t { kiosk, sync, central };
[[nodiscard]] std::string_view name_of(Program program);  // "hadir-kiosk"

enum class Kind : std::uint8_t {
    text,    // at most kTextBytesMax, no control characters
    path,    // text; a default that is relative starts at the program's own folder
    port,    // 0..65535, 0 = any free one
    number,  // a whole number from min to max
    time,    // "22:30", local
    choice,  // one of `choices`
    flag,    // yes or no; on the command line the bare name means yes
};

enum class Place : std::uint8_t {
    anywhere,
    not_in_file,  // command line and environment only: it belongs to one start, not to the machine
};

struct Option {
    std::string_view name;  // "sync-db": --sync-db, HADIR_KIOSK_SYNC_DB
    Kind kind;
    std::string_view fallback;  // taken when nobody says anything, written as in the file
    std::string_view help;      // one line
    std::int64_t min = 0;       // of a number
    std::int64_t max = 0;
    std::string_view choices = {};  // "id|en"
    Place place = Place::anywhere;
};

[[nodiscard]] std::span<const Option> options_of(Program program);

constexpr std::size_t kTextBytesMax = 1024;

// What is wrong with a value, or empty: "is not a whole number from 0 to 100".
[[nodiscard]] std::string fault_of(const Option& option, std::string_view value);

}  // namespace hadir::config
