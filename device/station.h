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
#include <variant>

#include "core/clock.h"
#include "core/pin_pauses.h"
#include "core/station.h"
#include "device/camera_photo.h"
#include "device/roster_book.h"
#include "device/used_steps.h"
#include "platform/trace.h"
#include "store/identity.h"
#include "store/ledger.h"
#include "store/photo_shelf.h"
#include "store/side_shelf.h"
#include "wire/phone_badge.h"
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

// What pauses are reckoned by.
[[nodiscard]] SteadyMoment steady(const Moment& moment);

// Whether the camera's newest picture is of now.
enum class Picture : std::uint8_t { of_now, none };

// What the station has decided about one scan or PIN, before anything is written.
struct Decision {
    Scan scan;
    Outcome outcome;
    std::optional<PersonId> person;
    std::optional<std::string> name;
    std::optional<std::string> number;
    std::optional<LastCheckin> last;  // what stands already, for `sudah`
    Hash payload;                     // of the text, for a refused record
    std::string method = "badge";
    std::vector<wire::Side> sides;  // what stands beside the record
    Picture picture = Picture::of_now;
    std::optional<wire::PhoneCode> phone{};  // the code of a phone
    std::optional<std::uint64_t>
        phone_key_of{};  // an unknown one right behind this check-in by a printed badge
};

// What a person is shown: the decision and, for a check-in, its record.
struct ScanResult {
    Decision decision;
    UnixMs at;                       // the best known time
    std::uint64_t seq = 0;           // of the check-in; 0 when none was made
    std::optional<UnixMs> first_in;  // the day's first check-in of that person here
};

// A nomor presensi and the PIN to it, as typed: digits in the right number (wire/pin.h).
struct PinEntry {
    std::string number;
    std::string pin;
};
// The check-in, or `sudah`; or how PINs stand for that number now that this one did not fit.
using PinResult = std::variant<ScanResult, PinStanding>;

// Who may open the terminal's own screens, by their badge.
struct Officer {
    PersonId person;
    std::string number;
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

    // Whether the way by PIN is there at all, and whether wrong tries have closed it for the whole kiosk.
    [[nodiscard]] bool pin_allowed() const { return book_->pin_allowed(); }
    [[nodiscard]] PinStanding pin_standing(const Moment& now) const;
    [[nodiscard]] PinStanding pin_standing(std::string_view number, const Moment& now) const;
    // A number that the roster does not have, one without a PIN, and a person of another office go the way of
    // a wrong PIN, with the same work; each such try is a record before this returns.
    [[nodiscard]] Result<PinResult> enter_pin(const PinEntry& entry, Picture picture, const Moment& now);

    // Whose badge that is, if its roster row has `admin`; none for a badge that would be refused.
    [[nodiscard]] std::optional<Officer> officer_of(std::string_view text, const Moment& now) const;
    // None: the PIN fits, and that the officer is in is recorded. Wrong ones count as everywhere.
    [[nodiscard]] Result<std::optional<PinStanding>> enter_officer_pin(const Officer& officer,
                                                                       const std::string& pin,
                                                                       const Moment& now);
    // Before it is done.
    [[nodiscard]] Result<void> note_admin(const Officer& officer, const std::string& action,
                                          const Moment& now);

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

    // Whose PIN is asked for. `check` is somebody's only where `person` is set.
    struct PinHolder {
        const wire::RosterPerson* person = nullptr;
        std::optional<PersonId> named;  // by the roster, whether or not a PIN is taken from them
        wire::PinCheck check;
        Hash who;
    };

    Station(store::Ledger ledger, const store::Identity& identity, std::shared_ptr<const RosterBook> book,
            store::SideShelf sides, Random& random, platform::Trace trace);
    [[nodiscard]] static std::string key_of(const std::optional<PersonId>& person, const BadgeId& badge);
    [[nodiscard]] static std::string phone_key_of(const std::optional<PersonId>& person,
                                                  const PhoneKeyId& phone);
    [[nodiscard]] static std::string who_of(const Decision& decision);
    [[nodiscard]] Decision decide_phone(const wire::PhoneCode& code, Decision decision,
                                        const Moment& now) const;
    [[nodiscard]] Result<ScanResult> commit_phone_key(const Decision& decision, const Moment& now);
    void add_phone(wire::Checkin& checkin, const Decision& decision) const;
    void remember_phone(const Decision& decision, const Moment& now);
    void read_back_phone(const wire::Line& line);
    void remember_badge(std::uint64_t seq, const BootId& boot, std::chrono::milliseconds up);
    Result<void> read_back(const store::LedgerReader& reader, std::uint32_t inc, std::uint64_t last);
    Result<void> read_past(const store::LedgerReader& reader, const store::PastLedger& past);
    void remember(const std::string& who, std::uint64_t seq, UnixMs at, const BootId& boot,
                  std::chrono::milliseconds up, Direction direction);
    [[nodiscard]] std::optional<LastCheckin> last_of(const std::string& who, const Moment& now) const;
    [[nodiscard]] Result<ScanResult> commit_checkin(const Decision& decision, const Moment& now);
    void make_room(const Moment& now);
    void add_evidence(wire::Checkin& checkin, Picture picture, const Moment& now);
    void add_sides(std::vector<wire::Side>& sides) const;
    void settle_sides(const std::vector<wire::Side>& sides, std::uint64_t expected, std::uint64_t seq) const;
    // Whom a PIN is taken from: at the office's own door, or wherever an officer works.
    enum class PinFor : std::uint8_t { checkin, admin };
    [[nodiscard]] PinHolder pin_holder(std::string_view number, PinFor use = PinFor::checkin) const;
    [[nodiscard]] Result<PinStanding> count_wrong_pin(const PinHolder& holder, const Moment& now);
    [[nodiscard]] Decision decide_pin(const PinHolder& holder, Picture picture, const Moment& now) const;
    [[nodiscard]] std::vector<wire::Side> sealed_pin(const PersonId& person, const std::string& pin,
                                                     const Moment& now) const;
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
    Likeness likeness_;
    store::SideShelf sides_;
    Random* random_;
    Hash pin_secret_;  // without it no record tells whose number was tried
    PinPauses pin_pauses_;
    std::optional<PastEnd> past_;  // where the incarnation before this one ended
    std::shared_ptr<const RosterBook> book_;
    platform::Trace trace_;
    std::optional<std::int64_t> newest_roster_;
    std::optional<std::int64_t> previous_up_ms_;
    std::map<std::string, Seen> seen_;               // by person, or by badge when no roster names it
    std::map<std::uint64_t, std::string> chooser_;   // seq of the newest check-ins -> who
    std::map<std::string, wire::Version> in_force_;  // by kind, as last recorded
    struct BadgeShown {
        std::uint64_t seq = 0;
        BootId boot;
        std::chrono::milliseconds up{0};
    };
    std::optional<BadgeShown> last_badge_;  // the newest check-in by a printed badge, in this incarnation
    UsedSteps used_steps_;
    std::deque<std::chrono::milliseconds> unknown_phones_;  // check-ins of the last hour
    std::map<Hash, Refusal> refusals_;
    std::deque<std::chrono::milliseconds> refusals_recorded_;
};

}  // namespace hadir::device
