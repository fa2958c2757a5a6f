// ZXing behind our own types. Its headers and ZBar's cannot meet in one file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "device/frame.h"

namespace hadir::device {

enum class Binarizer : std::uint8_t { local, global };
enum class Effort : std::uint8_t { one_size, also_smaller };  // whether shrunken copies are tried too

// The text of the first QR code found. No state: any thread.
[[nodiscard]] std::optional<std::string> read_with_zxing(GrayView view, Binarizer binarizer, Effort effort);

}  // namespace hadir::device
