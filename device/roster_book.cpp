#include "device/roster_book.h"

#include "wire/photo.h"

namespace hadir::device {

RosterBook::RosterBook(wire::KeysFile keys, std::optional<wire::Roster> roster, wire::Policy policy)
    : keys_(std::move(keys)),
      badge_keys_(keys_.badge_keys()),
      roster_(std::move(roster)),
      policy_(std::move(policy)) {
    if (!roster_) return;
    for (std::size_t i = 0; i < roster_->people.size(); ++i) {
        for (const BadgeId& badge : roster_->people[i].badges)
            person_of_.emplace(badge, i);
        number_of_.emplace(roster_->people[i].number, i);
        for (const wire::RosterPhone& phone : roster_->people[i].phones)
            phone_of_.emplace(phone.id, PhoneOwner{&roster_->people[i], &phone.key});
    }
    revoked_.insert(roster_->revoked.begin(), roster_->revoked.end());
}

std::optional<std::int64_t> RosterBook::policy_version() const {
    if (policy_.head.version == 0) return std::nullopt;
    return policy_.head.version;
}

std::optional<PublicKey> RosterBook::photo_key(UnixMs time) const {
    return wire::photo_key_at(keys_, time);
}

std::optional<PublicKey> RosterBook::pin_key(UnixMs time) const {
    return wire::pin_key_at(keys_, time);
}

bool RosterBook::roster_old(UnixMs now, std::optional<std::int64_t> newest_roster) const {
    return roster_->head.expires < now || (newest_roster && *newest_roster > roster_->head.version);
}

const wire::RosterPerson* RosterBook::find_number(std::string_view number) const {
    const auto found = number_of_.find(number);
    return found == number_of_.end() ? nullptr : &roster_->people[found->second];
}

std::optional<PhoneOwner> RosterBook::find_phone(const PhoneKeyId& phone) const {
    const auto found = phone_of_.find(phone);
    return found == phone_of_.end() ? std::nullopt : std::optional(found->second);
}

bool RosterBook::is_revoked(const PhoneKeyId& phone) const {
    return revoked_.contains(BadgeId{phone.bytes});
}

StationPolicy RosterBook::station_policy() const {
    return {std::chrono::seconds(policy_.guard_s), policy_.day_start_min,
            std::chrono::minutes(policy_.out_after_min), zone()};
}

BadgeFacts RosterBook::facts(const BadgeId& badge, UnixMs now,
                             std::optional<std::int64_t> newest_roster) const {
    BadgeFacts found;
    if (!roster_) return found;
    found.facts.revoked = revoked_.contains(badge);
    found.facts.roster_old = roster_old(now, newest_roster);
    if (const auto person = person_of_.find(badge); person != person_of_.end()) {
        found.person = &roster_->people[person->second];
        found.facts.known = true;
        found.facts.home = found.person->home;
    }
    return found;
}

}  // namespace hadir::device
