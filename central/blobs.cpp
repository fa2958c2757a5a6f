#include "central/blobs.h"

#include <soci/soci.h>

namespace hadir::central {

void put(soci::blob& blob, ByteView bytes) {
    blob.trim(0);
    blob.write(0, reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

std::string text_in(soci::blob& blob) {
    std::string text(blob.get_len(), '\0');
    blob.read(0, text.data(), text.size());
    return text;
}

}  // namespace hadir::central
