// A terminal without a network: its records go to central on a stick, and central's receipts, keys, policy
// and roster come back on it (docs/formats.md 4, Bundle). The same signed bytes and checks as over the
// network.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "store/identity.h"
#include "store/sync_store.h"

namespace hadir::sync {

// Whose ledger, and what central has said so far. The references outlive the call.
struct Carrier {
    const store::Identity& identity;
    const std::string& ledger_path;
    store::SyncStore& store;
    Random& random;
};

struct CarriedOut {
    std::size_t files = 0;
    std::uint64_t records = 0;
};
// Writes what no receipt names yet into `folder`/<dev>/, which is made when it is not there; a file of the
// same name is replaced. Nothing counts as delivered by that.
[[nodiscard]] Result<CarriedOut> carry_out(const Carrier& carrier, const std::filesystem::path& folder);

struct CarriedIn {
    std::vector<std::string> taken;    // names of files
    std::vector<std::string> refused;  // why, a line each; what was held stays
};
// Takes what central has put into `folder`/<dev>/. NOT_FOUND when that folder is not there.
[[nodiscard]] Result<CarriedIn> carry_in(const Carrier& carrier, const std::filesystem::path& folder,
                                         UnixMs now);

}  // namespace hadir::sync
