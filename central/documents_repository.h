// Documents that came and that no paper names yet. Use inside Database::transaction.
#pragma once

#include <cstdint>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"

namespace hadir::central {

class DocumentsRepository {
public:
    explicit DocumentsRepository(const Database& database) : sql_(database.sql()) {}

    void add(const Hash& document, const PersonId& uploader, UnixMs now);
    [[nodiscard]] std::int64_t count(const PersonId& uploader);
    bool remove(const Hash& document, const PersonId& uploader);  // false when it is not there
    [[nodiscard]] bool waits(const Hash& document);
    std::vector<Hash> take_older(UnixMs before);  // and takes their rows away

private:
    soci::session& sql_;
};

}  // namespace hadir::central
