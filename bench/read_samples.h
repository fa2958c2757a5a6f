// A folder of real pictures with what is known to stand in them: one folder a set, each with
// `expected.jsonl`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace hadir::bench {

enum class Verdict : std::uint8_t { nothing, read, wrong, unproved };

struct Sample {
    std::filesystem::path file;
    std::string set;
    std::vector<std::string> texts;  // what may be read
    bool known = false;              // false: the picture counts for time only
    bool has_unread_code =
        false;  // a code that no reader of the collection could read: its text is not known

    // `read`: one expected text came out; `wrong`: a text of no code in the picture; `unproved`: a text that
    // may be that of a code whose text nobody knows. Line ends count as equal however they are written.
    [[nodiscard]] Verdict judge(const std::vector<std::string>& came) const;
};

[[nodiscard]] Result<std::vector<Sample>> load_samples(const std::filesystem::path& folder);

}  // namespace hadir::bench
