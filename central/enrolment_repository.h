// Codes by which a terminal may enrol once. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "central/database.h"
#include "central/devices_repository.h"
#include "core/time.h"
#include "wire/enrolment.h"

namespace hadir::central {

struct EnrolSlotRow {
    wire::EnrolCode code;
    Place place;
    std::optional<PersonId> made_by;  // the officer
    UnixMs expires;
    int wrong = 0;
    std::optional<UnixMs> used;
    std::string request_sha256;  // of the request that used it
    std::string answer;
};

class EnrolmentRepository {
public:
    explicit EnrolmentRepository(const Database& database) : sql_(database.sql()) {}

    void add(const wire::EnrolCode& code, const Place& place, UnixMs expires,
             const std::optional<PersonId>& made_by);
    std::optional<EnrolSlotRow> find(const wire::EnrolSlot& slot);
    void count_wrong(const wire::EnrolSlot& slot);
    void use(const wire::EnrolSlot& slot, const Hash& request, const std::string& answer, UnixMs now);
    void forget_before(UnixMs expires, UnixMs used);  // codes past these times go, secrets and all

private:
    soci::session& sql_;
};

}  // namespace hadir::central
