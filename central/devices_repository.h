// Terminals, their incarnations and what is wrong with them. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/clock.h"
#include "core/time.h"

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
};

struct Incarnation {
    std::uint32_t inc = 1;
    PublicKey ledger_key;
    bool confirmed = false;
};

// What a request from a terminal tells about it.
struct Contact {
    UnixMs at;
    std::uint64_t seq_terminal = 0;  // the newest record that the terminal has, as far as it has told
    std::optional<ClockState> clock;
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
};

class DevicesRepository {
public:
    explicit DevicesRepository(const Database& database) : sql_(database.sql()) {}

    std::optional<Device> find(const DeviceId& dev);
    std::int64_t add(const DeviceId& dev, const Place& place, UnixMs now, UnixMs certificate_until);
    bool revoke(const DeviceId& dev, UnixMs now);  // false when there is no such terminal
    void touch(std::int64_t device, const Contact& contact);

    void add_incarnation(std::int64_t device, std::uint32_t inc, const PublicKey& key, UnixMs now);
    std::optional<Incarnation> incarnation(std::int64_t device, std::uint32_t inc);
    std::uint32_t newest_inc(std::int64_t device);  // 0: none
    bool has_ledger_key(const PublicKey& key);

    // The same alarm again changes nothing.
    void raise(std::int64_t device, const std::string& code, std::uint32_t inc, std::uint64_t seq,
               UnixMs now);

    std::optional<TerminalRow> terminal(const DeviceId& dev);
    std::vector<TerminalRow> terminals(const std::string& after_dev, int limit);  // by dev
    std::int64_t count();
    std::int64_t count_reporting(UnixMs since);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
