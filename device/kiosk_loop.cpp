#include "device/kiosk_loop.h"

#include <cstdlib>

#include "wire/enrolment.h"
#include "wire/json.h"
#include "wire/records.h"

namespace hadir::device {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kReadingMax{1000};  // `membaca` that lasts longer means that the disk hangs
constexpr milliseconds kHeldFor{1500};     // a badge out of view for so long is a new scan when it returns
constexpr milliseconds kCameraStartMax{2000};
constexpr milliseconds kStorageRetry{5000};
constexpr milliseconds kTick{1000};
constexpr milliseconds kHintSteady{500};
constexpr std::size_t kHeldMax = 16;

milliseconds show_time(KioskState state) {
    switch (state) {
        case KioskState::masuk:
        case KioskState::pulang:
            return milliseconds(2500);
        case KioskState::arah:
            return seconds(6);
        case KioskState::sudah:
        case KioskState::periksa:
            return seconds(3);
        case KioskState::ditolak:
            return seconds(5);
        case KioskState::membaca:
            return kReadingMax;
        case KioskState::pin_nomor:
        case KioskState::pin:
            return seconds(30);
        case KioskState::admin_pin:
        case KioskState::admin_menu:
        case KioskState::admin_kamera:
            return seconds(120);
        case KioskState::siap:
        case KioskState::admin_daftar:
        case KioskState::gangguan:
            break;  // until something happens
    }
    return milliseconds(0);
}

}  // namespace

const char* name_of(KioskState state) {
    switch (state) {
        case KioskState::siap:
            return "siap";
        case KioskState::membaca:
            return "membaca";
        case KioskState::masuk:
            return "masuk";
        case KioskState::pulang:
            return "pulang";
        case KioskState::arah:
            return "arah";
        case KioskState::sudah:
            return "sudah";
        case KioskState::periksa:
            return "periksa";
        case KioskState::ditolak:
            return "ditolak";
        case KioskState::pin_nomor:
            return "pin_nomor";
        case KioskState::pin:
            return "pin";
        case KioskState::admin_daftar:
            return "admin_daftar";
        case KioskState::admin_pin:
            return "admin_pin";
        case KioskState::admin_menu:
            return "admin_menu";
        case KioskState::admin_kamera:
            return "admin_kamera";
        case KioskState::gangguan:
            return "gangguan";
    }
    return "gangguan";
}

void KioskLoop::use(const Surroundings& surroundings) {
    if (surroundings == surroundings_) return;
    surroundings_ = surroundings;
    surroundings_changed_ = true;
}

Step KioskLoop::step(const Moment& now, const Happened& happened) {
    Step step;
    watch_clock(now, step);
    watch_camera(now, happened.camera, step);
    if (pending_) finish_scan(now, step);
    for (const PageAction& action : happened.actions)
        take_action(now, action, step);
    take_texts(now, happened.texts, step);
    watch_hint(now, happened.hint);
    if (!pending_ && shown_.until && now.up >= *shown_.until) show(now, idle(), step);
    if (storage_broken_ && now.up - storage_tried_ >= kStorageRetry) try_storage_again(now, step);
    // An idle kiosk that has nothing new to say still corrects the page's clock once a minute.
    const std::int64_t minute = now.wall.value / 60'000;
    const bool stale = happened.page_connected || surroundings_changed_ || minute_told_ != minute;
    if (step.events.empty() && stale) tell(now, step);
    step.wait = pending_ ? milliseconds(0) : kTick;
    if (shown_.until) step.wait = std::clamp(*shown_.until - now.up, milliseconds(0), step.wait);
    return step;
}

void KioskLoop::show(const Moment& now, Shown shown, Step& step) {
    shown_ = std::move(shown);
    const milliseconds span = show_time(shown_.state);
    shown_.until = span > milliseconds(0) ? std::optional(now.up + span) : std::nullopt;
    tell(now, step);
}

void KioskLoop::tell(const Moment& now, Step& step) {
    ++events_;
    surroundings_changed_ = false;
    minute_told_ = now.wall.value / 60'000;
    step.events.push_back(event(now));
}

KioskLoop::Shown KioskLoop::idle() const {
    if (station_ == nullptr && !ledger_opens_) return {KioskState::gangguan, {}, {}, "PENYIMPANAN"};
    if (station_ == nullptr)
        return {KioskState::admin_daftar, {}, {}, enrolling_ ? "MENDAFTAR" : "BELUM_TERDAFTAR"};
    if (storage_broken_) return {KioskState::gangguan, {}, {}, "PENYIMPANAN"};
    if (camera_lost_) return {KioskState::gangguan, {}, {}, "KAMERA"};
    return {};
}

bool KioskLoop::looks_for_a_code() const {
    return shown_.state == KioskState::siap || shown_.state == KioskState::membaca ||
           shown_.state == KioskState::admin_daftar || shown_.state == KioskState::admin_kamera;
}

// A hint that comes and goes with every frame helps nobody.
void KioskLoop::watch_hint(const Moment& now, const std::optional<Hint>& hint) {
    if (hint != hint_seen_) {
        hint_seen_ = hint;
        hint_since_ = now.up;
    }
    if (hint_shown_ == hint_seen_ || now.up - hint_since_ < kHintSteady) return;
    hint_shown_ = hint_seen_;
    if (looks_for_a_code()) surroundings_changed_ = true;
}

// What cannot be recorded now is seen again at the next look.
void KioskLoop::watch_clock(const Moment& now, Step& step) {
    if (station_ == nullptr || storage_broken_) return;
    const ClockWatch before = clock_;
    const auto change = clock_.look(now.wall, now.up, now.clock);
    if (!change) return;
    surroundings_changed_ = true;
    const std::string body = wire::write_clock(hadir::name_of(change->from), hadir::name_of(change->to),
                                               change->jump.count(), hadir::name_of(change->reason));
    if (const auto ok = station_->note("clock", body, now); !ok) {
        clock_ = before;
        storage_failed(now, ok.error(), step);
    }
}

void KioskLoop::watch_camera(const Moment& now, CameraState camera, Step& step) {
    const bool silent = camera == CameraState::lost || camera == CameraState::starting;
    if (!silent) camera_silent_since_.reset();
    if (silent && !camera_silent_since_) camera_silent_since_ = now.up;
    const bool lost = camera == CameraState::lost ||
                      (camera_silent_since_ && now.up - *camera_silent_since_ >= kCameraStartMax);
    const bool changed = lost != camera_lost_;
    camera_lost_ = lost;
    const Shown wanted = idle();
    const bool at_rest = !shown_.until && !pending_;
    if ((changed || wanted.state != shown_.state || wanted.trouble != shown_.trouble) && at_rest)
        show(now, wanted, step);
}

void KioskLoop::take_texts(const Moment& now, const std::vector<std::string>& texts, Step& step) {
    std::erase_if(held_, [&](const auto& item) { return now.up - item.second >= kHeldFor; });
    for (const std::string& text : texts) {
        const Hash digest = wire::sha256(as_bytes(text));
        const bool held = held_.contains(digest);
        if (held || held_.size() < kHeldMax) held_[digest] = now.up;
        if (station_ == nullptr) take_enrolment(now, text, step);
        if (held || pending_ || station_ == nullptr) continue;
        if (shown_.admin && take_officer_badge(now, text, step)) continue;
        pending_ = text;
        show(now, {KioskState::membaca, {}, {}, {}}, step);
    }
}

// Whatever else is held to the lens of a terminal that is not enrolled is nothing to it.
void KioskLoop::take_enrolment(const Moment& now, const std::string& text, Step& step) {
    if (enrolling_ || !wire::parse_enrol_qr(text)) return;
    enrolling_ = true;
    step.enrol = text;
    show(now, idle(), step);
}

void KioskLoop::finish_scan(const Moment& now, Step& step) {
    const std::string text = *std::exchange(pending_, std::nullopt);
    const Decision decision = station_->decide(text, now);
    const auto result = station_->commit(decision, now);
    if (!result) {
        storage_failed(now, result.error(), step);
        return;
    }
    storage_broken_ = false;
    if (result->seq != 0) clock_.checked_in();
    show(now, shown_for(*result, now), step);
    step.announced = true;
}

KioskLoop::Shown KioskLoop::shown_for(const ScanResult& result, const Moment&) const {
    Shown shown{KioskState::ditolak, {}, result, {}};
    if (result.decision.outcome.kind == OutcomeKind::already) shown.state = KioskState::sudah;
    if (result.decision.outcome.kind != OutcomeKind::checkin) return shown;
    if (!result.decision.outcome.marks.empty())
        shown.state = KioskState::periksa;
    else if (result.decision.outcome.direction == Direction::in)
        shown.state = KioskState::masuk;
    else if (result.decision.outcome.direction == Direction::out)
        shown.state = KioskState::pulang;
    else
        shown.state = KioskState::arah;
    return shown;
}

// A touch may come late, when another screen stands there already: then it is none.
void KioskLoop::take_action(const Moment& now, const PageAction& action, Step& step) {
    if (pending_) return;
    switch (action.kind) {
        case PageAction::Kind::direction:
            return choose_direction(now, action, step);
        case PageAction::Kind::done:
            if (shown_.until && !shown_.pin && !shown_.admin) show(now, idle(), step);
            return;
        case PageAction::Kind::cancel:
            if (shown_.pin || shown_.state == KioskState::admin_pin) show(now, idle(), step);
            return;
        case PageAction::Kind::stay:
            if (shown_.pin || shown_.admin) show(now, shown_, step);
            return;
        case PageAction::Kind::pin_open:
            return open_pin(now, step);
        case PageAction::Kind::pin_number:
            if (shown_.state == KioskState::pin_nomor) take_number(now, action.digits, step);
            return;
        case PageAction::Kind::pin:
            if (shown_.state == KioskState::pin) take_pin(now, action.digits, step);
            if (shown_.state == KioskState::admin_pin) take_officer_pin(now, action.digits, step);
            return;
        default:
            return take_admin_action(now, action.kind, step);
    }
}

// Only the check-in on the screen may be given a direction, and only once.
void KioskLoop::choose_direction(const Moment& now, const PageAction& action, Step& step) {
    if (shown_.state != KioskState::arah || !shown_.result || shown_.result->seq != action.of) return;
    if (const auto ok = station_->choose_direction(action.of, action.direction, now); !ok) {
        storage_failed(now, ok.error(), step);
        return;
    }
    Shown chosen = shown_;
    chosen.state = action.direction == Direction::in ? KioskState::masuk : KioskState::pulang;
    chosen.result->decision.outcome.direction = action.direction;
    show(now, std::move(chosen), step);
}

void KioskLoop::storage_failed(const Moment& now, const Error&, Step& step) {
    storage_broken_ = true;
    storage_tried_ = now.up;
    show(now, idle(), step);
}

void KioskLoop::try_storage_again(const Moment& now, Step& step) {
    storage_tried_ = now.up;
    if (!station_->note("alarm",
                        wire::write_alarm("PENYIMPANAN", "the ledger could not be written for a while"), now))
        return;
    storage_broken_ = false;
    show(now, idle(), step);
}

}  // namespace hadir::device
