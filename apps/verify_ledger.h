// Checks a whole ledger: every line, every hash, every signature, no gap (docs/formats.md 2, 7).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/result.h"

namespace hadir::apps {

// The keys that are trusted, by incarnation; they never come from the file that is checked.
struct TrustedKeys {
    std::optional<DeviceId> dev;  // from a device statement
    std::map<std::uint32_t, PublicKey> by_inc;
};

struct LedgerVerdict {
    std::uint64_t records = 0;
    std::uint64_t anchors = 0;  // pruned beginnings, of which only the signed last hash is left
    DeviceId dev;
    std::optional<std::string> fault;  // names the first bad record; everything before it is good
};

// An error means that the file could not be read at all; a verdict with a fault, that it was read and is not
// good.
[[nodiscard]] Result<LedgerVerdict> verify_ledger(const std::string& path, const TrustedKeys& keys);

}  // namespace hadir::apps
