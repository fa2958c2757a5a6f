// The bodies of the records that a terminal makes (docs/formats.md 2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "wire/json.h"
#include "wire/side.h"

namespace hadir::wire {

struct Evidence {
    Hash sha256;  // of the sealed, padded file
    std::uint64_t bytes = 0;
};

struct Checkin {
    BadgeId badge;                   // zero, and null in the line, when none was shown
    std::optional<PersonId> person;  // null when no roster names the badge
    std::string method = "badge";    // badge phone pin legacy adms
    std::string dir = "auto";        // in out auto: a hint; the judge uses first and last
    std::vector<std::string> marks;
    std::optional<std::int64_t> roster;
    std::optional<std::int64_t> policy;
    std::optional<PhoneKeyId> phone;    // whose key made the code
    std::optional<std::uint32_t> step;  // of the phone's code
    std::vector<Evidence> evidence;
    std::vector<Side> sides;          // their digests stand in the line; they are not read back
    std::optional<Bytes> phone_code;  // the whole code, where no roster names its key: central proves it
};
[[nodiscard]] std::string write_checkin(const Checkin& checkin);
[[nodiscard]] Result<Checkin> parse_checkin(const Json& body);

// A person shows their printed badge and then the code of a phone whose key no roster names: the key is
// theirs.
struct PhoneKeyShown {
    std::uint64_t of = 1;  // the seq of the check-in by the printed badge, same inc
    Bytes code;
    std::vector<Evidence> evidence;
};
[[nodiscard]] std::string write_phone_key(const PhoneKeyShown& shown);
[[nodiscard]] Result<PhoneKeyShown> parse_phone_key(const Json& body);

struct Direction {
    std::uint64_t of = 1;  // the seq of the check-in, same inc
    std::string dir;       // in or out
};
[[nodiscard]] std::string write_direction(const Direction& direction);
[[nodiscard]] Result<Direction> parse_direction(const Json& body);

[[nodiscard]] std::string write_refused(const std::string& code, std::int64_t count, const Hash& payload);

// A wrong PIN: a refused record too. The pauses are reckoned from these, also after a restart.
struct WrongPin {
    Hash who;  // stands for number and typo check; only this terminal's ledger key makes it
    std::optional<PersonId> person;  // null when no roster names the number
};
[[nodiscard]] std::string write_wrong_pin(const WrongPin& wrong);
[[nodiscard]] std::optional<WrongPin> find_wrong_pin(
    const Json& refused_body);  // none: refused for another reason
// What an officer did at the terminal: open camera sound send export restart. `open` has the sealed PIN
// beside.
struct AdminAct {
    std::string action;
    PersonId person;
    std::vector<Side> sides;  // as in a check-in
};
[[nodiscard]] std::string write_admin(const AdminAct& act);

[[nodiscard]] std::string write_boot(const std::string& version, std::optional<std::int64_t> prev_up_ms);
[[nodiscard]] std::string write_clock(const std::string& from, const std::string& to, std::int64_t jump_ms,
                                      const std::string& reason);
// config, roster, policy: which version is in force from here on.
struct Version {
    std::int64_t version = 0;
    Hash sha256;  // of the whole file
    bool operator==(const Version&) const = default;
};
[[nodiscard]] std::string write_version(const Version& version);
[[nodiscard]] Result<Version> parse_version(const Json& body);
[[nodiscard]] std::string write_checkpoint_note(const std::string& note);
// The first line of an incarnation: where the terminal's ledger ended in the one before.
[[nodiscard]] std::string write_incarnation_start(std::uint32_t prev_inc, std::uint64_t prev_seq,
                                                  const Hash& prev_head);
[[nodiscard]] std::string write_alarm(const std::string& code, const std::string& detail);

}  // namespace hadir::wire
