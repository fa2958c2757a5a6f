// Second factors of accounts and the recovery codes beside them. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"
#include "pki/totp.h"

namespace hadir::central {

struct Factor {
    pki::TotpSecret secret;
    bool proved = false;    // a code has shown that somebody's app has the secret
    std::int64_t step = 0;  // the newest whose code was used
};

class FactorsRepository {
public:
    explicit FactorsRepository(const Database& database) : sql_(database.sql()) {}

    std::optional<Factor> find(const std::string& account);
    // In place of whatever was there; recovery codes go.
    void put(const std::string& account, const Factor& factor, UnixMs now);
    void set_step(const std::string& account, std::int64_t step);
    void remove(const std::string& account);  // with its recovery codes

    void put_recovery(const std::string& account, const std::vector<Hash>& codes);
    bool use_recovery(const std::string& account, const Hash& code);  // false when there is no such code

private:
    soci::session& sql_;
};

}  // namespace hadir::central
