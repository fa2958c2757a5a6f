// Tells a test how far one scan has come, byte by byte, so that it can strike in between (`--trace-fd N`).
#pragma once

#include <cstdint>
#include <optional>

namespace hadir::platform {

enum class TraceStep : std::uint8_t {
    frame = 'f',      // a frame was handed to the reader
    read = 'r',       // a text came out of it
    decided = 'd',    // the station has decided
    committed = 'c',  // the record is in the ledger
    announced = 'a',  // the result went to the page
};

// Writes without buffering; without a descriptor it does nothing. Any thread may call. A reader that is gone
// is no fault of the kiosk: errors are ignored (programs ignore SIGPIPE).
class Trace {
public:
    explicit Trace(std::optional<int> descriptor = std::nullopt) : descriptor_(descriptor) {}
    void mark(TraceStep step) const;

private:
    std::optional<int> descriptor_;
};

}  // namespace hadir::platform
