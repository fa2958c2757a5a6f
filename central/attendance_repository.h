// The projection of check-ins: made from records, never edited by hand. Use inside Database::read or
// ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/opd_scope.h"
#include "central/records_repository.h"
#include "core/bytes.h"
#include "core/interval.h"
#include "core/time.h"

namespace hadir::central {

// Who has looked at a phone's code: a terminal whose roster has the key; central, where none had; or nobody,
// and then the check-in counts nowhere.
enum class PhoneProof : std::uint8_t { terminal, central, none };

struct AttendanceRow {
    std::int64_t record = 0;
    LedgerPlace ledger;
    std::int64_t branch = 0;
    std::uint64_t seq = 1;
    std::optional<BadgeId> badge;
    std::optional<PersonId> person;  // as the terminal's roster said
    UnixMs at;
    std::string day;
    std::string dir;
    std::vector<std::string> marks;
    std::optional<PhoneKeyId> phone;
    std::optional<std::uint32_t> step;
    std::optional<PhoneProof> proof;  // none: no phone
};

// What an officer reads of one check-in.
struct Arrival {
    std::int64_t id = 0;  // of the record
    std::optional<PersonId> person;
    std::optional<std::string> name;
    std::optional<std::string> number;
    std::string opd;     // the person's, else the terminal's
    std::string office;  // the terminal's
    UnixMs at;           // the likeliest time
    TimeInterval known;  // sure to hold the true one
    std::string zone;
    std::string dir;
    std::vector<std::string>
        marks;               // the terminal's, and of our own: fork phone_twice phone_shared phone_ended
    bool confirmed = false;  // a second officer has agreed to the terminal's ledger key
    DeviceId dev;
    std::string kiosk;
    std::uint32_t inc = 1;
    std::uint64_t seq = 1;
    UnixMs received;
    std::optional<std::string> proof_code;  // none until the log has the record
    std::optional<Hash> photo;              // sealed; the record names it, whether it has come or not
    bool drawn = false;                     // by lot, to be looked at
    std::optional<std::string> verdict;     // of the officer who has looked at it
};

// Those whom a list names.
[[nodiscard]] std::vector<PersonId> people_in(const std::vector<Arrival>& arrivals);

// Where a page of arrivals goes on: everything older than this.
struct ArrivalCursor {
    std::int64_t at_ms = 0;
    std::int64_t id = 0;
};

// What waits to be looked at, oldest first: check-ins until then, behind the cursor.
struct ReviewQuery {
    OpdScope scope;
    UnixMs until;
    ArrivalCursor after;
};

struct OpdDay {
    std::string opd;
    std::int64_t people = 0;
    std::int64_t arrived = 0;  // people with a check-in
    std::int64_t marked = 0;   // of them, with a mark
    std::int64_t unknown = 0;  // check-ins of badges that nobody has
};

// What stands on a revoked branch or incarnation, and a phone's code that nobody has proved or whose key did
// not count then, is kept and counts nowhere here.
class AttendanceRepository {
public:
    explicit AttendanceRepository(const Database& database) : sql_(database.sql()) {}

    void add(const AttendanceRow& row);  // the same row again changes nothing
    // A direction chosen on the screen; nothing happens when no check-in has that place.
    void set_direction(const LedgerPlace& ledger, std::int64_t branch, std::uint64_t seq,
                       const std::string& dir);
    void clear();

    // A check-in is of its person's OPD, or where nobody is known, of the terminal's. Newest first.
    std::vector<Arrival> arrivals(const std::string& day, const OpdScope& scope,
                                  const std::optional<ArrivalCursor>& before, int limit);
    // Of the check-ins with the same phone's code as this one, itself too: those with a mark of our own.
    std::vector<std::int64_t> marked_with(std::int64_t record);
    std::optional<Arrival> arrival(std::int64_t record, const OpdScope& scope);
    // With a mark or drawn by lot, and not looked at yet.
    std::vector<Arrival> to_review(const ReviewQuery& query, int limit);
    std::vector<OpdDay> by_opd(const std::string& day, const OpdScope& scope);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
