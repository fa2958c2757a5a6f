// Keys of people's phones, and what terminals saw of them. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/records_repository.h"
#include "core/bytes.h"
#include "core/time.h"
#include "wire/roster.h"

namespace hadir::central {

struct Phone {
    PhoneKeyId id;
    PersonId person;
    PublicKey key;
    UnixMs registered;
    std::optional<UnixMs> from;  // since when its codes count; none: no terminal has seen it behind a badge
    std::optional<UnixMs> ended;
    bool shared = false;  // another person has registered a key in the same browser
};

// A phone's code behind a printed badge, as a terminal wrote it down; nothing of it is judged.
struct PhoneClaim {
    std::int64_t record = 0;
    LedgerPlace ledger;
    std::int64_t branch = 0;
    std::uint64_t of = 1;  // the check-in by the printed badge
    PhoneKeyId phone;
    Bytes code;
};

// A claim about a key that still waits for one.
struct OpenClaim {
    PhoneClaim claim;
    DeviceId dev;
    std::string line;  // the phone-key record itself
    std::uint64_t seq = 1;
    UnixMs earliest;  // when it was made, for sure
    UnixMs latest;
};

class PhonesRepository {
public:
    explicit PhonesRepository(const Database& database) : sql_(database.sql()) {}

    void add(const Phone& phone, const std::string& browser);
    std::optional<Phone> find(const PhoneKeyId& id);
    bool holds(const PublicKey& key);
    std::vector<Phone> of_person(const PersonId& person, int limit);  // newest first
    std::int64_t count_registered(const PersonId& person, UnixMs since);
    void set_from(const PhoneKeyId& id, UnixMs from);
    bool end(const PhoneKeyId& id, UnixMs at);  // true when rosters have to say so
    bool waits_for(UnixMs now);  // whether a claim is open or a key is due: nothing to do otherwise
    // Rosters list from now on what counts by now; true when that changes them.
    bool list_due(UnixMs now);
    // Whom of that OPD rosters list with which key.
    std::vector<std::pair<PersonId, wire::RosterPhone>> listed_of_opd(const std::string& opd);
    // Keys that have ended and that a terminal had seen behind the printed badge: of no other is any code
    // worth anything.
    std::vector<PhoneKeyId> revoked();
    void erase_of(const PersonId& person, UnixMs at);  // ids stay, the browser's goes

    void add_claim(const PhoneClaim& claim);  // the same again changes nothing
    std::vector<OpenClaim> open_claims(int limit);
    // The line that stands at that place on exactly that branch.
    std::optional<std::string> line_at(const LedgerPlace& ledger, std::int64_t branch, std::uint64_t seq);
    void clear_claims();

private:
    soci::session& sql_;
};

}  // namespace hadir::central
