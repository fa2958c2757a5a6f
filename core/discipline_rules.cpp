#include "core/discipline_rules.h"

#include <array>
#include <utility>

namespace hadir {
namespace {

constexpr std::array<std::pair<SanctionLevel, const char*>, 3> kLevels{
    {{SanctionLevel::ringan, "ringan"}, {SanctionLevel::sedang, "sedang"}, {SanctionLevel::berat, "berat"}}};

}  // namespace

const char* name_of(SanctionLevel level) {
    for (const auto& [value, name] : kLevels) {
        if (value == level) return name;
    }
    return "berat";
}

std::optional<SanctionLevel> level_from(std::string_view name) {
    for (const auto& [value, known] : kLevels) {
        if (name == known) return value;
    }
    return std::nullopt;
}

}  // namespace hadir
