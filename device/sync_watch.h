// What hadir-sync has fetched and heard, looked at about once a second: roster, policy, keys, receipts, time.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/clock.h"
#include "device/kiosk_loop.h"
#include "device/log_witness.h"
#include "device/roster_book.h"
#include "store/identity.h"
#include "store/sync_store.h"
#include "wire/records.h"

namespace hadir::device {

// One thread. `sync.db` may not be there yet, or be locked for a moment: then what was known stays.
class SyncWatch {
public:
    SyncWatch(std::string sync_path, std::string ledger_path, const store::Identity& identity, UnixMs built);

    struct Look {
        Surroundings surroundings;
        std::optional<std::int64_t> newest_roster;  // that the last receipt named
        std::shared_ptr<const RosterBook> book;     // set when it changed
        std::optional<wire::Version> roster;        // the files that the book was made of
        std::optional<wire::Version> policy;
        LogNews log;
        std::string trouble;  // a signed file that was not taken, for the log
    };
    [[nodiscard]] Look look(const BootId& boot, const store::LedgerHead& head);

    [[nodiscard]] const std::optional<TimeAnchor>& anchor() const { return anchor_; }
    // The latest moment that signed sources have told: no true clock is before it.
    [[nodiscard]] UnixMs floor() const { return floor_; }

private:
    struct Versions {
        std::optional<std::int64_t> keys, roster, policy;
        bool operator==(const Versions&) const = default;
    };
    [[nodiscard]] Result<void> load(const store::SyncStore& store, Look& look) const;
    void look_at_receipt(const store::SyncStore& store, const store::LedgerHead& head, Look& look);
    [[nodiscard]] std::optional<UnixMs> time_of(std::uint64_t seq);

    std::string sync_path_;
    std::string ledger_path_;
    DeviceId dev_;
    std::uint32_t inc_;
    PublicKey root_;
    std::string enrolled_keys_;
    UnixMs floor_;
    std::optional<TimeAnchor> anchor_;
    std::optional<Versions> loaded_;
    Surroundings surroundings_;
    std::optional<std::int64_t> newest_roster_;
    std::uint64_t oldest_seq_ = 0;
    std::optional<UnixMs> oldest_at_;
};

}  // namespace hadir::device
