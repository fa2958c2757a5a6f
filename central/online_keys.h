// The keys that central needs at hand, as 0600 files in its data folder. BKD's badge key and the root are
// never among them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "pki/authority.h"
#include "pki/key.h"
#include "wire/crypto.h"
#include "wire/keys_file.h"

namespace hadir::central {

struct OnlineKeys {
    wire::SigningKey roster;
    wire::SigningKey policy;
    wire::SigningKey receipt;
    wire::SigningKey device;
    wire::SigningKey revoked;
    pki::Authority ca;         // signs terminals' certificates and this server's own
    pki::PrivateKey listener;  // of the `devices` listener
    wire::SigningKey ledger;   // of central's own records: what its staff decide

    // USAGE when the folder has keys already: they are never overwritten.
    [[nodiscard]] static Result<OnlineKeys> make(const std::filesystem::path& folder,
                                                 std::string_view ca_name, UnixMs now);
    // NOT_FOUND when `make` has not been done. A folder from before central had a ledger gets its key.
    [[nodiscard]] static Result<OnlineKeys> load(const std::filesystem::path& folder);

    // What the root is asked to list.
    [[nodiscard]] Result<std::vector<wire::KeyRow>> rows(UnixMs now) const;
    // USAGE unless the keys file lists each of these, as it does once the root has signed the request.
    [[nodiscard]] Result<void> check_listed(const wire::KeysFile& keys) const;
};

}  // namespace hadir::central
