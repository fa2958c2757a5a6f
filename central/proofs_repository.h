// What a proof file needs of one record. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>

#include "central/database.h"
#include "wire/batch.h"
#include "wire/line.h"
#include "wire/receipt.h"

namespace hadir::central {

struct ProvedRecord {
    wire::SignedLine line;
    Hash prev;                        // h_{n-1} on its branch
    wire::DeviceStatement statement;  // as of now, unsigned
};

class ProofsRepository {
public:
    explicit ProofsRepository(const Database& database) : sql_(database.sql()) {}

    std::optional<std::int64_t> find(const wire::LineId& id);  // the row that was stored first
    std::optional<ProvedRecord> record(std::int64_t id);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
