// QR modules as a picture. Both forms have the quiet border that readers need.
#pragma once

#include <string>

#include "core/bytes.h"
#include "core/result.h"
#include "qr/code.h"

namespace hadir::qr {

constexpr int kPixelsPerModuleMax = 64;

// A black and white PNG, one bit a pixel. usage unless pixels_per_module is 1 to kPixelsPerModuleMax.
[[nodiscard]] Result<Bytes> to_png(const QrCode& code, int pixels_per_module);

// The `d` of one SVG path in module units; its viewBox is `0 0 side side` with side_with_border().
[[nodiscard]] std::string to_svg_path(const QrCode& code);
[[nodiscard]] inline int side_with_border(const QrCode& code) {
    return code.size + 2 * kQuietModules;
}

}  // namespace hadir::qr
