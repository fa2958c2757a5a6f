// The roster, policy and keys that hadir-sync has fetched, ready to be asked by badge.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/station.h"
#include "wire/keys_file.h"
#include "wire/roster.h"

namespace hadir::device {

// What one badge means here. The person points into the book and lives as long as it.
struct BadgeFacts {
    RosterFacts facts;
    const wire::RosterPerson* person = nullptr;
};

// Whose phone a key is. Both point into the book.
struct PhoneOwner {
    const wire::RosterPerson* person = nullptr;
    const PublicKey* key = nullptr;
};

// Immutable once made; a newer roster is a new book.
class RosterBook {
public:
    explicit RosterBook(wire::KeysFile keys, std::optional<wire::Roster> roster = std::nullopt,
                        wire::Policy policy = {});
    RosterBook(const RosterBook&) = delete;
    RosterBook& operator=(const RosterBook&) = delete;

    [[nodiscard]] const wire::BadgeKeys& badge_keys() const { return badge_keys_; }
    [[nodiscard]] const std::optional<wire::Roster>& roster() const { return roster_; }
    [[nodiscard]] std::optional<std::int64_t> policy_version() const;
    [[nodiscard]] StationPolicy station_policy() const;
    [[nodiscard]] wire::PhotoWhen photo_when() const { return policy_.evidence; }
    [[nodiscard]] bool pin_allowed() const { return policy_.pin && roster_.has_value(); }
    // To whom a PIN of that moment is sealed; nothing while the keys file lists no evidence key.
    [[nodiscard]] std::optional<PublicKey> pin_key(UnixMs time) const;
    // To whom photographs of that moment are sealed; nothing when no key is listed for it.
    [[nodiscard]] std::optional<PublicKey> photo_key(UnixMs time) const;
    [[nodiscard]] Zone zone() const { return roster_ ? roster_->zone : Zone::wib; }
    // `newest_roster`: the version that the last receipt named.
    [[nodiscard]] BadgeFacts facts(const BadgeId& badge, UnixMs now,
                                   std::optional<std::int64_t> newest_roster) const;
    [[nodiscard]] bool roster_old(UnixMs now, std::optional<std::int64_t> newest_roster) const;
    // The person of this nomor presensi, whatever their office; null when the roster has none. Lives as long
    // as the book.
    [[nodiscard]] const wire::RosterPerson* find_number(std::string_view number) const;
    [[nodiscard]] std::optional<PhoneOwner> find_phone(const PhoneKeyId& phone) const;
    [[nodiscard]] bool is_revoked(const PhoneKeyId& phone) const;

private:
    wire::KeysFile keys_;
    wire::BadgeKeys badge_keys_;
    std::optional<wire::Roster> roster_;
    wire::Policy policy_;
    std::map<BadgeId, std::size_t> person_of_;
    std::map<std::string, std::size_t, std::less<>> number_of_;
    std::map<PhoneKeyId, PhoneOwner> phone_of_;
    std::set<BadgeId> revoked_;
};

}  // namespace hadir::device
