// The kiosk's behaviour as a step function: now and what happened go in; events for the page and the next
// wait come out. No thread, no camera, no socket here. States and events: docs/kiosk-socket.md.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/clock_watch.h"
#include "device/camera.h"
#include "device/hint.h"
#include "device/page_action.h"
#include "device/station.h"

namespace hadir::device {

enum class KioskState : std::uint8_t {
    siap,
    membaca,
    masuk,
    pulang,
    arah,
    sudah,
    periksa,
    ditolak,
    pin_nomor,
    pin,
    admin_daftar,
    admin_pin,
    admin_menu,
    admin_kamera,
    gangguan
};
[[nodiscard]] const char* name_of(KioskState state);

// What an entry has led to: WRONG PAUSED OFFICER KIOSK_PAUSED.
[[nodiscard]] const char* pin_problem(PinPause pause);

// What stands on every screen and is configured, not recorded.
struct KioskLabels {
    std::string province;
    std::string kiosk = "Kios";  // until a roster names it
    std::string office;
    std::string contact;  // "ext. 214"
    bool demo = false;
    std::int64_t screen_mm = 345;  // width of the screen
    std::int64_t volume = 80;      // percent
    std::string language = "id";
};

// How the network half is doing; read from sync.db by the caller.
struct Surroundings {
    bool connected = false;
    std::optional<UnixMs> connected_since;
    std::uint64_t waiting = 0;  // records without a receipt
    std::optional<UnixMs> oldest_waiting;
    std::uint64_t acked = 0;
    std::optional<UnixMs> sent_at;           // when central answered last
    std::optional<std::string> fingerprint;  // while a second officer still has to compare it
    bool operator==(const Surroundings&) const = default;
};

// What an officer is shown of the machine; nothing of people.
struct MachineFacts {
    struct Camera {
        int width = 0;
        int height = 0;
        int fps = 0;
        bool operator==(const Camera&) const = default;
    };
    std::optional<Camera> camera;
    std::uint64_t disk_free_bytes = 0;
    std::optional<UnixMs> certificate_until;
    std::string version;
    bool operator==(const MachineFacts&) const = default;
};

struct Happened {
    CameraState camera = CameraState::starting;
    std::vector<std::string> texts;  // what the newest frame said
    std::vector<PageAction> actions;
    bool page_connected = false;  // a page came: it must be told everything
    std::optional<Hint> hint;     // what would help to read what stands before the lens
};

struct Step {
    std::vector<std::string> events;   // JSON, in order
    bool announced = false;            // one of them is the result of a scan
    std::optional<std::string> enrol;  // the text of an enrolment QR, for hadir-sync
    // An officer wants it, and that stands on record. What came of `send` and `export_queue` the caller
    // tells.
    enum class Wish : std::uint8_t { none, send, export_queue, restart } wish = Wish::none;
    std::chrono::milliseconds wait{1000};  // at most, until the next step
};

class KioskLoop {
public:
    explicit KioskLoop(KioskLabels labels) : labels_(std::move(labels)) {}

    // Null: this terminal is not enrolled. The station outlives its use here.
    void use(Station* station) { station_ = station; }
    void use(const Surroundings& surroundings);
    void use(const MachineFacts& facts);
    // What came of an officer's wish: SENT EXPORTED NO_MEDIUM FAILED; nobody may be there any more.
    void tell_officer(const char* told);
    // There is an identity, but its ledger does not open: that is no matter of enrolment.
    void ledger_opens(bool opens) { ledger_opens_ = opens; }
    // hadir-sync has taken the QR, and there is still no identity: the next one may be shown.
    void enrolment_is_over() { enrolling_ = false; }
    // Nobody is in the middle of anything: the station may be changed.
    [[nodiscard]] bool is_at_rest() const {
        return !pending_ && shown_.state != KioskState::arah && !shown_.pin && !shown_.admin;
    }

    [[nodiscard]] Step step(const Moment& now, const Happened& happened);

private:
    // Somebody is typing. What stands wrong with the last entry is shown beside the keys.
    struct PinTalk {
        std::string number;           // once it was given
        const char* problem = "";     // empty: none
        std::optional<UnixMs> until;  // when one may try again
    };
    // An officer is at the terminal's own screens, or about to be.
    struct AdminTalk {
        std::optional<Officer> officer;  // once their badge was shown
        const char* told = "";           // what the last button led to; empty: nothing yet
    };
    struct Shown {
        KioskState state = KioskState::siap;
        std::optional<std::chrono::milliseconds> until;  // since boot
        std::optional<ScanResult> result;
        std::string trouble;  // code of gangguan and admin_daftar
        std::optional<PinTalk> pin{};
        std::optional<AdminTalk> admin{};
    };

    void show(const Moment& now, Shown shown, Step& step);
    void tell(const Moment& now, Step& step);
    void watch_clock(const Moment& now, Step& step);
    void watch_camera(const Moment& now, CameraState camera, Step& step);
    void finish_scan(const Moment& now, Step& step);
    void take_texts(const Moment& now, const std::vector<std::string>& texts, Step& step);
    void take_enrolment(const Moment& now, const std::string& text, Step& step);
    void take_action(const Moment& now, const PageAction& action, Step& step);
    void choose_direction(const Moment& now, const PageAction& action, Step& step);
    void open_pin(const Moment& now, Step& step);
    void take_number(const Moment& now, const std::string& number, Step& step);
    void take_pin(const Moment& now, const std::string& pin, Step& step);
    void show_standing(const Moment& now, const PinStanding& standing, Step& step);
    void take_admin_action(const Moment& now, PageAction::Kind kind, Step& step);
    void open_admin(const Moment& now, Step& step);
    void take_officer_pin(const Moment& now, const std::string& pin, Step& step);
    void act(const Moment& now, PageAction::Kind kind, Step& step);
    [[nodiscard]] bool take_officer_badge(const Moment& now, const std::string& text, Step& step);
    void show_officer_standing(const Moment& now, const PinStanding& standing, Step& step);
    [[nodiscard]] std::string admin_event(const Moment& now) const;
    [[nodiscard]] bool pin_open(const Moment& now) const;
    [[nodiscard]] std::string pin_event(const Moment& now) const;
    [[nodiscard]] bool looks_for_a_code() const;
    void watch_hint(const Moment& now, const std::optional<Hint>& hint);
    void storage_failed(const Moment& now, const Error& error, Step& step);
    void try_storage_again(const Moment& now, Step& step);
    [[nodiscard]] Shown idle() const;
    [[nodiscard]] Shown shown_for(const ScanResult& result, const Moment& now) const;
    [[nodiscard]] std::string event(const Moment& now) const;
    [[nodiscard]] std::string record_number(std::uint64_t seq) const;

    KioskLabels labels_;
    Station* station_ = nullptr;
    Surroundings surroundings_;
    MachineFacts machine_;
    bool surroundings_changed_ = false;
    std::optional<Hint> hint_shown_;
    std::optional<Hint> hint_seen_;
    std::chrono::milliseconds hint_since_{0};
    Shown shown_;
    std::uint64_t events_ = 0;
    std::optional<std::string> pending_;              // read, not yet decided
    std::map<Hash, std::chrono::milliseconds> held_;  // texts in view, last seen
    std::optional<std::chrono::milliseconds> camera_silent_since_;
    bool camera_lost_ = false;
    bool enrolling_ = false;
    bool ledger_opens_ = true;
    bool storage_broken_ = false;
    std::chrono::milliseconds storage_tried_{0};
    ClockWatch clock_;
    std::optional<std::int64_t> minute_told_;
};

}  // namespace hadir::device
