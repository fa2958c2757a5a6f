// `sync.db`: receipts, time anchors, the newest signed files and how talking to central went. hadir-sync
// writes it, hadir-kiosk reads it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"
#include "store/database.h"

namespace hadir::store {

struct StoredFile {
    std::int64_t version = 0;
    std::string bytes;  // as received, with its signature
    std::string etag;
};

struct StoredReceipt {
    std::uint64_t acked = 0;
    Hash head;
    std::string receipt;  // the signed text
};

// Signed server time that answered our own nonce, by the steady clock of its boot.
struct Anchor {
    BootId boot;
    std::chrono::milliseconds up{0};  // since boot, when the answer had come
    UnixMs server;                    // the server's clock at about that moment
    std::chrono::milliseconds uncertainty{0};
};

struct Contact {
    std::optional<UnixMs> ok_at;  // last answer that central signed or served
    std::optional<UnixMs> tried_at;
    std::optional<UnixMs> since;  // since when `connected` is as it is
    bool connected = false;
    int failures = 0;  // in a row
    std::optional<std::string> problem;
    std::optional<UnixMs> retry_at;  // no round by itself before it
    std::optional<LocalDay> night;   // whose nightly round was made last
};

// A checkpoint of central's log that was verified; the note is as signed.
struct HeldCheckpoint {
    std::string origin;
    std::uint64_t size = 0;
    std::string note;
};

// For the kiosk to write down: only it may write the ledger.
struct SyncAlarm {
    std::string code;
    std::string detail;
    bool operator==(const SyncAlarm&) const = default;
};

// Not shared between threads. Every failure is STORAGE.
class SyncStore {
public:
    [[nodiscard]] static Result<SyncStore> open(const std::string& path, Access access,
                                                const std::string& vfs = {});

    // kind: roster, policy or keys.
    [[nodiscard]] Result<std::optional<StoredFile>> file(std::string_view kind) const;
    // Only the version: cheap enough to be asked every second.
    [[nodiscard]] Result<std::optional<std::int64_t>> file_version(std::string_view kind) const;
    [[nodiscard]] Result<void> put_file(std::string_view kind, const StoredFile& file, UnixMs now);

    // The roster's version, once nothing of an older one is left in the file or its log; none while there is
    // no roster, or a reader was in the way.
    [[nodiscard]] Result<std::optional<std::int64_t>> only_roster();

    [[nodiscard]] Result<std::optional<StoredReceipt>> receipt(std::uint32_t inc) const;
    // The receipt and, when there is one, the time it brings: both or none.
    [[nodiscard]] Result<void> put_receipt(std::uint32_t inc, const StoredReceipt& receipt,
                                           const std::optional<Anchor>& anchor, UnixMs now);

    [[nodiscard]] Result<std::optional<Anchor>> newest_anchor(const BootId& boot) const;

    // The latest server time that was ever proved to this terminal, whatever boot it was in.
    [[nodiscard]] Result<std::optional<UnixMs>> latest_server_time() const;

    [[nodiscard]] Result<Contact> contact() const;
    [[nodiscard]] Result<void> put_contact(const Contact& contact);

    [[nodiscard]] Result<std::optional<HeldCheckpoint>> checkpoint() const;  // taken last, of whatever log
    [[nodiscard]] Result<std::optional<HeldCheckpoint>> checkpoint_of(const std::string& origin) const;
    [[nodiscard]] Result<void> put_checkpoint(const HeldCheckpoint& checkpoint, UnixMs now);

    [[nodiscard]] Result<std::vector<SyncAlarm>> alarms() const;           // the oldest first
    [[nodiscard]] Result<void> raise(const SyncAlarm& alarm, UnixMs now);  // the same again changes nothing

    // Everything: what an earlier enrolment left says nothing about this one.
    [[nodiscard]] Result<void> forget();

private:
    explicit SyncStore(Database database) : database_(std::move(database)) {}
    Database database_;
    std::optional<std::int64_t> only_roster_;
};

}  // namespace hadir::store
