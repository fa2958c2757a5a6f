// The station's way by PIN, of people and of officers.
#include "device/station.h"
#include "wire/pin.h"

namespace hadir::device {

SteadyMoment steady(const Moment& moment) {
    const bool trusted = is_trusted(moment.clock.state);
    return {moment.boot, moment.up, trusted ? std::optional(moment.best()) : std::nullopt};
}

Station::PinHolder Station::pin_holder(std::string_view number, PinFor use) const {
    PinHolder holder;
    const wire::RosterPerson* found = book_->find_number(number);
    if (found != nullptr) holder.named = found->person;
    const bool here = found != nullptr && (use == PinFor::checkin ? found->home : found->admin);
    if (here && found->check) holder.person = found;
    if (holder.person != nullptr) holder.check = *holder.person->check;
    // A PIN that BKD has changed is another one: its tries are counted anew.
    holder.who = wire::sha256({pin_secret_.bytes, as_bytes(number), holder.check.salt.bytes});
    return holder;
}

PinStanding Station::pin_standing(const Moment& now) const {
    return pin_pauses_.kiosk(steady(now));
}

PinStanding Station::pin_standing(std::string_view number, const Moment& now) const {
    return pin_pauses_.of(pin_holder(number).who, steady(now));
}

Result<PinResult> Station::enter_pin(const PinEntry& entry, Picture picture, const Moment& now) {
    const PinHolder holder = pin_holder(entry.number);
    const PinStanding standing = pin_pauses_.of(holder.who, steady(now));
    if (standing.pause != PinPause::none) return PinResult(standing);
    // Reckoned for nobody as well, so that the time tells nothing.
    const bool fits = wire::fits(holder.check, entry.pin);
    if (!fits || holder.person == nullptr) {
        const auto counted = count_wrong_pin(holder, now);
        if (!counted) return propagate(counted.error());
        return PinResult(*counted);
    }
    Decision decision = decide_pin(holder, picture, now);
    if (decision.outcome.kind == OutcomeKind::checkin)
        decision.sides = sealed_pin(holder.person->person, entry.pin, now);
    auto result = commit(decision, now);
    if (!result) return propagate(result.error());
    return PinResult(*std::move(result));
}

// A try is on the disk before anybody learns what came of it: no power switch takes it back.
Result<PinStanding> Station::count_wrong_pin(const PinHolder& holder, const Moment& now) {
    const auto committed = append("refused", wire::write_wrong_pin({holder.who, holder.named}), now);
    if (!committed) return propagate(committed.error());
    pin_pauses_.wrong(holder.who, steady(now));
    return pin_pauses_.of(holder.who, steady(now));
}

Decision Station::decide_pin(const PinHolder& holder, Picture picture, const Moment& now) const {
    Decision decision;
    decision.method = "pin";
    decision.picture = picture;
    decision.person = holder.person->person;
    decision.name = holder.person->name;
    decision.number = holder.person->number;
    decision.last = last_of(key_of(holder.person->person, {}), now);
    const RosterFacts facts{true, true, false, book_->roster_old(now.best(), newest_roster_)};
    decision.outcome =
        hadir::decide_pin(facts, decision.last, book_->station_policy(), now.best(), now.clock.state);
    trace_.mark(platform::TraceStep::decided);
    return decision;
}

// Without any evidence key nothing can be sealed: the record stands all the same, and BKD must ask.
std::vector<wire::Side> Station::sealed_pin(const PersonId& person, const std::string& pin,
                                            const Moment& now) const {
    const auto key = book_->pin_key(now.best());
    if (!key) return {};
    auto sealed = wire::seal_pin({dev_, person, now.wall, pin}, *key);
    if (!sealed) return {};
    return {wire::make_side(*random_, wire::kPinField, *std::move(sealed))};
}

// Before the record, which holds its digest. What cannot be kept here is not promised there.
void Station::add_sides(std::vector<wire::Side>& sides) const {
    const auto lost = [this](const wire::Side& side) { return !sides_.put({inc(), head().seq + 1, side}); };
    std::erase_if(sides, lost);
}

void Station::settle_sides(const std::vector<wire::Side>& sides, std::uint64_t expected,
                           std::uint64_t seq) const {
    if (expected == seq) return;
    for (const wire::Side& side : sides) {
        if (sides_.put({inc(), seq, side})) static_cast<void>(sides_.remove({inc(), expected, side.field}));
    }
}

std::optional<Officer> Station::officer_of(std::string_view text, const Moment& now) const {
    const Decision decision = decide(text, now);
    if (decision.outcome.kind == OutcomeKind::refused || !decision.number) return std::nullopt;
    const wire::RosterPerson* person = book_->find_number(*decision.number);
    if (person == nullptr || person->person != decision.person || !person->admin) return std::nullopt;
    return Officer{person->person, person->number};
}

Result<std::optional<PinStanding>> Station::enter_officer_pin(const Officer& officer, const std::string& pin,
                                                              const Moment& now) {
    const PinHolder holder = pin_holder(officer.number, PinFor::admin);
    const PinStanding standing = pin_pauses_.of(holder.who, steady(now));
    if (standing.pause != PinPause::none) return std::optional(standing);
    // The roster may have changed since the badge was shown.
    const bool is_theirs = holder.person != nullptr && holder.person->person == officer.person;
    if (!wire::fits(holder.check, pin) || !is_theirs) {
        const auto counted = count_wrong_pin(holder, now);
        if (!counted) return propagate(counted.error());
        return std::optional(*counted);
    }
    wire::AdminAct act{"open", officer.person, sealed_pin(officer.person, pin, now)};
    const std::uint64_t expected = head().seq + 1;
    add_sides(act.sides);
    const auto committed = append("admin", wire::write_admin(act), now);
    if (!committed) return propagate(committed.error());
    settle_sides(act.sides, expected, committed->seq);
    return std::optional<PinStanding>();
}

Result<void> Station::note_admin(const Officer& officer, const std::string& action, const Moment& now) {
    return note("admin", wire::write_admin({action, officer.person, {}}), now);
}

}  // namespace hadir::device
