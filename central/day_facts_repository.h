// What verdicts name by number, in words: records, terminals, people. Use inside Database::read or
// ::transaction.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"

namespace hadir::central {

// A check-in that a verdict rests on.
struct StampFacts {
    UnixMs at;  // the likeliest time
    Zone zone = Zone::wib;
    std::string kiosk;
    std::optional<std::string> proof_code;  // none until the log has the record
};

struct PersonName {
    std::string name;
    std::string number;
};

class DayFactsRepository {
public:
    explicit DayFactsRepository(const Database& database) : sql_(database.sql()) {}

    std::map<std::int64_t, StampFacts> stamps(std::span<const std::int64_t> records);
    std::map<std::int64_t, std::string> terminals();  // "Kios 02, Kantor Induk"
    std::map<PersonId, PersonName> names(std::span<const PersonId> people);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
