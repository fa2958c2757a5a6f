// Who was erased, and which terminals have yet to tell that nothing is left with them. Use inside
// Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"

namespace hadir::central {

struct Erasure {
    PersonId person;
    UnixMs at;
    bool operator==(const Erasure&) const = default;
};

// One terminal that held a roster when somebody was erased.
struct ErasureTerminal {
    PersonId person;
    DeviceId dev;
    std::string kiosk;
    std::string office;
    bool revoked = false;
    std::optional<UnixMs> done;  // it holds a roster without the person, and nothing older
};

class ErasuresRepository {
public:
    explicit ErasuresRepository(const Database& database) : sql_(database.sql()) {}

    bool add(const Erasure& erasure);  // false: it is there already
    std::vector<Erasure> all();        // by time
    bool holds(const PersonId& person);

    // From now on each terminal that ever got a roster owes the word that it has a newer one.
    void await_terminals(const Erasure& erasure);
    // The terminal tells that it holds this version of its roster and no older one.
    void acknowledge(std::int64_t device, std::int64_t roster, UnixMs now);
    std::vector<ErasureTerminal> terminals();  // by person, open ones first

    // Whether pages of the file may still hold what was erased.
    bool is_unscrubbed();
    void scrubbed(UnixMs now);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
