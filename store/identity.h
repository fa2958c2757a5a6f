// Who this terminal is: the folder `identity/`, mode 0600, made by enrolment. Its keys may change afterwards;
// identity.json names the files that count, so that a reader finds the old ones or the new ones, never both.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "wire/crypto.h"
#include "wire/keys_file.h"

namespace hadir::store {

// An earlier incarnation: nothing is recorded under it any more, but what was not sent still is.
struct PastLedger {
    std::uint32_t inc = 1;
    PublicKey key;
    bool operator==(const PastLedger&) const = default;
};

struct Identity {
    DeviceId dev;
    std::uint32_t inc = 1;
    wire::SigningKey ledger_key;
    PublicKey root;                  // BKD's offline root: the one key that is pinned
    std::string url;                 // central's devices address; empty in a demo without network
    std::string tls_key;             // PEM
    std::string certificate;         // PEM, this terminal's
    std::string ca;                  // PEM, the CA that must end central's chain
    std::string keys;                // the `keys` file as enrolment gave it, signed by root
    bool confirmed = false;          // central has told that a second officer agreed to this incarnation
    std::vector<PastLedger> past{};  // oldest first
};

// The whole folder appears at once: it is written beside its place and renamed. CONFLICT when it is there
// already.
[[nodiscard]] Result<void> write_identity(const std::filesystem::path& folder, const Identity& identity);
// NOT_FOUND when the terminal is not enrolled; MALFORMED names the file that is damaged.
[[nodiscard]] Result<Identity> read_identity(const std::filesystem::path& folder);

// Puts an identity of the same terminal in the place of the one that is held. After a crash the folder holds
// one or the other.
[[nodiscard]] Result<void> change_identity(const std::filesystem::path& folder, const Identity& identity);
// The ledger key of the next incarnation: kept from the first call on until an identity has it, so that the
// same key is asked for again after an answer got lost.
[[nodiscard]] Result<wire::SigningKey> next_ledger_key(const std::filesystem::path& folder);

}  // namespace hadir::store
