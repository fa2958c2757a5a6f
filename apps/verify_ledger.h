// Checks a whole ledger file (docs/formats.md 2, 7).
#pragma once

#include "core/result.h"
#include "wire/ledger_check.h"

namespace hadir::apps {

struct LedgerVerdict {
    std::uint64_t records = 0;
    bool pruned = false;  // of the beginning only a signed hash is left
    DeviceId dev;
    std::optional<std::string> fault;  // names the first bad record; everything before it is good
};

// An error means that the file could not be read at all; a fault, that it was read and is not good.
[[nodiscard]] Result<LedgerVerdict> verify_ledger(const std::string& path, const wire::TrustedKeys& keys,
                                                  const std::vector<wire::Receipt>& receipts = {});

}  // namespace hadir::apps
