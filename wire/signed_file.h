// Files that end in one signature line: receipt, roster, policy, keys, device statement, bundle
// (docs/formats.md 4).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/crypto.h"
#include "wire/json.h"

namespace hadir::wire {

constexpr std::size_t kSignedFileBytesMax = 8'388'608;

enum class FileDomain : std::uint8_t { receipt, roster, policy, keys, device, bundle, revoked };
[[nodiscard]] std::string_view name_of(FileDomain domain);  // "hadir-receipt-1"

// `body` ends in LF. The result is body and signature line.
[[nodiscard]] std::string sign_file(FileDomain domain, std::string body, const SigningKey& key);

struct SignedFile {
    std::string_view body;  // into the text it was split from
    KeyId key_id;           // selects; proves nothing
    Signature signature;
};
// Structure only: no signature is checked here. MALFORMED, TOO_LARGE.
[[nodiscard]] Result<SignedFile> split_signed_file(FileDomain domain, std::string_view text);
[[nodiscard]] bool verify_file(FileDomain domain, const SignedFile& file, const PublicKey& key);
// Both, with the one key that is trusted. BAD_SIGNATURE; the body points into `text`.
[[nodiscard]] Result<std::string_view> open_signed_file(FileDomain domain, std::string_view text,
                                                        const PublicKey& key);

// The first line of roster, policy and keys.
struct FileHead {
    std::string kind;
    std::optional<DeviceId> dev;  // set in a roster only
    std::int64_t version = 0;     // max(last + 1, unix seconds at issue)
    UnixMs issued;
    UnixMs expires;
};
// The version of the next file of a kind: a restored server does not fall behind what it had issued.
[[nodiscard]] std::int64_t next_version(std::int64_t last, UnixMs now);

// A body with a head: rows are JSON objects; `extra` goes to the end of the first line.
struct FileRows {
    FileHead head;
    Json first;  // the whole first line, for what a kind adds to it
    std::vector<Json> rows;
};
[[nodiscard]] std::string write_rows(const FileHead& head, const std::vector<std::string>& rows,
                                     const std::vector<std::pair<std::string, std::string>>& extra = {});
[[nodiscard]] Result<FileRows> parse_rows(std::string_view body, std::string_view kind);

}  // namespace hadir::wire
