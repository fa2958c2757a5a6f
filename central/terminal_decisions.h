// What an officer decides about a terminal: that its ledger key is the one on its screen, or that it, an
// incarnation or a branch of its ledger is not to be believed (docs/formats.md 2, 5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "central/decisions.h"
#include "core/bytes.h"
#include "core/result.h"

namespace hadir::central {

struct Confirmation {
    DeviceId dev;
    std::uint32_t inc = 1;
    PublicKey ledger_key;  // the one that the officer has compared: another one there is CONFLICT
    std::string why;
};
// NOT_FOUND; CONFLICT when it is confirmed already, the key is another's, or the incarnation or its terminal
// is revoked; NOT_ALLOWED when this officer made the enrolment code or nobody is known to have.
[[nodiscard]] Result<void> confirm_terminal(const Database& database, const OwnLedger& own,
                                            const Officer& officer, const Confirmation& confirmation);

// The whole terminal without `inc`; one incarnation with it; one branch of that incarnation with both.
struct Revocation {
    DeviceId dev;
    std::optional<std::uint32_t> inc;
    std::optional<std::int64_t> branch;
    std::string why;
};
// NOT_FOUND; CONFLICT when it is revoked already.
[[nodiscard]] Result<void> revoke_terminal(const Database& database, const OwnLedger& own,
                                           const Officer& officer, const Revocation& revocation);

// Does again what a record of such a decision did, where the database has lost it; a record of another kind,
// or of a terminal that is not there, changes nothing. Inside a transaction.
void apply_decision(const Database& database, std::string_view line);

}  // namespace hadir::central
