// The kiosk's way by PIN: a number, a PIN, and what came of it.
#include "device/kiosk_loop.h"
#include "wire/json.h"
#include "wire/pin.h"

namespace hadir::device {
const char* pin_problem(PinPause pause) {
    switch (pause) {
        case PinPause::none:
            return "WRONG";
        case PinPause::person:
            return "PAUSED";
        case PinPause::officer:
            return "OFFICER";
        case PinPause::kiosk:
            return "KIOSK_PAUSED";
    }
    return "WRONG";
}

bool KioskLoop::pin_open(const Moment& now) const {
    return station_ != nullptr && !storage_broken_ && station_->pin_allowed() &&
           station_->pin_standing(now).pause == PinPause::none;
}

// A camera that is lost leaves no other way.
void KioskLoop::open_pin(const Moment& now, Step& step) {
    const bool offered = shown_.state == KioskState::siap || shown_.state == KioskState::ditolak ||
                         (shown_.state == KioskState::gangguan && shown_.trouble == "KAMERA");
    if (!offered || station_ == nullptr || storage_broken_ || !station_->pin_allowed()) return;
    if (const PinStanding standing = station_->pin_standing(now); standing.pause != PinPause::none)
        show_standing(now, standing, step);
    else
        show(now, {KioskState::pin_nomor, {}, {}, {}, PinTalk{}}, step);
}

void KioskLoop::take_number(const Moment& now, const std::string& number, Step& step) {
    const PinStanding standing = station_->pin_standing(number, now);
    if (standing.pause == PinPause::none)
        show(now, {KioskState::pin, {}, {}, {}, PinTalk{number, "", {}}}, step);
    else
        show_standing(now, standing, step);
}

void KioskLoop::take_pin(const Moment& now, const std::string& pin, Step& step) {
    const Picture picture = camera_lost_ ? Picture::none : Picture::of_now;
    const auto result = station_->enter_pin({shown_.pin->number, pin}, picture, now);
    if (!result) return storage_failed(now, result.error(), step);
    if (const auto* standing = std::get_if<PinStanding>(&*result)) return show_standing(now, *standing, step);
    const auto& made = std::get<ScanResult>(*result);
    if (made.seq != 0) clock_.checked_in();
    show(now, shown_for(made, now), step);
    step.announced = true;
}

// After a wrong PIN one may try again with the same number; a pause asks for another number.
void KioskLoop::show_standing(const Moment& now, const PinStanding& standing, Step& step) {
    const bool again = standing.pause == PinPause::none;
    PinTalk talk{again ? shown_.pin->number : "", pin_problem(standing.pause), {}};
    if (!again && standing.pause != PinPause::officer) talk.until = now.best() + standing.left;
    show(now, {again ? KioskState::pin : KioskState::pin_nomor, {}, {}, {}, std::move(talk)}, step);
}

std::string KioskLoop::pin_event(const Moment& now) const {
    if (!shown_.pin) return "null";
    const bool first = shown_.state == KioskState::pin_nomor;
    const PinTalk& talk = *shown_.pin;
    const bool photo = !shown_.admin && !camera_lost_ &&
                       station_->book().photo_when() != wire::PhotoWhen::off &&
                       station_->book().photo_key(now.best());
    wire::JsonWriter json;
    json.begin_object()
        .field("length", first ? wire::kNumberDigits : wire::kPinDigits)
        .field("step", first ? 1 : 2)
        .field("problem", *talk.problem == '\0' ? std::nullopt : std::optional<std::string>(talk.problem))
        .field("until", talk.until ? std::optional(format_at(*talk.until)) : std::nullopt)
        .field("photo", photo);
    return json.end_object().take();
}

}  // namespace hadir::device
