// The file that tells an offline verifier which ledgers were revoked, and since when (docs/formats.md 4).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/keys_file.h"
#include "wire/signed_file.h"

namespace hadir::wire {

struct RevokedLedger {
    DeviceId dev;
    std::uint32_t inc = 1;
    UnixMs since;
};

struct RevokedFile {
    FileHead head;
    std::vector<RevokedLedger> rows;
};

[[nodiscard]] std::string write_revoked_file(FileHead head, const std::vector<RevokedLedger>& rows,
                                             const SigningKey& key);
// BAD_SIGNATURE unless a `revoked` key of the keys file has signed it.
[[nodiscard]] Result<RevokedFile> open_revoked_file(std::string_view text, const KeysFile& keys);

}  // namespace hadir::wire
