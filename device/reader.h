// Reads the QR code in a picture.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "device/frame.h"
#include "device/hint.h"

namespace hadir::device {

struct ReadResult {
    std::vector<std::string> texts;  // UTF-8; empty when nothing could be read, else one text
    std::size_t rung = 0;            // of Reader::rungs(): which one read it; their number when none did
    bool code_seen = false;          // a code, or what looks like a part of one, is in the picture
};

// The ladder: ways to read a picture, from the cheap one that reads most to the dear ones; it stops at the
// first text. docs/reading.md says what each is for, what it added and what it costs.
//
// Keeps its buffers: after the first picture of a size a read allocates no picture again. One thread at a
// time.
class Reader {
public:
    Reader();
    ~Reader();
    Reader(Reader&&) noexcept;
    Reader& operator=(Reader&&) noexcept;

    [[nodiscard]] ReadResult read(const Frame& frame);
    // The picture is only looked at; it must stay until the call returns.
    [[nodiscard]] ReadResult read(GrayView picture);

    // The next frame of a stream. What cannot be read in it alone is read together with what the frames
    // before showed of the same code.
    [[nodiscard]] ReadResult read_next(const Frame& frame);

    // What would help to read the frame that `result` is of: the last one, whose pixels must still be there.
    // Costs about 3 ms: ask a few times a second.
    [[nodiscard]] std::optional<Hint> hint(const ReadResult& result);

    // The names of the rungs, in order.
    [[nodiscard]] static std::span<const char* const> rungs();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hadir::device
