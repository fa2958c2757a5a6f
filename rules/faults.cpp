#include "rules/faults.h"

#include <fmt/format.h>

#include <algorithm>

namespace hadir::rules {
namespace {

constexpr std::size_t kShownBytesMax = 40;

}  // namespace

std::string Fault::text() const {
    return line == 0 ? fmt::format("{}: {}", file, message)
                     : fmt::format("{}: line {}: {}", file, line, message);
}

void Faults::add(std::string_view file, std::uint64_t line, std::string message) {
    if (list_.size() > kFaultsMax) return;
    if (list_.size() == kFaultsMax) message = "and more faults; mend these first";
    Fault fault{std::string(file), line, std::move(message)};
    if (std::ranges::find(list_, fault) == list_.end()) list_.push_back(std::move(fault));
}

bool Faults::names(std::string_view file) const {
    return std::ranges::any_of(list_, [&](const Fault& fault) { return fault.file == file; });
}

std::string shown(std::string_view cell) {
    std::string out(cell.substr(0, kShownBytesMax));
    if (cell.size() > kShownBytesMax) {
        // not in the middle of a character
        while (!out.empty() && (static_cast<unsigned char>(cell[out.size()]) & 0xc0U) == 0x80U)
            out.pop_back();
        out += "...";
    }
    std::ranges::replace_if(
        out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
    return out.empty() ? "(empty)" : out;
}

}  // namespace hadir::rules
