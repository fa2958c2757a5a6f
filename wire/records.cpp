#include "wire/records.h"

#include <limits>

#include "wire/encodings.h"
#include "wire/line.h"
#include "wire/phone_badge.h"

namespace hadir::wire {
namespace {

constexpr std::size_t kMarksMax = 16;
constexpr std::size_t kEvidenceMax = 8;
constexpr std::int64_t kEvidenceBytesMax = 2'097'152;
constexpr const char* kWrongPin = "PIN_SALAH";

template <class Id>
std::optional<std::string> hex_of(const std::optional<Id>& id) {
    return id ? std::optional(id->hex()) : std::nullopt;
}

void write_evidence(JsonWriter& json, const std::vector<Evidence>& files) {
    json.key("evidence").begin_array();
    for (const Evidence& file : files) {
        json.begin_object().field("sha256", file.sha256.hex()).field("bytes", file.bytes).end_object();
    }
    json.end_array();
}

Result<std::vector<Evidence>> parse_evidence(const Json::Array& items) {
    std::vector<Evidence> files;
    for (const Json& item : items) {
        Fields file(item, "evidence");
        const Evidence evidence{file.hex<Hash>("sha256"),
                                static_cast<std::uint64_t>(file.integer("bytes", 1, kEvidenceBytesMax))};
        if (auto ok = file.done(); !ok) return propagate(ok.error());
        files.push_back(evidence);
    }
    return files;
}

Bytes parse_code(Fields& fields) {
    auto code = from_base64url(fields.text("phone_code"));
    if (!code || code->size() != kPhoneCodeBytes) fields.fault("phone_code", "must be 76 bytes in base64url");
    return code ? *std::move(code) : Bytes{};
}

}  // namespace

std::string write_checkin(const Checkin& checkin) {
    JsonWriter json;
    json.begin_object()
        .field("badge", checkin.badge == BadgeId{} ? std::nullopt : std::optional(checkin.badge.hex()))
        .field("person", hex_of(checkin.person))
        .field("method", checkin.method)
        .field("dir", checkin.dir);
    json.key("marks").begin_array();
    for (const std::string& mark : checkin.marks)
        json.value(mark);
    json.end_array().field("roster", checkin.roster).field("policy", checkin.policy);
    json.field("phone", hex_of(checkin.phone)).field("step", checkin.step);
    write_evidence(json, checkin.evidence);
    if (checkin.phone_code) json.field("phone_code", to_base64url(*checkin.phone_code));
    if (!checkin.sides.empty()) json.key("side").raw(write_side_digests(checkin.sides));
    return json.end_object().take();
}

Result<Checkin> parse_checkin(const Json& body) {
    Fields fields(body, "checkin");
    Checkin checkin;
    checkin.badge = fields.nullable_hex<BadgeId>("badge").value_or(BadgeId{});
    checkin.person = fields.nullable_hex<PersonId>("person");
    checkin.method = fields.text("method", 16);
    checkin.dir = fields.text("dir", 8);
    if (checkin.dir != "in" && checkin.dir != "out" && checkin.dir != "auto")
        fields.fault("dir", "is not in, out or auto");
    for (const Json& mark : fields.array("marks", kMarksMax)) {
        if (mark.text() == nullptr || mark.text()->size() > 32)
            fields.fault("marks", "must be short texts");
        else
            checkin.marks.push_back(*mark.text());
    }
    checkin.roster = fields.nullable_integer("roster", 1, kSeqMax);
    checkin.policy = fields.nullable_integer("policy", 1, kSeqMax);
    checkin.phone = fields.nullable_hex<PhoneKeyId>("phone");
    if (const auto step = fields.nullable_integer("step", 0, std::numeric_limits<std::uint32_t>::max()))
        checkin.step = static_cast<std::uint32_t>(*step);
    auto evidence = parse_evidence(fields.array("evidence", kEvidenceMax));
    if (!evidence) return propagate(evidence.error());
    checkin.evidence = std::move(*evidence);
    if (body.find("phone_code") != nullptr) checkin.phone_code = parse_code(fields);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return checkin;
}

std::string write_phone_key(const PhoneKeyShown& shown) {
    JsonWriter json;
    json.begin_object().field("of", shown.of).field("phone_code", to_base64url(shown.code));
    write_evidence(json, shown.evidence);
    return json.end_object().take();
}

Result<PhoneKeyShown> parse_phone_key(const Json& body) {
    Fields fields(body, "phone-key");
    PhoneKeyShown shown;
    shown.of = static_cast<std::uint64_t>(fields.integer("of", 1, kSeqMax));
    shown.code = parse_code(fields);
    auto evidence = parse_evidence(fields.array("evidence", kEvidenceMax));
    if (!evidence) return propagate(evidence.error());
    shown.evidence = std::move(*evidence);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return shown;
}

std::string write_direction(const Direction& direction) {
    return JsonWriter()
        .begin_object()
        .field("of", direction.of)
        .field("dir", direction.dir)
        .end_object()
        .take();
}

Result<Direction> parse_direction(const Json& body) {
    Fields fields(body, "direction");
    Direction direction;
    direction.of = static_cast<std::uint64_t>(fields.integer("of", 1, kSeqMax));
    direction.dir = fields.text("dir", 8);
    if (direction.dir != "in" && direction.dir != "out") fields.fault("dir", "is not in or out");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return direction;
}

std::string write_refused(const std::string& code, std::int64_t count, const Hash& payload) {
    JsonWriter json;
    json.begin_object().field("code", code).field("count", count).field("payload", payload.hex());
    return json.end_object().take();
}

std::string write_wrong_pin(const WrongPin& wrong) {
    JsonWriter json;
    json.begin_object().field("code", kWrongPin).field("count", 1).field("payload", wrong.who.hex());
    json.field("person", wrong.person ? std::optional(wrong.person->hex()) : std::nullopt);
    return json.end_object().take();
}

std::optional<WrongPin> find_wrong_pin(const Json& refused_body) {
    Fields fields(refused_body, "refused");
    if (fields.text("code") != kWrongPin) return std::nullopt;
    const WrongPin wrong{fields.hex<Hash>("payload"), fields.nullable_hex<PersonId>("person")};
    if (!fields.done()) return std::nullopt;
    return wrong;
}

std::string write_admin(const AdminAct& act) {
    JsonWriter json;
    json.begin_object().field("action", act.action).field("person", act.person.hex());
    if (!act.sides.empty()) json.key("side").raw(write_side_digests(act.sides));
    return json.end_object().take();
}

std::string write_boot(const std::string& version, std::optional<std::int64_t> prev_up_ms) {
    return JsonWriter()
        .begin_object()
        .field("version", version)
        .field("prev_up_ms", prev_up_ms)
        .end_object()
        .take();
}

std::string write_clock(const std::string& from, const std::string& to, std::int64_t jump_ms,
                        const std::string& reason) {
    JsonWriter json;
    json.begin_object().field("from", from).field("to", to).field("jump_ms", jump_ms).field("reason", reason);
    return json.end_object().take();
}

std::string write_version(const Version& version) {
    return JsonWriter()
        .begin_object()
        .field("version", version.version)
        .field("sha256", version.sha256.hex())
        .end_object()
        .take();
}

Result<Version> parse_version(const Json& body) {
    Fields fields(body, "version");
    Version version;
    version.version = fields.integer("version", 0, kSeqMax);
    version.sha256 = fields.hex<Hash>("sha256");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return version;
}

std::string write_checkpoint_note(const std::string& note) {
    return JsonWriter().begin_object().field("note", note).end_object().take();
}

std::string write_incarnation_start(std::uint32_t prev_inc, std::uint64_t prev_seq, const Hash& prev_head) {
    JsonWriter json;
    json.begin_object().field("prev_inc", prev_inc).field("prev_seq", prev_seq);
    return json.field("prev_head", prev_head.hex()).end_object().take();
}

std::string write_alarm(const std::string& code, const std::string& detail) {
    return JsonWriter().begin_object().field("code", code).field("detail", detail).end_object().take();
}

}  // namespace hadir::wire
