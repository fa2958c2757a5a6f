#include "wire/roster.h"

#include "wire/encodings.h"

namespace hadir::wire {
namespace {

constexpr std::size_t kBadgesPerPersonMax = 8;
constexpr std::int64_t kPinBitsMax = 63;
constexpr std::size_t kPhonesPerPersonMax = 4;

void write_phones(JsonWriter& json, const std::vector<RosterPhone>& phones) {
    json.key("phones").begin_array();
    for (const RosterPhone& phone : phones)
        json.begin_object().field("id", phone.id.hex()).field("pub", phone.key.hex()).end_object();
    json.end_array();
}

void write_check(JsonWriter& json, const std::optional<PinCheck>& check) {
    json.key("check");
    if (!check) {
        json.null();
        return;
    }
    json.begin_object()
        .field("salt", check->salt.hex())
        .field("bits", static_cast<int>(check->bits))
        .end_object();
}

std::string person_row(const RosterPerson& person) {
    JsonWriter json;
    json.begin_object()
        .field("person", person.person.hex())
        .field("name", person.name)
        .field("number", person.number)
        .field("home", person.home)
        .field("admin", person.admin);
    json.key("badges").begin_array();
    for (const BadgeId& badge : person.badges)
        json.value(badge.hex());
    json.end_array();
    write_phones(json, person.phones);
    write_check(json, person.check);
    json.field("schedule", person.schedule).end_object();
    return json.take();
}

// Rows of ids under one key, up to `per_row` in each.
template <class Id>
void add_id_rows(std::vector<std::string>& rows, std::string_view key, std::span<const Id> ids,
                 std::size_t per_row) {
    for (std::size_t i = 0; i < ids.size(); i += per_row) {
        JsonWriter json;
        json.begin_object().key(key).begin_array();
        for (const Id& id : ids.subspan(i, std::min(per_row, ids.size() - i)))
            json.value(id.hex());
        rows.push_back(json.end_array().end_object().take());
    }
}

Result<std::optional<PinCheck>> parse_check(const Json& json, const std::string& where) {
    const Json* found = json.find("check");
    if (found == nullptr || found->is_null()) return std::optional<PinCheck>();
    Fields fields(*found, where + ": check");
    PinCheck check;
    check.salt = fields.hex<Salt>("salt");
    check.bits = static_cast<std::uint8_t>(fields.integer("bits", 0, kPinBitsMax));
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return std::optional(check);
}

template <class Id>
Result<std::vector<Id>> id_list(const Json::Array& items, const std::string& where) {
    std::vector<Id> ids;
    for (const Json& item : items) {
        const auto id = item.text() != nullptr ? Id::parse_hex(*item.text()) : std::nullopt;
        if (!id) return fail(ErrorCode::malformed, where + ": an id is not 16 lower-case hex digits");
        ids.push_back(*id);
    }
    return ids;
}

template <class Id>
Result<void> add_ids(const Json& row, std::string_view key, std::size_t items_max, const std::string& where,
                     std::vector<Id>& into) {
    Fields fields(row, where);
    const auto ids = id_list<Id>(fields.array(key, items_max), where);
    if (auto ok = fields.done(); !ok) return ok;
    if (!ids) return propagate(ids.error());
    into.insert(into.end(), ids->begin(), ids->end());
    return {};
}

Result<std::vector<RosterPhone>> parse_phones(const Json::Array& items, const std::string& where) {
    std::vector<RosterPhone> phones;
    for (const Json& item : items) {
        Fields fields(item, where + ": phones");
        const RosterPhone phone{fields.hex<PhoneKeyId>("id"), fields.hex<PublicKey>("pub")};
        if (auto ok = fields.done(); !ok) return propagate(ok.error());
        phones.push_back(phone);
    }
    return phones;
}

Result<RosterPerson> parse_person(const Json& json, const std::string& where) {
    Fields fields(json, where);
    RosterPerson person;
    person.person = fields.hex<PersonId>("person");
    person.name = fields.text("name", 128);
    person.number = fields.text("number");
    if (!is_presence_number(person.number)) fields.fault("number", "must be five digits");
    person.home = fields.flag("home");
    person.admin = fields.flag("admin");
    auto badges = id_list<BadgeId>(fields.array("badges", kBadgesPerPersonMax), where);
    if (!badges) return propagate(badges.error());
    person.badges = std::move(*badges);
    auto phones = parse_phones(fields.array("phones", kPhonesPerPersonMax), where);
    if (!phones) return propagate(phones.error());
    person.phones = std::move(*phones);
    const auto check = parse_check(json, where);
    if (!check) return propagate(check.error());
    person.check = *check;
    person.schedule = fields.nullable_text("schedule", 64);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return person;
}

std::optional<int> minute_of_day(std::string_view text) {  // "03:00"
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    for (const std::size_t i : {0U, 1U, 3U, 4U}) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
    }
    const int hour = (text[0] - '0') * 10 + (text[1] - '0');
    const int minute = (text[3] - '0') * 10 + (text[4] - '0');
    if (hour > 23 || minute > 59) return std::nullopt;
    return hour * 60 + minute;
}

std::string two_digits(int value) {
    return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

std::string policy_row(std::string_view key, const std::string& value_json) {
    return JsonWriter().begin_object().field("key", key).key("value").raw(value_json).end_object().take();
}

}  // namespace

std::string write_roster(const Roster& roster, const SigningKey& key) {
    std::vector<std::string> rows;
    rows.reserve(roster.people.size() + roster.revoked.size() / kRevokedPerRow + 2);
    for (const RosterPerson& person : roster.people)
        rows.push_back(person_row(person));
    add_id_rows<BadgeId>(rows, "revoked", roster.revoked, kRevokedPerRow);
    add_id_rows<PersonId>(rows, "erased", roster.erased, kErasedPerRow);
    FileHead head = roster.head;
    head.kind = "roster";
    return sign_file(FileDomain::roster,
                     write_rows(head, rows,
                                {{"opd", roster.opd},
                                 {"office", roster.office},
                                 {"kiosk", roster.kiosk},
                                 {"zone", iana_name(roster.zone)}}),
                     key);
}

Result<Roster> open_roster(std::string_view text, const KeysFile& keys, const DeviceId& dev) {
    const auto body = keys.open(FileDomain::roster, text);
    if (!body) return propagate(body.error());
    auto parsed = parse_rows(*body, "roster");
    if (!parsed) return propagate(parsed.error());
    if (parsed->head.dev != dev) return fail(ErrorCode::wrong_device, "this roster is for another terminal");
    Roster roster;
    roster.head = parsed->head;
    Fields first(parsed->first, "roster: first line");
    roster.opd = first.text("opd");
    roster.office = first.text("office");
    roster.kiosk = first.text("kiosk");
    const auto zone = zone_from_iana(first.text("zone"));
    if (!zone) first.fault("zone", "is not one of Indonesia's three");
    if (auto ok = first.done(); !ok) return propagate(ok.error());
    roster.zone = *zone;
    for (std::size_t i = 0; i < parsed->rows.size(); ++i) {
        const Json& row = parsed->rows[i];
        const std::string where = "roster: row " + std::to_string(i + 1);
        if (row.find("revoked") != nullptr) {
            if (auto ok = add_ids(row, "revoked", kRevokedPerRow, where, roster.revoked); !ok)
                return propagate(ok.error());
        } else if (row.find("erased") != nullptr) {
            if (auto ok = add_ids(row, "erased", kErasedPerRow, where, roster.erased); !ok)
                return propagate(ok.error());
        } else {
            auto person = parse_person(row, where);
            if (!person) return propagate(person.error());
            roster.people.push_back(std::move(*person));
        }
    }
    return roster;
}

const char* name_of(PhotoWhen when) {
    switch (when) {
        case PhotoWhen::off:
            return "off";
        case PhotoWhen::marked:
            return "marked";
        case PhotoWhen::always:
            return "always";
    }
    return "off";
}

std::optional<PhotoWhen> photo_when_from(std::string_view name) {
    for (const PhotoWhen when : {PhotoWhen::off, PhotoWhen::marked, PhotoWhen::always}) {
        if (name == name_of(when)) return when;
    }
    return std::nullopt;
}

std::string write_policy(const Policy& policy, const SigningKey& key) {
    const std::string day_start =
        two_digits(policy.day_start_min / 60) + ":" + two_digits(policy.day_start_min % 60);
    FileHead head = policy.head;
    head.kind = "policy";
    return sign_file(
        FileDomain::policy,
        write_rows(head, {policy_row("guard_s", std::to_string(policy.guard_s)),
                          policy_row("day_start", '"' + day_start + '"'),
                          policy_row("out_after_min", std::to_string(policy.out_after_min)),
                          policy_row("evidence", std::string("\"") + name_of(policy.evidence) + '"'),
                          policy_row("pin", policy.pin ? "\"on\"" : "\"off\"")}),
        key);
}

Result<Policy> open_policy(std::string_view text, const KeysFile& keys) {
    const auto body = keys.open(FileDomain::policy, text);
    if (!body) return propagate(body.error());
    const auto parsed = parse_rows(*body, "policy");
    if (!parsed) return propagate(parsed.error());
    Policy policy;
    policy.head = parsed->head;
    for (std::size_t i = 0; i < parsed->rows.size(); ++i) {
        Fields row(parsed->rows[i], "policy: row " + std::to_string(i + 1));
        const std::string key = row.text("key", 64);
        if (key == "guard_s") policy.guard_s = static_cast<int>(row.integer("value", 0, 3600));
        if (key == "out_after_min") policy.out_after_min = static_cast<int>(row.integer("value", 1, 1440));
        if (key == "evidence") {
            const auto when = photo_when_from(row.text("value"));
            if (!when) row.fault("value", "must be off, marked or always");
            policy.evidence = when.value_or(policy.evidence);
        }
        if (key == "pin") {
            const std::string value = row.text("value");
            if (value != "on" && value != "off") row.fault("value", "must be on or off");
            policy.pin = value != "off";
        }
        if (key == "day_start") {
            const auto minute = minute_of_day(row.text("value"));
            if (!minute || *minute > 720) row.fault("value", "must be a time like 03:00, at most 12:00");
            policy.day_start_min = minute.value_or(policy.day_start_min);
        }
        if (auto ok = row.done(); !ok) return propagate(ok.error());
    }
    return policy;
}

}  // namespace hadir::wire
