#include "central/terminal_decisions.h"

#include "central/branches_repository.h"
#include "central/devices_repository.h"
#include "central/erasure.h"
#include "central/holidays.h"
#include "central/judge_queue_repository.h"
#include "central/phones.h"
#include "central/pins.h"
#include "central/reviews.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::central {
namespace {

Result<Device> known_device(DevicesRepository& devices, const DeviceId& dev) {
    const auto device = devices.find(dev);
    if (!device || !devices.terminal(dev)) return fail(ErrorCode::not_found, "no terminal " + dev.hex());
    return *device;
}

Result<Incarnation> known_incarnation(DevicesRepository& devices, const Device& device, std::uint32_t inc) {
    const auto incarnation = devices.incarnation(device.id, inc);
    if (!incarnation)
        return fail(ErrorCode::not_found,
                    "terminal " + device.dev.hex() + " has no incarnation " + std::to_string(inc));
    return *incarnation;
}

Result<void> may_confirm(const Device& device, const Incarnation& incarnation, const Officer& officer,
                         const Confirmation& confirmation) {
    if (device.revoked || incarnation.revoked)
        return fail(ErrorCode::conflict,
                    "what is revoked is not confirmed any more; enrol the terminal anew");
    if (incarnation.confirmed) return fail(ErrorCode::conflict, "this incarnation is confirmed already");
    if (incarnation.ledger_key != confirmation.ledger_key)
        return fail(ErrorCode::conflict, "this incarnation has another ledger key; compare again");
    if (!device.enrolled_by)
        return fail(ErrorCode::not_allowed,
                    "nobody is on record as the officer who enrolled this terminal; enrol it anew");
    if (*device.enrolled_by == officer.person)
        return fail(ErrorCode::not_allowed,
                    "a second officer must confirm: this one made the terminal's enrolment code");
    return {};
}

wire::JsonWriter confirmed_body(const Device& device, const Confirmation& confirmation) {
    wire::JsonWriter json;
    json.begin_object()
        .field("dev", confirmation.dev.hex())
        .field("inc", confirmation.inc)
        .field("ledger_pub", confirmation.ledger_key.hex())
        .field("enrolled_by", device.enrolled_by->hex());
    return json;
}

wire::JsonWriter revoked_body(const Revocation& revocation) {
    wire::JsonWriter json;
    json.begin_object()
        .field("dev", revocation.dev.hex())
        .field("inc", revocation.inc)
        .field("branch", revocation.branch);
    return json;
}

// Changes what a revocation changes.
Result<void> revoke(const Database& database, const Device& device, const Revocation& revocation,
                    UnixMs now) {
    DevicesRepository devices(database);
    if (!revocation.inc) {
        if (revocation.branch) return fail(ErrorCode::usage, "a branch is one of an incarnation; name it");
        if (device.revoked) return fail(ErrorCode::conflict, "this terminal is revoked already");
        devices.revoke(device.dev, now);
        return {};
    }
    const auto incarnation = known_incarnation(devices, device, *revocation.inc);
    if (!incarnation) return propagate(incarnation.error());
    if (incarnation->revoked) return fail(ErrorCode::conflict, "this incarnation is revoked already");
    if (!revocation.branch) {
        devices.revoke_incarnation(device.id, *revocation.inc, now);
        JudgeQueueRepository(database).add_ledger(device.id, *revocation.inc);
        return {};
    }
    BranchesRepository branches(database);
    const LedgerPlace ledger{device.id, *revocation.inc};
    const auto tree = branches.all(ledger);
    const auto found = std::ranges::find(tree, *revocation.branch, &Branch::branch);
    if (tree.size() == 1 || found == tree.end())
        return fail(ErrorCode::not_found, "this incarnation has no such branch");
    if (found->revoked) return fail(ErrorCode::conflict, "this branch is revoked already");
    branches.revoke(ledger, *revocation.branch, now);
    JudgeQueueRepository(database).add_ledger(device.id, *revocation.inc);
    return {};
}

}  // namespace

Result<void> confirm_terminal(const Database& database, const OwnLedger& own, const Officer& officer,
                              const Confirmation& confirmation) {
    if (auto plain = check_reason(confirmation.why); !plain) return plain;
    return decide(database, own, [&]() -> Result<void> {
        DevicesRepository devices(database);
        const auto device = known_device(devices, confirmation.dev);
        if (!device) return propagate(device.error());
        const auto incarnation = known_incarnation(devices, *device, confirmation.inc);
        if (!incarnation) return propagate(incarnation.error());
        if (auto may = may_confirm(*device, *incarnation, officer, confirmation); !may) return may;
        devices.confirm(device->id, confirmation.inc, {*device->enrolled_by, officer.person},
                        own.clock.wall());
        const auto written =
            append_decision(database, own, "device-confirmed", confirmed_body(*device, confirmation), officer,
                            confirmation.why);
        return written ? Result<void>() : propagate(written.error());
    });
}

Result<void> revoke_terminal(const Database& database, const OwnLedger& own, const Officer& officer,
                             const Revocation& revocation) {
    if (auto plain = check_reason(revocation.why); !plain) return plain;
    return decide(database, own, [&]() -> Result<void> {
        DevicesRepository devices(database);
        const auto device = known_device(devices, revocation.dev);
        if (!device) return propagate(device.error());
        if (auto revoked = revoke(database, *device, revocation, own.clock.wall()); !revoked) return revoked;
        const auto written = append_decision(database, own, "device-revoked", revoked_body(revocation),
                                             officer, revocation.why);
        return written ? Result<void>() : propagate(written.error());
    });
}

namespace {

// A terminal that a wiped database has lost.
void apply_enrolled(DevicesRepository& devices, const wire::Line& line) {
    wire::Fields fields(line.body, line.head.kind);
    const auto dev = fields.hex<DeviceId>("dev");
    const auto key = fields.hex<PublicKey>("ledger_pub");
    const auto zone = zone_from_iana(fields.text("zone"));
    const Place place{fields.text("opd"), fields.text("office"), fields.text("kiosk"),
                      zone.value_or(Zone::wib)};
    const UnixMs until = fields.at("until");
    const auto officer = fields.nullable_hex<PersonId>("enrolled_by");
    const auto inc = static_cast<std::uint32_t>(fields.integer("inc", 1, wire::kIncMax));
    if (!fields.done() || !zone || devices.find(dev)) return;
    const auto id = devices.add(dev, place, line.head.at, until, officer);
    devices.add_incarnation(id, inc, key, line.head.at);
}

void apply_opened(DevicesRepository& devices, const Device& device, const wire::Line& line) {
    wire::Fields fields(line.body, line.head.kind);
    const auto inc = static_cast<std::uint32_t>(fields.integer("inc", 1, wire::kIncMax));
    const auto key = fields.hex<PublicKey>("ledger_pub");
    const ClaimedPast past{static_cast<std::uint32_t>(fields.integer("prev_inc", 1, wire::kIncMax)),
                           static_cast<std::uint64_t>(fields.integer("prev_seq", 0, wire::kSeqMax)),
                           fields.hex<Hash>("prev_head")};
    if (!fields.done() || devices.incarnation(device.id, inc)) return;
    devices.add_incarnation(device.id, inc, key, line.head.at, past);
}

void apply_confirmed(DevicesRepository& devices, const Device& device, const wire::Line& line) {
    wire::Fields fields(line.body, line.head.kind);
    const auto inc = static_cast<std::uint32_t>(fields.integer("inc", 1, wire::kIncMax));
    const auto incarnation = devices.incarnation(device.id, inc);
    const auto key = fields.hex<PublicKey>("ledger_pub");
    const std::vector<PersonId> by{fields.hex<PersonId>("enrolled_by"), fields.hex<PersonId>("by")};
    if (!fields.done() || !incarnation || incarnation->confirmed || incarnation->ledger_key != key) return;
    devices.confirm(device.id, inc, by, line.head.at);
}

void apply_revoked(const Database& database, const Device& device, const wire::Line& line) {
    wire::Fields fields(line.body, line.head.kind);
    Revocation revocation{device.dev, std::nullopt, std::nullopt, ""};
    if (const auto inc = fields.nullable_integer("inc", 1, wire::kIncMax))
        revocation.inc = static_cast<std::uint32_t>(*inc);
    revocation.branch = fields.nullable_integer("branch", 0, wire::kSeqMax);
    if (!fields.done()) return;
    // Refused: it is revoked already, or what it names is not there.
    static_cast<void>(revoke(database, device, revocation, line.head.at));
}

void apply_erased(const Database& database, const wire::Line& line) {
    wire::Fields fields(line.body, line.head.kind);
    const auto person = fields.hex<PersonId>("person");
    if (fields.done()) forget_person(database, {person, line.head.at});
}

}  // namespace

void apply_decision(const Database& database, std::string_view text) {
    const auto line = wire::parse_line(text);
    if (!line) return;
    if (line->head.kind == "person-erased") return apply_erased(database, *line);
    if (line->head.kind.starts_with("phone-")) return apply_phone_decision(database, *line);
    apply_review(database, *line);
    apply_pin_decision(database, *line);
    apply_holiday(database, *line);
    if (!line->head.kind.starts_with("device-")) return;
    DevicesRepository devices(database);
    if (line->head.kind == "device-enrolled") return apply_enrolled(devices, *line);
    wire::Fields fields(line->body, line->head.kind);
    const auto device = devices.find(fields.hex<DeviceId>("dev"));
    if (!device) return;
    if (line->head.kind == "device-incarnation") apply_opened(devices, *device, *line);
    if (line->head.kind == "device-confirmed") apply_confirmed(devices, *device, *line);
    if (line->head.kind == "device-revoked") apply_revoked(database, *device, *line);
}

}  // namespace hadir::central
