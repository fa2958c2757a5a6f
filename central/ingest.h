// What a terminal sends, taken in: every check of docs/formats.md 5 in its order, one transaction, a signed
// receipt. No thread, no socket.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/answer.h"
#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"
#include "wire/crypto.h"

namespace hadir::central {

// Who is at the other end of the TLS connection; the listener has checked the chain already.
struct Peer {
    bool certificate = false;
    std::optional<DeviceId> dev;  // what the certificate's one name says
};

// An upload as it came; nothing of it is trusted.
struct Upload {
    std::string dev;               // from the path
    std::vector<std::string> inc;  // each time it stands in the query
    std::vector<std::string> from;
    std::string content_type;
    std::string content_encoding;
    std::optional<std::string> nonce;
    std::optional<std::string> count;
    std::optional<std::string> prev;
    std::optional<std::string> last;  // newest seq of the terminal, if it tells
    Peer peer;
    ByteView body;
};

struct UploadOutcome {
    Answer answer;
    std::vector<std::int64_t> arrivals;  // records that are new check-ins, for those who watch
    bool contact = false;                // the terminal's row in the list has changed
};

// A fault up to the signatures stores nothing. A fork stores an alarm and no record.
[[nodiscard]] UploadOutcome handle_upload(const Upload& upload, const Database& database,
                                          const wire::SigningKey& receipt_key, UnixMs now);

}  // namespace hadir::central
