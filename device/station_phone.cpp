// The station's way by a phone's code (docs/formats.md 3).
#include "device/station.h"

namespace hadir::device {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::minutes kBadgeToPhoneMax{2};
constexpr std::chrono::hours kUnknownCountedFor{1};
constexpr std::size_t kUnknownPerHour = 30;

}  // namespace

std::string Station::phone_key_of(const std::optional<PersonId>& person, const PhoneKeyId& phone) {
    return person ? key_of(person, {}) : "k" + std::string(as_text(phone.bytes));
}

std::string Station::who_of(const Decision& decision) {
    return decision.phone ? phone_key_of(decision.person, decision.phone->key)
                          : key_of(decision.person, decision.scan.badge);
}

Decision Station::decide_phone(const wire::PhoneCode& code, Decision decision, const Moment& now) const {
    decision.method = "phone";
    decision.phone = code;
    PhoneFacts facts;
    if (const auto owner = book_->find_phone(code.key)) {
        facts.known = true;
        facts.signed_ok = wire::is_signed_by(code, *owner->key);
        facts.home = owner->person->home;
        if (facts.signed_ok) {  // a forged code names nobody
            decision.person = owner->person->person;
            decision.name = owner->person->name;
            decision.number = owner->person->number;
        }
    }
    facts.revoked = book_->is_revoked(code.key);
    facts.step_near = wire::is_step_near(code.step, now.best());
    facts.used = used_steps_.is_used(code.key, code.step);
    facts.open = static_cast<std::size_t>(std::ranges::count_if(unknown_phones_, [&](milliseconds up) {
                     return now.up - up < kUnknownCountedFor;
                 })) < kUnknownPerHour;
    facts.roster_old = book_->roster() && book_->roster_old(now.best(), newest_roster_);
    decision.last = last_of(who_of(decision), now);
    decision.outcome =
        hadir::decide_phone(facts, decision.last, book_->station_policy(), now.best(), now.clock.state);
    const bool behind_badge =
        last_badge_ && last_badge_->boot == now.boot && now.up - last_badge_->up <= kBadgeToPhoneMax;
    if (!facts.known && behind_badge && decision.outcome.kind == OutcomeKind::checkin)
        decision.phone_key_of = last_badge_->seq;
    trace_.mark(platform::TraceStep::decided);
    return decision;
}

// No check-in: whoever showed the badge has one already, and the screen says so. Central judges whose key it
// is.
Result<ScanResult> Station::commit_phone_key(const Decision& decision, const Moment& now) {
    wire::Checkin photographed;  // marked: a photograph is taken unless policy asks for none
    // Of whoever showed the badge: the same face is no second person.
    if (const auto who = chooser_.find(*decision.phone_key_of); who != chooser_.end()) {
        const std::string id = who->second.substr(1);
        if (who->second.starts_with('p')) photographed.person = PersonId::parse_hex(id);
        if (who->second.starts_with('b')) photographed.badge = BadgeId::parse_hex(id).value_or(BadgeId{});
    }
    photographed.marks = decision.outcome.marks;
    make_room(now);
    const std::uint64_t expected = head().seq + 1;
    add_evidence(photographed, decision.picture, now);
    const wire::PhoneKeyShown shown{*decision.phone_key_of, wire::bytes_of(*decision.phone),
                                    photographed.evidence};
    const auto committed = append("phone-key", wire::write_phone_key(shown), now);
    if (!committed) return propagate(committed.error());
    settle_evidence(photographed, expected, committed->seq);
    used_steps_.use(decision.phone->key, decision.phone->step);
    Decision told = decision;
    told.outcome = {OutcomeKind::already, Direction::automatic, {}, "SUDAH_TERCATAT"};
    if (const auto who = chooser_.find(*decision.phone_key_of); who != chooser_.end())
        told.outcome.direction = seen_[who->second].direction;
    return ScanResult{told, now.best(), 0, std::nullopt};
}

void Station::add_phone(wire::Checkin& checkin, const Decision& decision) const {
    if (!decision.phone) return;
    checkin.phone = decision.phone->key;
    checkin.step = decision.phone->step;
    if (!decision.person) checkin.phone_code = wire::bytes_of(*decision.phone);
}

void Station::remember_phone(const Decision& decision, const Moment& now) {
    if (!decision.phone) return;
    used_steps_.use(decision.phone->key, decision.phone->step);
    if (decision.person) return;
    std::erase_if(unknown_phones_, [&](milliseconds up) { return now.up - up >= kUnknownCountedFor; });
    unknown_phones_.push_back(now.up);
}

void Station::read_back_phone(const wire::Line& line) {
    if (line.head.kind == "phone-key") {
        const auto shown = wire::parse_phone_key(line.body);
        const auto code =
            shown ? wire::read_phone_code(shown->code) : Result<wire::PhoneCode>(propagate(shown.error()));
        if (code) used_steps_.use(code->key, code->step);
        return;
    }
    const auto checkin = wire::parse_checkin(line.body);
    if (checkin && checkin->phone && checkin->step) used_steps_.use(*checkin->phone, *checkin->step);
}

void Station::remember_badge(std::uint64_t seq, const BootId& boot, milliseconds up) {
    last_badge_ = BadgeShown{seq, boot, up};
}

}  // namespace hadir::device
