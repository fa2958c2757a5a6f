#include "device/code_corners.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace hadir::device {

namespace {

constexpr std::size_t kMarksTried = 8;  // more are noise, and triples grow with the third power
constexpr double kCosineMax = 0.6;      // of the corner's angle: leaned away as far as codes can be read
constexpr double kSkewMax = 0.8;        // logarithm of the sides' ratio
constexpr double kModuleRatioMax = 2;
constexpr double kSizeMin = 18;  // modules a side; 21 to 177 exist, the marks tell it roughly
constexpr double kSizeMax = 185;
constexpr double kSeenWorth = 0.02;
constexpr double kLikely = 0.5;  // penalty
constexpr double kApart = 0.7;   // of two codes' radii: cards overlap, codes do not
constexpr int kMarkModules = 7;

struct Way {
    double x, y, length;
};
Way way(const Finder& from, const Finder& to) {
    return {to.x - from.x, to.y - from.y, std::hypot(to.x - from.x, to.y - from.y)};
}

// A run across a turned square is longer than its side.
double module_along(const Finder& mark, const Way& way) {
    return mark.module * std::max(std::abs(way.x), std::abs(way.y)) / way.length;
}

std::optional<CodeCorners> corners_of(const Finder& corner, const Finder& one, const Finder& other) {
    const Way a = way(corner, one);
    const Way b = way(corner, other);
    const double cosine = (a.x * b.x + a.y * b.y) / (a.length * b.length);
    const double skew = std::abs(std::log(a.length / b.length));
    const auto [least, most] = std::minmax({corner.module, one.module, other.module});
    if (std::abs(cosine) > kCosineMax || skew > kSkewMax || most > kModuleRatioMax * least)
        return std::nullopt;
    const bool turned = a.x * b.y - a.y * b.x < 0;
    const double module_a = (module_along(corner, a) + module_along(one, a)) / 2;
    const double module_b = (module_along(corner, b) + module_along(other, b)) / 2;
    const double size = (a.length / module_a + b.length / module_b) / 2 + kMarkModules;
    if (size < kSizeMin || size > kSizeMax) return std::nullopt;
    const double penalty = std::abs(cosine) + skew + std::log(most / least) -
                           kSeenWorth * std::min({corner.seen, one.seen, other.seen});
    return CodeCorners{corner, turned ? other : one, turned ? one : other, size, penalty};
}

// The corner lies opposite to the longest side.
std::optional<CodeCorners> triple_of(const Finder& a, const Finder& b, const Finder& c) {
    const double ab = way(a, b).length;
    const double bc = way(b, c).length;
    const double ca = way(c, a).length;
    if (ab >= bc && ab >= ca) return corners_of(c, a, b);
    return bc >= ca ? corners_of(a, b, c) : corners_of(b, a, c);
}

// Around a code.
struct Disc {
    double x, y, radius;
};
Disc disc_of(const CodeCorners& corners) {
    return {(corners.right.x + corners.down.x) / 2, (corners.right.y + corners.down.y) / 2,
            way(corners.right, corners.down).length / 2};
}

}  // namespace

void find_corners(std::span<const Finder> marks, std::vector<CodeCorners>& found) {
    found.clear();
    const auto tried = marks.first(std::min(marks.size(), kMarksTried));
    for (std::size_t i = 0; i < tried.size(); ++i)
        for (std::size_t j = i + 1; j < tried.size(); ++j)
            for (std::size_t k = j + 1; k < tried.size(); ++k)
                if (const auto corners = triple_of(tried[i], tried[j], tried[k])) found.push_back(*corners);
    std::ranges::sort(found, {}, &CodeCorners::penalty);
}

void find_corners_of_two(std::span<const Finder> marks, std::vector<CodeCorners>& found) {
    found.clear();
    if (marks.size() < 2) return;
    const Finder& a = marks[0];
    const Finder& b = marks[1];
    const Way ab = way(a, b);
    const double module = (a.module + b.module) / 2;
    const auto add = [&](const Finder& corner, const Finder& one, const Finder& other) {
        if (const auto corners = corners_of(corner, one, other)) found.push_back(*corners);
    };
    for (const int side : {-1, 1}) {
        const double x = -ab.y * side;
        const double y = ab.x * side;
        add(a, b, {a.x + x, a.y + y, module, 1});
        add(b, a, {b.x + x, b.y + y, module, 1});
        add({(a.x + b.x + x) / 2, (a.y + b.y + y) / 2, module, 1}, a, b);
    }
}

int count_codes(std::span<const Finder> marks) {
    std::vector<CodeCorners> all;
    find_corners(marks, all);
    std::vector<Disc> codes;
    for (const auto& corners : all) {
        if (corners.penalty > kLikely) continue;
        const Disc disc = disc_of(corners);
        const auto apart = [&](const Disc& code) {
            return std::hypot(code.x - disc.x, code.y - disc.y) > kApart * (code.radius + disc.radius);
        };
        if (std::ranges::all_of(codes, apart)) codes.push_back(disc);
    }
    return static_cast<int>(codes.size());
}

}  // namespace hadir::device
