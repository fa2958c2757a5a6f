// Terminals, their incarnations and what is wrong with them. Use inside Database::read or ::transaction.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "central/branches.h"
#include "central/database.h"
#include "central/opd_scope.h"
#include "core/bytes.h"
#include "core/clock.h"
#include "core/time.h"
#include "wire/revoked.h"

namespace hadir::central {

// Where a terminal hangs.
struct Place {
    std::string opd;
    std::string office;
    std::string kiosk;
    Zone zone = Zone::wib;
};

struct Device {
    std::int64_t id = 0;  // the row; `dev` is its name outside
    DeviceId dev;
    Place place;
    UnixMs certificate_until;
    bool revoked = false;
    std::optional<PersonId> enrolled_by;      // the officer who made the code
    std::int64_t certificate_generation = 0;  // rises with each confirmation: older certificates end
};

// Where a terminal that opened an incarnation by itself says that it comes from; nothing of it is proved.
struct ClaimedPast {
    std::uint32_t inc = 1;
    std::uint64_t seq = 0;
    Hash head;
};

struct Incarnation {
    std::uint32_t inc = 1;
    PublicKey ledger_key;
    UnixMs opened;
    std::optional<UnixMs> confirmed;
    std::vector<PersonId> by;  // two officers once confirmed, none before
    std::optional<UnixMs> revoked;
    std::optional<ClaimedPast> past;
};

// Whose a ledger key is.
struct LedgerOwner {
    std::int64_t device = 0;
    std::uint32_t inc = 1;
};

// What a request from a terminal tells about it.
struct Contact {
    UnixMs at;
    std::uint64_t seq_terminal = 0;  // the newest record that the terminal has, as far as it has told
    std::optional<ClockState> clock;
};

struct ForkedLedger {
    std::uint32_t inc = 1;
    std::vector<Branch> branches;
};

struct TerminalRow {
    DeviceId dev;
    Place place;
    std::optional<UnixMs> last_contact;
    std::uint64_t seq_central = 0;
    std::uint64_t seq_terminal = 0;
    std::optional<std::string> clock;
    UnixMs certificate_until;
    bool revoked = false;
    bool confirmed = false;
    bool forked = false;
    std::optional<std::int64_t> roster;
    std::vector<Incarnation> incarnations;  // by inc
    std::vector<ForkedLedger> forks;        // ledgers with more than one branch
};

// All that the terminal recorded before `reported` has come.
struct ReportedTerminal {
    std::int64_t id = 0;
    Place place;
    UnixMs reported;
};

// Not heard of for a while: why a day is not known.
struct SilentTerminal {
    Place place;
    std::optional<UnixMs> last_contact;
};

class DevicesRepository {
public:
    explicit DevicesRepository(const Database& database) : database_(database), sql_(database.sql()) {}

    std::optional<Device> find(const DeviceId& dev);
    std::int64_t add(const DeviceId& dev, const Place& place, UnixMs now, UnixMs certificate_until,
                     const std::optional<PersonId>& enrolled_by = std::nullopt);
    // Central itself, whose decisions are records too; never in the lists of terminals.
    std::int64_t add_own(const DeviceId& dev, UnixMs now);
    std::optional<DeviceId> dev_of(std::int64_t device);
    std::vector<std::int64_t> own();  // one for each ledger key that central has had
    void set_certificate_until(std::int64_t device, UnixMs until);
    bool revoke(const DeviceId& dev, UnixMs now);  // false when there is no such terminal
    void touch(std::int64_t device, const Contact& contact);
    // Everything the terminal had recorded when it built its last request has come.
    void set_reported(std::int64_t device, UnixMs until);
    std::map<std::int64_t, UnixMs> reported();
    // Those that have reported so much more than what the judge has taken up.
    std::vector<ReportedTerminal> reported_since_judged(std::chrono::milliseconds step);
    void set_judged(std::int64_t device, UnixMs reported);

    void add_incarnation(std::int64_t device, std::uint32_t inc, const PublicKey& key, UnixMs now,
                         const std::optional<ClaimedPast>& past = std::nullopt);
    std::vector<Incarnation> incarnations(std::int64_t device);  // by inc
    std::optional<Incarnation> incarnation(std::int64_t device, std::uint32_t inc);
    std::uint32_t newest_inc(std::int64_t device);                     // 0: none
    std::optional<Incarnation> newest_confirmed(std::int64_t device);  // and not revoked
    bool confirmed_after(std::int64_t device, std::uint32_t inc);
    // Ends all certificates that the device has.
    void confirm(std::int64_t device, std::uint32_t inc, const std::vector<PersonId>& by, UnixMs now);
    void revoke_incarnation(std::int64_t device, std::uint32_t inc, UnixMs now);
    std::vector<wire::RevokedLedger> revoked_ledgers();  // with their terminal, or one by one
    std::optional<LedgerOwner> owner_of(const PublicKey& key);

    // The same alarm again changes nothing.
    void raise(std::int64_t device, const std::string& code, std::uint32_t inc, std::uint64_t seq,
               UnixMs now);

    std::optional<TerminalRow> terminal(const DeviceId& dev);
    std::vector<TerminalRow> terminals(const std::string& after_dev, int limit,
                                       const OpdScope& scope);  // by dev
    std::int64_t count(const OpdScope& scope);
    std::int64_t count_reporting(UnixMs since, const OpdScope& scope);
    std::vector<SilentTerminal> silent(UnixMs since, const OpdScope& scope);  // by OPD and kiosk

private:
    void add_ledgers(std::int64_t device, TerminalRow& row);

    const Database& database_;
    soci::session& sql_;
};

}  // namespace hadir::central
