// ZBar behind our own types. Its header and ZXing's cannot meet in one file.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "device/frame.h"

namespace hadir::device {

// Keeps ZBar's scanner. One thread at a time.
class ZbarReader {
public:
    ZbarReader();
    ~ZbarReader();
    ZbarReader(ZbarReader&&) noexcept;
    ZbarReader& operator=(ZbarReader&&) noexcept;

    // The text of the first QR code found, if it is all ASCII: ZBar guesses other encodings, at times
    // wrongly. The rows of `view` must follow each other without padding.
    [[nodiscard]] std::optional<std::string> read(GrayView view);

private:
    struct Scanner;
    std::unique_ptr<Scanner> scanner_;
};

}  // namespace hadir::device
