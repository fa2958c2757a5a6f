// Who this terminal is: the folder `identity/`, mode 0600, written once by enrolment.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/bytes.h"
#include "core/result.h"
#include "wire/crypto.h"
#include "wire/keys_file.h"

namespace hadir::store {

struct Identity {
    DeviceId dev;
    std::uint32_t inc = 1;
    wire::SigningKey ledger_key;
    PublicKey root;           // BKD's offline root: the one key that is pinned
    std::string url;          // central's devices address; empty in a demo without network
    std::string tls_key;      // PEM
    std::string certificate;  // PEM, this terminal's
    std::string ca;           // PEM, the CA that must end central's chain
    std::string keys;         // the `keys` file as enrolment gave it, signed by root
};

// The whole folder appears at once: it is written beside its place and renamed. CONFLICT when it is there
// already.
[[nodiscard]] Result<void> write_identity(const std::filesystem::path& folder, const Identity& identity);
// NOT_FOUND when the terminal is not enrolled; MALFORMED names the file that is damaged.
[[nodiscard]] Result<Identity> read_identity(const std::filesystem::path& folder);

}  // namespace hadir::store
