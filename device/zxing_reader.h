// ZXing behind our own types. Its headers and ZBar's cannot meet in one file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "device/frame.h"

namespace hadir::device {

// How a picture is turned into black and white.
enum class Binarizer : std::uint8_t {
    local,      // against the mean of the neighbourhood: uneven light
    histogram,  // one threshold a row, of its histogram: fine, flat pictures
    done,       // it is black and white already
};

// The text of the first QR code found. No state: any thread.
[[nodiscard]] std::optional<std::string> read_with_zxing(GrayView view, Binarizer binarizer);

}  // namespace hadir::device
