// The event that the page draws (docs/kiosk-socket.md).
#include "device/kiosk_loop.h"
#include "wire/json.h"

namespace hadir::device {
namespace {

std::optional<std::string> at_text(const std::optional<UnixMs>& time) {
    if (!time) return std::nullopt;
    return format_at(*time);
}

std::string digits_of(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9') digits.push_back(c);
    }
    return digits;
}

// "LENCANA_KEDALUWARSA" is explained with its day. When a badge was revoked no terminal knows.
std::optional<std::string> detail_of(const Decision& decision) {
    if (decision.outcome.code == "LENCANA_KEDALUWARSA") return format_day(decision.scan.expires);
    return std::nullopt;
}

}  // namespace

std::string KioskLoop::record_number(std::uint64_t seq) const {
    const auto& roster = station_->book().roster();
    std::string prefix = roster ? digits_of(roster->kiosk) : "";
    if (prefix.empty()) prefix = station_->dev().hex().substr(0, 4);
    std::string number = std::to_string(seq);
    if (number.size() < 6) number.insert(0, 6 - number.size(), '0');
    return prefix + "-" + number;
}

std::string KioskLoop::event(const Moment& now) const {
    const wire::Roster* roster =
        station_ != nullptr && station_->book().roster() ? &*station_->book().roster() : nullptr;
    const Zone zone = roster != nullptr ? roster->zone : Zone::wib;
    const bool lasts = shown_.until.has_value();
    wire::JsonWriter json;
    json.begin_object()
        .field("event", "state")
        .field("n", events_)
        .field("state", name_of(shown_.state))
        .field("show_ms", lasts ? std::optional<std::int64_t>(
                                      std::max<std::int64_t>(0, (*shown_.until - now.up).count()))
                                : std::nullopt)
        .field("kiosk", roster != nullptr ? roster->kiosk : labels_.kiosk)
        .field("office", roster != nullptr ? roster->office : labels_.office)
        .field("province", labels_.province)
        .field("demo", labels_.demo)
        .field("photo",
               wire::name_of(station_ != nullptr ? station_->book().photo_when() : wire::PhotoWhen::off));
    json.key("screen").begin_object().field("mm", labels_.screen_mm).field("volume", labels_.volume);
    json.field("language", labels_.language).end_object();
    json.key("time").begin_object().field("at", format_at(now.best())).field("zone", iana_name(zone));
    json.field("state", hadir::name_of(now.clock.state)).end_object();
    json.key("network").begin_object().field("connected", surroundings_.connected);
    json.field("since", at_text(surroundings_.connected_since)).end_object();
    json.key("queue").begin_object().field("waiting", surroundings_.waiting);
    json.field("oldest", at_text(surroundings_.oldest_waiting)).end_object();
    json.field("contact", labels_.contact).field("fingerprint", surroundings_.fingerprint);
    json.field("code", shown_.trouble.empty() ? std::nullopt : std::optional(shown_.trouble));
    json.field("pin_open", pin_open(now)).key("pin").raw(pin_event(now));
    json.key("admin").raw(admin_event(now));
    json.key("result");
    if (!shown_.result) {
        json.null();
    } else {
        const ScanResult& result = *shown_.result;
        const Decision& decision = result.decision;
        const bool already = decision.outcome.kind == OutcomeKind::already;
        std::optional<std::int64_t> worked;
        if (decision.outcome.direction == Direction::out && result.first_in && result.at > *result.first_in) {
            worked = std::chrono::duration_cast<std::chrono::minutes>(result.at - *result.first_in).count();
        }
        json.begin_object()
            .field("name", decision.name)
            .field("number", decision.number)
            .field("office", roster != nullptr ? roster->office : labels_.office)
            .field("dir", hadir::name_of(already ? decision.last->direction : decision.outcome.direction))
            .field("at", format_at(result.at))
            .field("record", result.seq != 0 ? std::optional(record_number(result.seq)) : std::nullopt)
            .field("of", result.seq != 0 ? std::optional(result.seq) : std::nullopt)
            .field("first_in", at_text(result.first_in))
            .field("worked_min", worked)
            .field("code",
                   decision.outcome.code.empty() ? std::nullopt : std::optional(decision.outcome.code))
            .field("detail", detail_of(decision));
        json.end_object();
    }
    const std::optional<Hint> hint = looks_for_a_code() ? hint_shown_ : std::nullopt;
    return json.field("hint", hint ? std::optional(std::string(name_of(*hint))) : std::nullopt)
        .end_object()
        .take();
}

}  // namespace hadir::device
