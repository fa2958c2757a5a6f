// Reads the QR code in a picture.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "device/frame.h"

namespace hadir::device {

struct ReadResult {
    std::vector<std::string> texts;  // UTF-8; empty when nothing could be read
};

// Keeps its buffers: after the first pictures of a size a read allocates no picture again. One thread at a time.
class Reader {
public:
    Reader();
    ~Reader();
    Reader(Reader&&) noexcept;
    Reader& operator=(Reader&&) noexcept;

    [[nodiscard]] ReadResult read(const Frame& frame);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hadir::device
