// Which record names which sealed photograph: made from records, never edited by hand. Use inside
// Database::read or
// ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "central/database.h"
#include "central/opd_scope.h"
#include "core/bytes.h"
#include "wire/line.h"

namespace hadir::central {

class EvidenceRepository {
public:
    explicit EvidenceRepository(const Database& database) : sql_(database.sql()) {}

    void add(std::int64_t record, std::int64_t device, const Hash& sha256);  // the same again changes nothing
    void clear();

    [[nodiscard]] bool is_named(std::int64_t device, const Hash& sha256);
    // The first record that names it; none when any that does is outside the scope.
    [[nodiscard]] std::optional<wire::LineId> find(const Hash& sha256, const OpdScope& scope);
    // Whose check-ins name it, as far as anybody knows.
    [[nodiscard]] std::vector<PersonId> people_on(const Hash& sha256);
    // Named by a check-in of somebody who was erased.
    [[nodiscard]] bool is_of_erased(const Hash& sha256);
    [[nodiscard]] std::vector<Hash> of_erased();

private:
    soci::session& sql_;
};

}  // namespace hadir::central
