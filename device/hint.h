// What a person should do so that a badge which is not read can be read, from one frame.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "device/finder.h"
#include "device/frame.h"

namespace hadir::device {

enum class Hint : std::uint8_t { dark, near, far, blurred, two, glare };

// As in the kiosk's events: `dark`, `near` ...
[[nodiscard]] const char* name_of(Hint hint);

// What the frame tells. `marks` are the corner marks that the reader saw in it, in its pixels; `unread` says
// that no text came of it, without which only `two` is a hint. None when the frame shows no trouble; an
// empty office has none.
//
// A pure function; it looks at every eighth pixel or so, and closer only near the marks: about 0.2 ms.
[[nodiscard]] std::optional<Hint> hint_of(GrayView frame, std::span<const Finder> marks, bool unread);

}  // namespace hadir::device
