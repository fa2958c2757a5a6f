// The terminal's own screens: for an officer's badge and PIN, with nothing of people on them.
#include <utility>

#include "device/kiosk_loop.h"
#include "wire/json.h"

namespace hadir::device {
namespace {

using Kind = PageAction::Kind;

const char* action_of(Kind kind) {
    switch (kind) {
        case Kind::admin_camera:
            return "camera";
        case Kind::admin_sound:
            return "sound";
        case Kind::admin_send:
            return "send";
        case Kind::admin_export:
            return "export";
        default:
            return "restart";
    }
}

}  // namespace

void KioskLoop::use(const MachineFacts& facts) {
    if (facts == machine_) return;
    machine_ = facts;
    if (shown_.admin) surroundings_changed_ = true;
}

void KioskLoop::tell_officer(const char* told) {
    if (shown_.state != KioskState::admin_menu) return;
    shown_.admin->told = told;
    surroundings_changed_ = true;
}

void KioskLoop::take_admin_action(const Moment& now, Kind kind, Step& step) {
    if (kind == Kind::admin_open) return open_admin(now, step);
    if (kind == Kind::admin_leave && shown_.state == KioskState::admin_kamera)
        return show(now, {KioskState::admin_menu, {}, {}, {}, {}, shown_.admin}, step);
    if (shown_.state != KioskState::admin_menu) return;
    if (kind == Kind::admin_leave) return show(now, idle(), step);
    act(now, kind, step);
}

// Without a station there is nobody to know an officer by, without storage no record of what they do.
void KioskLoop::open_admin(const Moment& now, Step& step) {
    const bool at_rest = shown_.state == KioskState::siap || shown_.state == KioskState::gangguan;
    if (!at_rest || station_ == nullptr || storage_broken_) return;
    show(now, {KioskState::admin_pin, {}, {}, {}, {}, AdminTalk{}}, step);
}

// Whether the badge belongs to this talk. Everybody else's is a check-in and ends it: people go first.
bool KioskLoop::take_officer_badge(const Moment& now, const std::string& text, Step& step) {
    const auto officer = station_->officer_of(text, now);
    if (!officer) return false;
    if (shown_.admin->officer) return shown_.admin->officer->person == officer->person;
    show(now, {KioskState::admin_pin, {}, {}, {}, PinTalk{officer->number, "", {}}, AdminTalk{*officer, ""}},
         step);
    return true;
}

void KioskLoop::take_officer_pin(const Moment& now, const std::string& pin, Step& step) {
    if (!shown_.admin->officer) return;
    const auto standing = station_->enter_officer_pin(*shown_.admin->officer, pin, now);
    if (!standing) return storage_failed(now, standing.error(), step);
    if (*standing) return show_officer_standing(now, **standing, step);
    show(now, {KioskState::admin_menu, {}, {}, {}, {}, shown_.admin}, step);
}

void KioskLoop::show_officer_standing(const Moment& now, const PinStanding& standing, Step& step) {
    Shown shown = shown_;
    shown.pin->problem = pin_problem(standing.pause);
    const bool ends = standing.pause == PinPause::person || standing.pause == PinPause::kiosk;
    shown.pin->until = ends ? std::optional(now.best() + standing.left) : std::nullopt;
    show(now, std::move(shown), step);
}

// On record first, and only then done.
void KioskLoop::act(const Moment& now, Kind kind, Step& step) {
    const auto noted = station_->note_admin(*shown_.admin->officer, action_of(kind), now);
    if (!noted) return storage_failed(now, noted.error(), step);
    Shown shown = shown_;
    shown.admin->told = "";
    if (kind == Kind::admin_camera) shown.state = KioskState::admin_kamera;
    show(now, std::move(shown), step);
    if (kind == Kind::admin_send) step.wish = Step::Wish::send;
    if (kind == Kind::admin_export) step.wish = Step::Wish::export_queue;
    if (kind == Kind::admin_restart) step.wish = Step::Wish::restart;
    if (kind != Kind::admin_restart && kind != Kind::admin_sound) return;
    shown_.admin->told = kind == Kind::admin_restart ? "RESTARTING" : "SOUND";
    tell(now, step);
}

std::string KioskLoop::admin_event(const Moment& now) const {
    if (shown_.state != KioskState::admin_menu && shown_.state != KioskState::admin_kamera) return "null";
    const auto time = [](const std::optional<UnixMs>& at) {
        return at ? std::optional(format_at(*at)) : std::nullopt;
    };
    wire::JsonWriter json;
    json.begin_object().key("camera");
    if (machine_.camera && !camera_lost_) {
        json.begin_object().field("width", machine_.camera->width).field("height", machine_.camera->height);
        json.field("fps", machine_.camera->fps).end_object();
    } else {
        json.null();
    }
    json.key("clock").begin_object().field("off_ms", now.clock.off_ms);
    json.field("source", hadir::name_of(now.clock.state)).end_object();
    json.key("roster");
    if (const auto& roster = station_->book().roster()) {
        json.begin_object().field("issued", format_at(roster->head.issued));
        json.field("people", static_cast<std::uint64_t>(roster->people.size())).end_object();
    } else {
        json.null();
    }
    json.key("sent").begin_object().field("at", time(surroundings_.sent_at));
    json.field("acked", surroundings_.acked).end_object();
    json.field("disk_free_bytes", machine_.disk_free_bytes)
        .field("certificate_until", time(machine_.certificate_until))
        .field("version", machine_.version)
        .field("told",
               *shown_.admin->told == '\0' ? std::nullopt : std::optional<std::string>(shown_.admin->told));
    return json.end_object().take();
}

}  // namespace hadir::device
