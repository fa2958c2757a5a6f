// The station of one enrolled terminal: takes the text of a badge, decides, and writes the record. It never
// shows anything: what it returns has happened.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/station.h"
#include "device/camera_photo.h"
#include "device/roster_book.h"
#include "platform/trace.h"
#include "store/identity.h"
#include "store/ledger.h"
#include "store/photo_shelf.h"
#include "wire/records.h"

namespace hadir::device {

// Now, on both clocks, and how far the wall clock is trusted.
struct Moment {
    UnixMs wall;
    std::chrono::milliseconds up{0};
    BootId boot;
    ClockReading clock;

    [[nodiscard]] UnixMs best() const { return best_time(wall, clock); }
};

// What the station has decided about one scan, before anything is written.
struct Decision {
    Scan scan;
    Outcome outcome;
    std::optional<PersonId> person;
    std::optional<std::string> name;
    std::optional<std::string> number;
    std::optional<LastCheckin> last;  // what stands already, for `sudah`
    Hash payload;                     // of the text, for a refused record
};

// What a person is shown: the decision and, for a check-in, its record.
struct ScanResult {
    Decision decision;
    UnixMs at;                       // the best known time
    std::uint64_t seq = 0;           // of the check-in; 0 when none was made
    std::optional<UnixMs> first_in;  // the day's first check-in of that person here
};

// One thread. Roster and receipt facts are handed in as they change.
class Station {
public:
    // Reads back the newest check-ins, those of the incarnation before too, so that neither a restart nor a
    // new key forgets anybody.
    [[nodiscard]] static Result<Station> open(const store::Identity& identity, const std::string& ledger_path,
                                              Random& random, platform::Trace trace,
                                              const std::string& vfs = {});

    void use(std::shared_ptr<const RosterBook> book) { book_ = std::move(book); }
    void use_newest_roster(std::optional<std::int64_t> version) { newest_roster_ = version; }
    // Where photographs come from and where they wait; the source outlives its use here. Until then none are
    // taken, whatever policy asks.
    void use(PhotoSource* photos, store::PhotoShelf shelf) { photos_ = {photos, std::move(shelf)}; }
    [[nodiscard]] const RosterBook& book() const { return *book_; }

    [[nodiscard]] Decision decide(std::string_view text, const Moment& now) const;
    // Writes what the decision leads to. For a check-in the value says that the record is on the disk.
    [[nodiscard]] Result<ScanResult> commit(const Decision& decision, const Moment& now);
    // The choice on the screen, naming the check-in.
    [[nodiscard]] Result<void> choose_direction(std::uint64_t of, Direction direction, const Moment& now);
    // Says that from here on this file (kind roster or policy) is in force; nothing if that was said already.
    [[nodiscard]] Result<void> note_version(const std::string& kind, const wire::Version& version,
                                            const Moment& now);
    // Any other record: boot, clock, alarm.
    [[nodiscard]] Result<void> note(const std::string& kind, const std::string& body, const Moment& now);
    // The first records of an incarnation that has none yet: where the one before ended, and the alarm.
    [[nodiscard]] Result<void> begin_incarnation(const Moment& now);

    [[nodiscard]] const store::LedgerHead& head() const { return ledger_.head(); }
    [[nodiscard]] const DeviceId& dev() const { return dev_; }
    [[nodiscard]] std::uint32_t inc() const { return ledger_.inc(); }
    // Since boot, of the newest record before this start, whatever boot it was.
    [[nodiscard]] std::optional<std::int64_t> previous_up_ms() const { return previous_up_ms_; }

private:
    struct Seen {
        std::uint64_t seq = 0;
        UnixMs at;
        BootId boot;
        std::chrono::milliseconds up{0};
        Direction direction = Direction::automatic;
        UnixMs first_in;  // of the same presence day
    };
    struct Refusal {
        std::chrono::milliseconds recorded_up{0};
        std::int64_t unrecorded = 0;
    };

    Station(store::Ledger ledger, const DeviceId& dev, std::shared_ptr<const RosterBook> book,
            platform::Trace trace);
    Result<void> read_back(const store::LedgerReader& reader, std::uint32_t inc, std::uint64_t last);
    Result<void> read_past(const store::LedgerReader& reader, const store::PastLedger& past);
    void remember(const std::string& who, std::uint64_t seq, UnixMs at, const BootId& boot,
                  std::chrono::milliseconds up, Direction direction);
    [[nodiscard]] std::optional<LastCheckin> last_of(const std::string& who, const Moment& now) const;
    [[nodiscard]] Result<ScanResult> commit_checkin(const Decision& decision, const Moment& now);
    void make_room(const Moment& now);
    void add_evidence(wire::Checkin& checkin, const Moment& now) const;
    void settle_evidence(const wire::Checkin& checkin, std::uint64_t expected, std::uint64_t seq) const;
    [[nodiscard]] Result<void> commit_refusal(const Decision& decision, const Moment& now);
    [[nodiscard]] Result<store::Committed> append(const std::string& kind, const std::string& body,
                                                  const Moment& now);

    struct PastEnd {
        std::uint32_t inc = 1;
        store::LedgerHead head;
    };

    struct Photos {
        PhotoSource* source = nullptr;
        std::optional<store::PhotoShelf> shelf;
    };

    store::Ledger ledger_;
    DeviceId dev_;
    Photos photos_;
    std::optional<PastEnd> past_;  // where the incarnation before this one ended
    std::shared_ptr<const RosterBook> book_;
    platform::Trace trace_;
    std::optional<std::int64_t> newest_roster_;
    std::optional<std::int64_t> previous_up_ms_;
    std::map<std::string, Seen> seen_;               // by person, or by badge when no roster names it
    std::map<std::uint64_t, std::string> chooser_;   // seq of the newest check-ins -> who
    std::map<std::string, wire::Version> in_force_;  // by kind, as last recorded
    std::map<Hash, Refusal> refusals_;
    std::deque<std::chrono::milliseconds> refusals_recorded_;
};

}  // namespace hadir::device
