// What BKD's staff decide, as records in central's own ledger (docs/formats.md 2): who, when and why, in the
// same lines, chain and signatures as a terminal's, so that nobody can change a decision in silence either.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "central/database.h"
#include "central/mirror.h"
#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "wire/crypto.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::central {

constexpr std::uint32_t kOwnInc = 1;

// Central as one who writes a ledger.
struct OwnLedger {
    const wire::SigningKey& key;
    const Clock& clock;
    Random& random;
    const Mirror* mirror = nullptr;  // none: only where nobody waits for a decision, as in tests

    // Central's `dev` follows from its key, so that both change together.
    [[nodiscard]] DeviceId dev() const;
};

// Who decides: a person, and the account that was signed in, none on the command line.
struct Officer {
    PersonId person;
    std::optional<std::string> account;
};

constexpr std::size_t kReasonBytesMax = 500;

// USAGE unless it is 1 to kReasonBytesMax bytes of UTF-8 without control characters.
[[nodiscard]] Result<void> check_reason(const std::string& why);

// Central's row among the devices; made when there is none.
[[nodiscard]] std::int64_t own_device(const Database& database, const wire::SigningKey& key, UnixMs now);
[[nodiscard]] DeviceId own_dev(const wire::SigningKey& key);

// Appends a record of that kind; `body` is a JSON object. Inside the transaction that changes what was
// decided: both stand or neither does. Returns the record's row.
[[nodiscard]] Result<std::int64_t> append_decision(const Database& database, const OwnLedger& own,
                                                   const std::string& kind, const std::string& body);
// The same with who and why, as every officer's decision ends: the person's id in the line, the account and
// the reason beside it under salted digests, since they may name people. `body` is a JSON object not yet
// ended. Without a reason there is none beside it.
[[nodiscard]] Result<std::int64_t> append_decision(const Database& database, const OwnLedger& own,
                                                   const std::string& kind, wire::JsonWriter body,
                                                   const Officer& officer, const std::string& why);

// Whose a decision's side data is, as its line tells: the account is the officer's, the reason that of the
// person whose paper or case it is (central/papers.h, central/cases.h), else nobody's.
[[nodiscard]] std::optional<PersonId> owner_of(std::string_view field, const wire::Line& line);

// Runs `work`, which changes the state and appends its decision, in one transaction. Every decision goes
// through here and is answered only after the second copy has it.
template <class Work>
[[nodiscard]] std::invoke_result_t<Work> decide(const Database& database, const OwnLedger& own, Work work) {
    auto decided = database.transaction(std::move(work));
    if (!decided || own.mirror == nullptr) return decided;
    if (auto mirrored = own.mirror->catch_up(database, own.dev()); !mirrored)
        return propagate(mirrored.error().in("it is decided, but the second copy failed"));
    return decided;
}

}  // namespace hadir::central
