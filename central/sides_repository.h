// Side data of records: what may be erased (docs/formats.md 5). Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/records_repository.h"
#include "core/bytes.h"
#include "wire/side.h"

namespace hadir::central {

// What is kept under one field of a record.
struct StoredSide {
    std::string field;
    std::optional<wire::Side> side;  // none: erased
};

struct SidePlace {
    std::int64_t record = 0;
    std::string field;
};

// A value that is no one person's: it may name anybody.
struct FreeText {
    SidePlace place;
    std::string value;
};

struct PlacedLine {
    std::int64_t record = 0;
    std::string line;
};

// An erased value of one ledger.
struct ErasedSide {
    std::uint32_t inc = 1;
    std::uint64_t seq = 1;
    std::string field;
};

class SidesRepository {
public:
    explicit SidesRepository(const Database& database) : sql_(database.sql()) {}

    // The same again changes nothing; what was erased stays so.
    void add(std::int64_t record, const wire::Side& side, const std::optional<PersonId>& whose);
    void add_erased(const SidePlace& place, const std::optional<PersonId>& whose);
    std::vector<StoredSide> of_record(std::int64_t record);  // by field
    std::vector<FreeText> free_texts();
    std::vector<ErasedSide> erased_of(std::int64_t device);

    void erase(const SidePlace& place);
    void erase_of(const PersonId& person);

    // Each branch may have a record there.
    std::vector<PlacedLine> lines_at(const LedgerPlace& ledger, std::uint64_t seq);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
