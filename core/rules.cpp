#include "core/rules.h"

#include <array>
#include <utility>

namespace hadir {
namespace {

constexpr std::array<std::pair<Confidence, const char*>, 6> kConfidences{{{Confidence::read, "read"},
                                                                          {Confidence::computed, "computed"},
                                                                          {Confidence::inferred, "inferred"},
                                                                          {Confidence::decided, "decided"},
                                                                          {Confidence::memory, "memory"},
                                                                          {Confidence::example, "example"}}};

}  // namespace

const char* name_of(Confidence confidence) {
    for (const auto& [value, name] : kConfidences) {
        if (value == confidence) return name;
    }
    return "memory";
}

std::optional<Confidence> confidence_from(std::string_view name) {
    for (const auto& [value, known] : kConfidences) {
        if (name == known) return value;
    }
    return std::nullopt;
}

}  // namespace hadir
