// A record's line: written once, never serialised again; the stored bytes are what is hashed, sent and
// verified (docs/formats.md 2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/json.h"

namespace hadir::wire {

constexpr std::size_t kLineBytesMax = 16'384;
constexpr std::int64_t kIncMax = 4'294'967'295;
constexpr std::int64_t kSeqMax = (1LL << 53) - 1;

// Which record a line is.
struct LineId {
    DeviceId dev;
    std::uint32_t inc = 1;  // the incarnation: rises, with a new ledger key, when a terminal enrols again
    std::uint64_t seq = 1;  // from 1, without gaps, within one inc
    auto operator<=>(const LineId&) const = default;
};

using hadir::ClockReading;

struct LineHead {
    LineId id;
    std::string kind;  // kebab-case
    UnixMs at;         // the raw wall clock
    BootId boot;
    std::int64_t up_ms = 0;  // since boot
    ClockReading clock;
    Salt r;  // makes the line's hash unguessable
};

struct Line {
    LineHead head;
    Json body;
};

// TOO_LARGE when the line would pass kLineBytesMax: the caller must not commit it. `body` is a JSON object.
[[nodiscard]] Result<std::string> write_line(const LineHead& head, std::string_view body);

// The whole line, strictly; MALFORMED for what is not understood. Unknown keys and kinds are fine.
[[nodiscard]] Result<Line> parse_line(std::string_view text);

// Only which record it is, leniently: a signed line that can be placed is stored even when nothing else of it
// can be understood (docs/formats.md 5). MALFORMED when it is not one JSON object with dev, inc and seq once
// each.
[[nodiscard]] Result<LineId> read_line_id(std::string_view text);

}  // namespace hadir::wire
