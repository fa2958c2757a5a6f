// Bands that must follow each other without a gap and without meeting twice, on every day on which they hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/rules.h"
#include "rules/faults.h"

namespace hadir::rules {

struct Band {
    std::string group;  // whose bands: "KEMENTAN-68-2012 late"
    int from = 0;
    std::optional<int> to;  // none: open
    DaySpan valid;
    std::uint64_t line = 0;
};

struct BandRules {
    enum class Start : std::uint8_t { anywhere, at_one };
    enum class End : std::uint8_t { anywhere, open };
    enum class To : std::uint8_t { excluded, included };
    Start start = Start::anywhere;
    End end = End::open;
    To to = To::excluded;  // whether a band's `to` is in it
};

void check_bands(std::string_view file, std::vector<Band> bands, BandRules rules, Faults& faults);

}  // namespace hadir::rules
