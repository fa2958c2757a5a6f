// Inside central's repositories only: bytes in and out of SOCI's blobs.
#pragma once

#include <string>

#include "core/bytes.h"

namespace soci {
class blob;
}

namespace hadir::central {

void put(soci::blob& blob, ByteView bytes);
[[nodiscard]] std::string text_in(soci::blob& blob);

template <class Fixed>
[[nodiscard]] Fixed fixed_in(soci::blob& blob) {
    return Fixed::from(as_bytes(text_in(blob))).value_or(Fixed{});
}

}  // namespace hadir::central
