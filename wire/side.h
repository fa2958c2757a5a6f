// Side data: what may have to be erased stands beside the line, whose body holds only a salted digest of it
// (docs/formats.md 5, Side data).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "wire/json.h"

namespace hadir::wire {

constexpr std::size_t kSidesBytesMax = 1'048'576;   // of one request
constexpr std::size_t kSideValueBytesMax = 16'384;  // as a line's
constexpr std::size_t kSideFieldBytesMax = 64;

struct Side {
    std::string field;
    Salt salt;
    std::string value;
    bool operator==(const Side&) const = default;
};
[[nodiscard]] Side make_side(Random& random, std::string field, std::string value);
[[nodiscard]] Hash digest_of(const Side& side);

// The `side` object of a body: a digest for each.
[[nodiscard]] std::string write_side_digests(const std::vector<Side>& sides);
// What a line's body holds under that field; none where it has no such.
[[nodiscard]] std::optional<Hash> side_digest_in(const Json& body, std::string_view field);

// One value with the record that it belongs to.
struct SideLine {
    std::uint32_t inc = 1;
    std::uint64_t seq = 1;
    Side side;
};
[[nodiscard]] std::string write_sides(const std::vector<SideLine>& lines);
// MALFORMED with `line`; TOO_LARGE.
[[nodiscard]] Result<std::vector<SideLine>> parse_sides(std::string_view body);

}  // namespace hadir::wire
