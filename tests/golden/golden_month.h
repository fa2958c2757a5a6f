// A folder of tests/golden as the judge takes it (tests/golden/README.md).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/judge.h"

namespace hadir {

using GoldenRow = std::map<std::string, std::string>;  // column to cell

struct GoldenMonth {
    std::map<std::string, PersonSpan> people;
    std::vector<Holiday> holidays;  // besides those of the rules
    std::map<std::int64_t, std::string> terminals;
    std::vector<GoldenRow> expected;
};

// The month in `folder`, with the files of `after` (may be empty) in place of those of the same name.
[[nodiscard]] GoldenMonth read_golden(const std::filesystem::path& folder,
                                      const std::filesystem::path& after);

[[nodiscard]] const char* golden_name(Finding finding);

}  // namespace hadir
