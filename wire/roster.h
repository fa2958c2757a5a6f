// Whom a terminal serves, and its policy: signed, versioned files (docs/formats.md 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/keys_file.h"
#include "wire/pin.h"
#include "wire/signed_file.h"

namespace hadir::wire {

constexpr std::size_t kRevokedPerRow = 500;
constexpr std::size_t kErasedPerRow = 500;

// The key of a person's phone (wire/phone_badge.h).
struct RosterPhone {
    PhoneKeyId id;
    PublicKey key;
    bool operator==(const RosterPhone&) const = default;
};

struct RosterPerson {
    PersonId person;
    std::string name;    // the short name as shown; never a NIP
    std::string number;  // nomor presensi: five digits
    bool home = true;    // false: same OPD, other office
    bool admin = false;
    std::vector<BadgeId> badges;
    std::optional<std::string> schedule;
    std::optional<PinCheck> check{};  // without one the person has no PIN
    std::vector<RosterPhone> phones{};
};

struct Roster {
    FileHead head;
    std::string opd;
    std::string office;
    std::string kiosk;
    Zone zone = Zone::wib;
    std::vector<RosterPerson> people;
    // Of the whole province: badges, and keys of phones, whose ids are as long and as random.
    std::vector<BadgeId> revoked;
    std::vector<PersonId> erased;  // of the whole province: nothing that names them may be left here
};

[[nodiscard]] std::string write_roster(const Roster& roster, const SigningKey& key);
// Refuses one for another terminal (WRONG_DEVICE) and one that no listed key has signed (BAD_SIGNATURE).
[[nodiscard]] Result<Roster> open_roster(std::string_view text, const KeysFile& keys, const DeviceId& dev);

// At which check-ins a photograph is taken as evidence.
enum class PhotoWhen : std::uint8_t { off, marked, always };  // marked: those that are to be looked at
[[nodiscard]] const char* name_of(PhotoWhen when);
[[nodiscard]] std::optional<PhotoWhen> photo_when_from(std::string_view name);

// Settings of the station that BKD decides, with their defaults.
struct Policy {
    FileHead head;
    int guard_s = 60;         // a second scan within it is no second check-in; 0 to 3600
    int day_start_min = 180;  // minute of the day at which a new day of presence begins (03:00); 0 to 720
    int out_after_min = 240;  // from the last check-in to one that is a check-out; 1 to 1440
    PhotoWhen evidence = PhotoWhen::off;
    bool pin = true;  // whether who has no badge may enter a PIN
};

[[nodiscard]] std::string write_policy(const Policy& policy, const SigningKey& key);
[[nodiscard]] Result<Policy> open_policy(std::string_view text, const KeysFile& keys);

}  // namespace hadir::wire
