// What a terminal sends, taken in: every check of docs/formats.md 5 in its order, one transaction, a signed
// receipt. No thread, no socket.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/peer.h"
#include "core/bytes.h"
#include "core/time.h"
#include "httpd/request.h"
#include "httpd/response.h"
#include "wire/crypto.h"

namespace hadir::central {

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
    std::optional<std::string> last;    // newest seq of the terminal, if it tells
    std::optional<std::string> anchor;  // signature of the row before, where that is pruned
    std::optional<std::string> roster;  // version of the roster that the terminal holds, and nothing older
    std::optional<std::string> checkpoint;  // the newest note that the terminal holds, in base64
    Peer peer;
    std::string request_id;
    ByteView body;
};

// Points into `body`.
[[nodiscard]] Upload upload_of(const httpd::RequestHead& head, std::string_view body);

struct UploadOutcome {
    httpd::Response answer;
    std::vector<std::int64_t> arrivals;  // records that are new check-ins, for those who watch
    bool contact = false;                // the terminal's row in the list has changed
};

// The checks that need no body: headers, certificate, revocation. They come before the body is read.
[[nodiscard]] std::optional<httpd::Response> refuse_upload(const Upload& upload, const Database& database);

// A fault up to the signatures stores nothing. A fork stores its branch and an alarm.
[[nodiscard]] UploadOutcome handle_upload(const Upload& upload, const Database& database,
                                          const wire::SigningKey& receipt_key, UnixMs now);

// Records that came on a stick; the one who brings them needs no right, the signatures are the terminal's.
struct TakenBundle {
    DeviceId dev;
    std::uint32_t inc = 1;
    std::uint64_t first = 1;
    std::uint64_t last = 1;
    std::optional<std::uint64_t> fork;
};
// The checks of an upload, but for the certificate: in its place stands the bundle's signature. A fault
// stores nothing, and says in one line what is wrong.
[[nodiscard]] Result<TakenBundle> take_bundle(std::string_view text, const Database& database, UnixMs now);
// How far central holds that ledger, for the way back: it answers no request, so its nonce is zero.
[[nodiscard]] Result<std::string> carried_receipt(const Database& database, const DeviceId& dev,
                                                  std::uint32_t inc, const wire::SigningKey& receipt_key,
                                                  UnixMs now);

}  // namespace hadir::central
