// Cases of ethics: opened by hand, heard by a Majelis Kode Etik, ended by a moral sanction or none. Each step
// is a record in central's own ledger, and so is every look at a case: who may see them is let to it by name
// (Permission::ethics).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "central/decisions.h"
#include "central/ethics_repository.h"
#include "core/result.h"
#include "wire/line.h"

namespace hadir::central {

constexpr std::size_t kCouncilMin = 5;  // and an odd number
constexpr std::size_t kCouncilMax = 15;

struct EthicsReport {
    std::string number;  // nomor presensi of whom it is about
    std::string why;     // what was reported
    int year = 0;        // of today, for the case's number
};
// NOT_FOUND for a number that is nobody's, NOT_ALLOWED about oneself. The case's number.
[[nodiscard]] Result<std::string> open_ethics(const Database& database, const OwnLedger& own,
                                              const Officer& officer, const EthicsReport& report);

struct EthicsMove {
    std::string number;
    EthicsState to = EthicsState::council;
    std::vector<std::string> council{};      // of the council alone: nomor presensi of its members
    std::optional<EthicsVerdict> verdict{};  // of a decision alone
    std::string why;
    std::int64_t seen = 0;  // the newest entry that the officer has seen
};
// One step at a time, in their order. USAGE for a council that is not odd, has fewer than kCouncilMin, names
// somebody twice, or the person of the case; CONFLICT when somebody was faster.
[[nodiscard]] Result<void> move_ethics(const Database& database, const OwnLedger& own, const Officer& officer,
                                       const EthicsMove& move);

// The case, once the look at it is on record. NOT_FOUND; NOT_ALLOWED for one's own.
[[nodiscard]] Result<EthicsCase> look_at_ethics(const Database& database, const OwnLedger& own,
                                                const Officer& officer, const std::string& number);

// Does what a record says to the tables; again changes nothing. Inside a transaction.
void apply_ethics(const Database& database, std::int64_t record, const wire::Line& line);

}  // namespace hadir::central
