// One-time codes that open a person's account, and people's PINs. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"
#include "wire/pin.h"

namespace hadir::central {

struct PersonCodeRow {
    PersonId person;
    std::string secret;  // Argon2id text
    UnixMs expires;
    int wrong = 0;
};

struct StoredPin {
    std::string hash;  // Argon2id text: what central compares with
    wire::PinCheck check;
    UnixMs set;
};

class PersonCodesRepository {
public:
    explicit PersonCodesRepository(const Database& database) : sql_(database.sql()) {}

    void put(const std::string& slot, const PersonCodeRow& code);  // in place of the person's earlier one
    std::optional<PersonCodeRow> find(const std::string& slot);
    void count_wrong(const std::string& slot);
    void remove_of(const PersonId& person);

    void set_pin(const PersonId& person, const StoredPin& pin);
    std::optional<StoredPin> pin_of(const PersonId& person);
    std::vector<std::pair<PersonId, wire::PinCheck>> checks_of_opd(const std::string& opd);
    void remove_pin(const PersonId& person);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
