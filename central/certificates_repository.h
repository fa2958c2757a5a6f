// Which certificates of a terminal are still good, and which nonces are used up. Use inside Database::read or
// ::transaction.
#pragma once

#include <cstdint>

#include "central/database.h"
#include "central/devices_repository.h"
#include "core/bytes.h"
#include "core/time.h"

namespace hadir::central {

class CertificatesRepository {
public:
    explicit CertificatesRepository(const Database& database) : sql_(database.sql()) {}

    // Of the device's present generation.
    void add(const Device& device, const Hash& fingerprint);
    bool is_good(const Device& device, const Hash& fingerprint);

    // False when it was used before. Those from before `forget` can be made no more and go.
    bool use_nonce(const Nonce& nonce, UnixMs now, UnixMs forget);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
