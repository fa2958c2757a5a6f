#include "central/decisions.h"

#include "central/devices_repository.h"
#include "central/records_repository.h"
#include "central/sides_repository.h"
#include "wire/chain.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::central {
namespace {

wire::LineHead head_of(const OwnLedger& own, const std::string& kind, std::uint64_t seq) {
    wire::LineHead head;
    head.id = {own.dev(), kOwnInc, seq};
    head.kind = kind;
    head.at = own.clock.wall();
    head.boot = own.clock.boot();
    head.up_ms = own.clock.since_boot().count();
    head.clock = read_clock(head.at, own.clock.since_boot(), own.clock.kernel_error(), std::nullopt, head.at);
    head.r = own.random.make<Salt>();
    return head;
}

}  // namespace

DeviceId own_dev(const wire::SigningKey& key) {
    Bytes message;
    append_domain(message, "hadir-central-1");
    append(message, key.public_key().bytes);
    return *DeviceId::from(ByteView(wire::sha256(message).bytes).first(DeviceId::kSize));
}

DeviceId OwnLedger::dev() const {
    return own_dev(key);
}

std::int64_t own_device(const Database& database, const wire::SigningKey& key, UnixMs now) {
    DevicesRepository devices(database);
    const DeviceId dev = own_dev(key);
    if (const auto found = devices.find(dev)) return found->id;
    const auto id = devices.add_own(dev, now);
    devices.add_incarnation(id, kOwnInc, key.public_key(), now);
    return id;
}

Result<void> check_reason(const std::string& why) {
    const bool plain = std::ranges::none_of(why, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    // The strict reader knows UTF-8.
    const auto json =
        wire::parse_json(wire::JsonWriter().begin_object().field("why", why).end_object().take());
    if (why.empty() || why.size() > kReasonBytesMax || !plain || !json)
        return fail(ErrorCode::usage, "the reason must be 1 to 500 bytes of text on one line");
    return {};
}

Result<std::int64_t> append_decision(const Database& database, const OwnLedger& own, const std::string& kind,
                                     const std::string& body) {
    const LedgerPlace ledger{own_device(database, own.key, own.clock.wall()), kOwnInc};
    RecordsRepository records(database);
    const StoredHead last = records.head(ledger, 0).value_or(
        StoredHead{0, wire::chain_genesis(own.dev(), kOwnInc, own.key.public_key())});
    const wire::LineHead head = head_of(own, kind, last.seq + 1);
    const auto line = wire::write_line(head, body);
    if (!line) return propagate(line.error());
    const Hash hash = wire::chain_next(last.hash, *line);
    const wire::SignedLine signed_line{*line, wire::sign_head(own.key, head.id, hash)};
    const NewRecord row{0, head.id.seq, &signed_line, hash, std::nullopt};
    return records.add(ledger, {&row, 1}, head.at).front();
}

Result<std::int64_t> append_decision(const Database& database, const OwnLedger& own, const std::string& kind,
                                     wire::JsonWriter body, const Officer& officer, const std::string& why) {
    std::vector<wire::Side> sides;
    if (officer.account) sides.push_back(wire::make_side(own.random, "account", *officer.account));
    if (!why.empty()) sides.push_back(wire::make_side(own.random, "why", why));
    body.field("by", officer.person.hex()).key("side").raw(wire::write_side_digests(sides)).end_object();
    auto record = append_decision(database, own, kind, body.take());
    if (!record) return record;
    const auto line = wire::parse_line(RecordsRepository(database).line(*record));
    if (!line) return propagate(line.error());
    for (const wire::Side& side : sides)
        SidesRepository(database).add(*record, side, owner_of(side.field, *line));
    return record;
}

std::optional<PersonId> owner_of(std::string_view field, const wire::Line& line) {
    const std::string& kind = line.head.kind;
    const bool of_person = field != "account" && (kind.starts_with("paper-") || kind.starts_with("case-") ||
                                                  kind.starts_with("ethics-"));
    const wire::Json* person = field == "account" ? line.body.find("by")
                               : of_person        ? line.body.find("person")
                                                  : nullptr;
    if (person == nullptr || person->text() == nullptr) return std::nullopt;
    return PersonId::parse_hex(*person->text());
}

}  // namespace hadir::central
