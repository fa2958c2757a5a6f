// Sealed PINs that wait, and what came of those that were opened. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"

namespace hadir::central {

struct SealedPin {
    std::int64_t record = 0;
    std::string line;
    Hash hash;          // the record's
    std::string value;  // as the terminal sent it
    UnixMs latest;      // when it was entered, at the latest
};

class PinsRepository {
public:
    explicit PinsRepository(const Database& database) : sql_(database.sql()) {}

    void expect(std::int64_t record);           // its sealed PIN has come
    std::vector<SealedPin> waiting(int limit);  // without those that were erased meanwhile
    void settle(std::int64_t record);
    void add_verdict(const Hash& hash, const std::string& verdict);  // the first stays

private:
    soci::session& sql_;
};

}  // namespace hadir::central
