// `hadir read`: reads QR codes from picture files and videos, for the technician and for measuring the
// reader.
#pragma once

#include <span>
#include <string>

namespace hadir::apps {

inline constexpr const char* kReadUsage =
    "hadir read [--json] [--size WxH] FILE...\n"
    "hadir read [--json] [--size WxH] --video FILE\n";

// Prints one line a picture or frame: with --json {"file","texts","ms"} or {"frame","texts","ms"}, where ms
// is the process's CPU time spent reading; without, the texts. Each FILE is read alone; --size first fits the
// picture into that size. 0 when every file could be looked at (whether or not there was a code), 1 when one
// could not, 2 when the words are wrong.
[[nodiscard]] int read_command(std::span<const std::string> arguments);

}  // namespace hadir::apps
