// Holidays that BKD has added to those of the shipped rules: one-off and regional ones. Use inside
// Database::read or
// ::transaction.
#pragma once

#include <vector>

#include "central/database.h"
#include "core/rules.h"

namespace hadir::central {

class HolidaysRepository {
public:
    explicit HolidaysRepository(const Database& database) : sql_(database.sql()) {}

    // False when that day has one already.
    bool add(const Holiday& holiday);
    std::vector<Holiday> all();  // by day

private:
    soci::session& sql_;
};

}  // namespace hadir::central
