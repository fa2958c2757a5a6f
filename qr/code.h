// A text as QR modules: alphanumeric mode, error correction level M, the smallest version that holds it.
#pragma once

#include <string_view>
#include <vector>

#include "core/result.h"

namespace hadir::qr {

constexpr std::size_t kTextMax = 311;  // what version 10-M holds; a badge has 121, an enrolment about 190
constexpr int kQuietModules = 4;       // the white border that readers need on every side

struct QrCode {
    int version = 0;         // 1 to 10
    int size = 0;            // modules a side: 17 + 4 * version
    std::vector<bool> dark;  // row by row, without the border

    [[nodiscard]] bool is_dark(int column, int row) const {
        return dark[static_cast<std::size_t>(row) * static_cast<std::size_t>(size) +
                    static_cast<std::size_t>(column)];
    }
};

// malformed for an empty text or a character outside `0-9A-Z $%*+-./:`; too_large past kTextMax.
[[nodiscard]] Result<QrCode> encode(std::string_view text);

}  // namespace hadir::qr
