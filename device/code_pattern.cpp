#include "device/code_pattern.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <mutex>

namespace hadir::device {

namespace {

constexpr int kVersions = 40;
constexpr int kMark = 7;    // a corner mark's side
constexpr int kTiming = 6;  // the row and the column of the timing lines

// Even steps between the first line and the last, both fixed; version 32 is the standard's one exception.
std::vector<int> alignment_lines(int version) {
    if (version == 1) return {};
    const int count = version / 7 + 2;
    const int step = version == 32 ? 26 : (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
    std::vector<int> lines{kTiming};
    for (int i = count - 1; i > 0; --i)
        lines.push_back(10 + version * 4 - (i - 1) * step);
    return lines;
}

bool is_mark_light(int x, int y) {
    const int ring = std::max(std::abs(x - 3), std::abs(y - 3));
    return ring == 2 || ring == 4;
}

std::vector<KnownModule> mark_at(int left, int top, int size) {
    std::vector<KnownModule> modules;
    for (int y = -1; y <= kMark; ++y)
        for (int x = -1; x <= kMark; ++x)
            if (left + x >= 0 && left + x < size && top + y >= 0 && top + y < size)
                modules.push_back({left + x, top + y, is_mark_light(x, y)});
    return modules;
}

CodePattern make(int version) {
    CodePattern pattern;
    const int size = pattern.size = 17 + 4 * version;
    pattern.lines = alignment_lines(version);
    for (const auto& [x, y] :
         std::array{std::pair(0, 0), std::pair(size - kMark, 0), std::pair(0, size - kMark)})
        pattern.parts.push_back(mark_at(x, y, size));
    std::vector<KnownModule> across, down;
    for (int i = kMark + 1; i < size - kMark - 1; ++i) {
        across.push_back({i, kTiming, i % 2 != 0});
        down.push_back({kTiming, i, i % 2 != 0});
    }
    pattern.parts.push_back(std::move(across));
    pattern.parts.push_back(std::move(down));
    if (!pattern.lines.empty()) pattern.far_alignment = alignment_at(size - kMark, size - kMark);
    pattern.modules.assign(static_cast<std::size_t>(size * size), Known::data);
    const auto put = [&](const std::vector<KnownModule>& modules) {
        for (const auto& module : modules)
            pattern.modules[static_cast<std::size_t>(module.y * size + module.x)] =
                module.is_light ? Known::light : Known::dark;
    };
    for (const int y : pattern.lines)
        for (const int x : pattern.lines) {
            const bool on_mark =
                (x == kTiming || y == kTiming) && (x == size - kMark || y == size - kMark || x == y);
            if (!on_mark) put(alignment_at(x, y));
        }
    for (const auto& part : pattern.parts)
        put(part);
    return pattern;
}

}  // namespace

const CodePattern& pattern_of(int size) {
    static std::array<std::unique_ptr<const CodePattern>, kVersions> made;
    static std::mutex mutex;
    const int version = (size - 17) / 4;
    const std::lock_guard lock(mutex);
    auto& pattern = made.at(static_cast<std::size_t>(version - 1));
    if (!pattern) pattern = std::make_unique<const CodePattern>(make(version));
    return *pattern;
}

std::vector<KnownModule> alignment_at(int x, int y) {
    std::vector<KnownModule> modules;
    for (int dy = -2; dy <= 2; ++dy)
        for (int dx = -2; dx <= 2; ++dx)
            modules.push_back({x + dx, y + dy, std::max(std::abs(dx), std::abs(dy)) == 1});
    return modules;
}

}  // namespace hadir::device
