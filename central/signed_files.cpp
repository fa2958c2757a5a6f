#include "central/signed_files.h"

#include <unordered_map>

#include "central/erasures_repository.h"
#include "central/people.h"
#include "central/people_repository.h"
#include "central/person_codes_repository.h"
#include "central/phones_repository.h"
#include "wire/signed_file.h"

namespace hadir::central {
namespace {

constexpr int kPageRows = 500;
constexpr std::size_t kBadgesPerPersonMax = 8;  // what a roster's row holds

bool is_fresh(const IssuedFile& file, UnixMs now) {
    return file.expires - now > kFileLife / 2 && file.issued <= now;
}

wire::FileHead head_of(const FileName& name, std::int64_t version, UnixMs now) {
    wire::FileHead head;
    head.dev = name.dev;
    head.version = version;
    head.issued = now;
    head.expires = now + kFileLife;
    return head;
}

wire::Roster gather(const Database& database, const Device& device) {
    PeopleRepository people(database);
    wire::Roster roster;
    roster.opd = device.place.opd;
    roster.office = device.place.office;
    roster.kiosk = device.place.kiosk;
    roster.zone = device.place.zone;
    std::unordered_map<std::string, std::vector<BadgeId>> badges;
    for (const Badge& badge : people.badges_of_opd(device.place.opd)) {
        auto& own = badges[badge.person.hex()];
        if (own.size() < kBadgesPerPersonMax) own.push_back(badge.badge);
    }
    std::unordered_map<std::string, std::vector<wire::RosterPhone>> phones;
    for (const auto& [person, phone] : PhonesRepository(database).listed_of_opd(device.place.opd))
        phones[person.hex()].push_back(phone);
    std::unordered_map<std::string, wire::PinCheck> checks;
    for (const auto& [person, check] : PersonCodesRepository(database).checks_of_opd(device.place.opd))
        checks[person.hex()] = check;
    for (const Person& person : people.of_opd(device.place.opd)) {
        wire::RosterPerson row;
        row.person = person.person;
        row.name = short_name(person.facts.name);
        row.number = person.number;
        row.home = person.facts.office == device.place.office;
        row.badges = badges[person.person.hex()];
        row.phones = phones[person.person.hex()];
        if (const auto check = checks.find(person.person.hex()); check != checks.end())
            row.check = check->second;
        roster.people.push_back(std::move(row));
    }
    roster.revoked = people.revoked_badges();
    for (const PhoneKeyId& phone : PhonesRepository(database).revoked())
        roster.revoked.push_back({phone.bytes});
    for (const Erasure& erasure : ErasuresRepository(database).all())
        roster.erased.push_back(erasure.person);
    return roster;
}

// `write` makes the file for a head; the digest of one under an empty head tells whether it says anything
// new.
template <class Write>
IssuedFile issue(FilesRepository& files, const FileName& name, const std::optional<IssuedFile>& held,
                 const std::string& content, UnixMs now, Write write) {
    IssuedFile file;
    file.version = wire::next_version(held ? held->version : 0, now);
    file.issued = now;
    file.expires = now + kFileLife;
    file.content = content;
    file.file = write(head_of(name, file.version, now));
    files.add(name, file);
    return file;
}

std::string place_text(const Place& place) {
    return wire::sha256(
               as_bytes(place.opd + '\n' + place.office + '\n' + place.kiosk + '\n' + iana_name(place.zone)))
        .hex();
}

}  // namespace

Result<IssuedFile> roster_for(const Database& database, const Device& device, const wire::SigningKey& key,
                              UnixMs now) {
    const FileName name{FileKind::roster, device.dev};
    const auto state_of = [&](FilesRepository& files) {
        return std::to_string(files.people_generation()) + ' ' + place_text(device.place) + ' ' +
               wire::key_id_of(key.public_key().bytes).hex();
    };
    // Most of the time nothing has changed: then no writer waits for anybody.
    const auto held = database.read([&]() -> Result<std::optional<IssuedFile>> {
        FilesRepository files(database);
        auto newest = files.newest(name);
        if (newest && (!is_fresh(*newest, now) || !newest->content.starts_with(state_of(files))))
            newest.reset();
        return newest;
    });
    if (!held) return propagate(held.error());
    if (*held) return **held;
    return database.transaction([&]() -> Result<IssuedFile> {
        FilesRepository files(database);
        wire::Roster roster = gather(database, device);
        roster.head.dev = device.dev;
        const std::string digest = ' ' + wire::sha256(as_bytes(wire::write_roster(roster, key))).hex();
        const std::string content = state_of(files) + digest;
        auto newest = files.newest(name);
        if (newest && is_fresh(*newest, now) && newest->content.ends_with(digest)) {
            files.set_content(name, newest->version, content);
            return *newest;
        }
        return issue(files, name, newest, content, now, [&](const wire::FileHead& head) {
            roster.head = head;
            return wire::write_roster(roster, key);
        });
    });
}

Result<std::size_t> issue_rosters(const Database& database, const wire::SigningKey& key, UnixMs now) {
    std::size_t count = 0;
    for (std::string after;;) {
        const auto rows = database.read([&]() -> Result<std::vector<TerminalRow>> {
            return DevicesRepository(database).terminals(after, kPageRows, OpdScope::all());
        });
        if (!rows) return propagate(rows.error());
        if (rows->empty()) return count;
        for (const TerminalRow& row : *rows) {
            if (row.revoked || !row.roster) continue;
            const auto device = database.read(
                [&]() -> Result<std::optional<Device>> { return DevicesRepository(database).find(row.dev); });
            if (!device) return propagate(device.error());
            if (auto issued = roster_for(database, **device, key, now); !issued)
                return propagate(issued.error());
            ++count;
        }
        after = rows->back().dev.hex();
    }
}

Result<IssuedFile> current_policy(const Database& database, wire::Policy policy, const wire::SigningKey& key,
                                  UnixMs now) {
    const FileName name{FileKind::policy, std::nullopt};
    const std::string content = wire::sha256(as_bytes(wire::write_policy(policy, key))).hex();
    const auto held = database.read(
        [&]() -> Result<std::optional<IssuedFile>> { return FilesRepository(database).newest(name); });
    if (!held) return propagate(held.error());
    if (*held && is_fresh(**held, now) && (*held)->content == content) return **held;
    return database.transaction([&]() -> Result<IssuedFile> {
        FilesRepository files(database);
        return issue(files, name, files.newest(name), content, now, [&](const wire::FileHead& head) {
            policy.head = head;
            return wire::write_policy(policy, key);
        });
    });
}

Result<wire::KeysFile> import_keys(const Database& database, std::string_view file, const PublicKey& root) {
    auto keys = wire::open_keys_file(file, root);
    if (!keys) return propagate(keys.error());
    const auto stored = database.transaction([&]() -> Result<void> {
        FilesRepository files(database);
        const FileName name{FileKind::keys, std::nullopt};
        const auto held = files.newest(name);
        if (held && held->version == keys->head.version && held->file == file) return {};
        if (held && held->version >= keys->head.version) {
            return fail(ErrorCode::conflict,
                        "version " + std::to_string(keys->head.version) + " does not come after version " +
                            std::to_string(held->version) + " that is held; sign the request again");
        }
        files.add(name, {keys->head.version, keys->head.issued, keys->head.expires,
                         wire::sha256(as_bytes(file)).hex(), std::string(file)});
        return {};
    });
    if (!stored) return propagate(stored.error());
    return *std::move(keys);
}

}  // namespace hadir::central
