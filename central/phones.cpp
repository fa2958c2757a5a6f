#include "central/phones.h"

#include "central/branches_repository.h"
#include "central/files_repository.h"
#include "central/people_repository.h"
#include "central/phone_claims.h"
#include "central/sides_repository.h"
#include "wire/encodings.h"
#include "wire/line.h"
#include "wire/side.h"

namespace hadir::central {
namespace {

constexpr int kPhonesOfOneMax = 1000;
constexpr int kClaimsAtOnce = 500;
constexpr std::chrono::hours kDay{24};

std::optional<std::string> hex_of(const std::optional<PhoneKeyId>& id) {
    return id ? std::optional(id->hex()) : std::nullopt;
}

void end_key(const Database& database, const PhoneKeyId& id, UnixMs at) {
    if (PhonesRepository(database).end(id, at)) FilesRepository(database).people_changed();
}

// The one that waits for a terminal (`shown` false), or the one that counts or will (`shown` true).
std::optional<PhoneKeyId> open_key(const std::vector<Phone>& phones, bool shown) {
    for (const Phone& phone : phones) {
        if (!phone.ended && phone.from.has_value() == shown) return phone.id;
    }
    return std::nullopt;
}

Result<void> may_register(PhonesRepository& phones, const PersonId& person, const PhoneWish& wish,
                          UnixMs now) {
    if (!wire::is_usable_key(wish.key) ||
        !wire::verify(wish.key, wire::phone_registration_message(person, wish.key), wish.proof))
        return fail(ErrorCode::bad_signature, "proof is not by pub for this person");
    if (phones.holds(wish.key)) return fail(ErrorCode::conflict, "this key is registered already");
    if (phones.count_registered(person, now + -kDay) >= kPhonesRegisteredADayMax)
        return fail(ErrorCode::rate, "five keys in a day; wait until tomorrow");
    return {};
}

// The browser stands beside the line: it can be erased with the person.
Result<void> write_registered(const Database& database, const OwnLedger& own, const Phone& phone,
                              const std::optional<PhoneKeyId>& ends, const Nonce& browser) {
    const wire::Side side = wire::make_side(own.random, "browser", browser.hex());
    wire::JsonWriter body;
    body.begin_object()
        .field("person", phone.person.hex())
        .field("phone", phone.id.hex())
        .field("pub", phone.key.hex())
        .field("ends", hex_of(ends))
        .key("side")
        .raw(wire::write_side_digests({side}))
        .end_object();
    const auto record = append_decision(database, own, "phone-registered", body.take());
    if (!record) return propagate(record.error());
    SidesRepository(database).add(*record, side, phone.person);
    return {};
}

wire::JsonWriter ended_body(const Phone& phone) {
    wire::JsonWriter body;
    body.begin_object().field("person", phone.person.hex()).field("phone", phone.id.hex());
    return body;
}

Result<void> write_valid(const Database& database, const OwnLedger& own, const Phone& phone,
                         const OpenClaim& claim, UnixMs from, const std::optional<PhoneKeyId>& ends) {
    wire::JsonWriter body;
    body.begin_object()
        .field("person", phone.person.hex())
        .field("phone", phone.id.hex())
        .field("pub", phone.key.hex())
        .field("dev", claim.dev.hex())
        .field("inc", claim.claim.ledger.inc)
        .field("seq", claim.seq)
        .field("from", format_at(from))
        .field("ends", hex_of(ends))
        .end_object();
    const auto record = append_decision(database, own, "phone-valid", body.take());
    return record ? Result<void>() : propagate(record.error());
}

// A person's first key counts from the moment it was shown; each later one after a wait in which they can
// notice that it is not theirs.
Result<void> make_valid(const Database& database, const OwnLedger& own, const Phone& phone,
                        const OpenClaim& claim) {
    PhonesRepository phones(database);
    const auto all = phones.of_person(phone.person, kPhonesOfOneMax);
    const bool first = std::ranges::none_of(all, [](const Phone& other) { return other.from.has_value(); });
    const UnixMs now = own.clock.wall();
    const UnixMs from = first ? claim.earliest : now + kNextPhoneWait;
    const auto ends = open_key(all, true);
    if (ends) end_key(database, *ends, now);
    phones.set_from(phone.id, from);
    return write_valid(database, own, phone, claim, from, ends);
}

Result<std::size_t> judge_claims(const Database& database, const OwnLedger& own) {
    std::size_t count = 0;
    PhonesRepository phones(database);
    for (const OpenClaim& claim : phones.open_claims(kClaimsAtOnce)) {
        const auto phone = phones.find(claim.claim.phone);  // again: an earlier claim may have made it valid
        if (!phone || phone->from || phone->ended || !proves(database, claim, *phone)) continue;
        if (auto done = make_valid(database, own, *phone, claim); !done) return propagate(done.error());
        ++count;
    }
    return count;
}

}  // namespace

Result<Phone> register_phone(const Database& database, const OwnLedger& own, const PersonId& person,
                             const PhoneWish& wish) {
    return decide(database, own, [&]() -> Result<Phone> {
        PhonesRepository phones(database);
        const UnixMs now = own.clock.wall();
        if (auto may = may_register(phones, person, wish, now); !may) return propagate(may.error());
        const Phone phone{own.random.make<PhoneKeyId>(), person, wish.key, now, {}, {}, false};
        const auto ends = open_key(phones.of_person(person, kPhonesOfOneMax), false);
        if (ends) end_key(database, *ends, now);
        phones.add(phone, wish.browser.hex());
        if (auto done = write_registered(database, own, phone, ends, wish.browser); !done)
            return propagate(done.error());
        return *phones.find(phone.id);
    });
}

Result<void> end_phone(const Database& database, const OwnLedger& own, const PersonId& person,
                       const PhoneKeyId& id) {
    return decide(database, own, [&]() -> Result<void> {
        const auto phone = PhonesRepository(database).find(id);
        if (!phone || phone->person != person) return fail(ErrorCode::not_found, "you have no such key");
        if (phone->ended) return {};
        end_key(database, id, own.clock.wall());
        const auto record = append_decision(database, own, "phone-ended",
                                            ended_body(*phone).field("by", person.hex()).end_object().take());
        return record ? Result<void>() : propagate(record.error());
    });
}

Result<void> revoke_phone(const Database& database, const OwnLedger& own, const Officer& officer,
                          const PhoneKeyId& id, const std::string& why) {
    if (auto plain = check_reason(why); !plain) return plain;
    return decide(database, own, [&]() -> Result<void> {
        const auto phone = PhonesRepository(database).find(id);
        if (!phone) return fail(ErrorCode::not_found, "no phone key " + id.hex());
        if (phone->ended) return fail(ErrorCode::conflict, "this key has ended already");
        end_key(database, id, own.clock.wall());
        const auto record = append_decision(database, own, "phone-ended", ended_body(*phone), officer, why);
        return record ? Result<void>() : propagate(record.error());
    });
}

Result<std::vector<Phone>> phones_of(const Database& database, const PersonId& person) {
    return database.read([&]() -> Result<std::vector<Phone>> {
        return PhonesRepository(database).of_person(person, kPhonesShownMax);
    });
}

Result<std::size_t> tend_phones(const Database& database, const OwnLedger& own) {
    // Most of the time there is nothing to do: then no writer waits for anybody.
    const auto waits = database.read(
        [&]() -> Result<bool> { return PhonesRepository(database).waits_for(own.clock.wall()); });
    if (!waits) return propagate(waits.error());
    if (!*waits) return std::size_t{0};
    return decide(database, own, [&]() -> Result<std::size_t> {
        const auto count = judge_claims(database, own);
        if (!count) return count;
        if (PhonesRepository(database).list_due(own.clock.wall())) FilesRepository(database).people_changed();
        return count;
    });
}

namespace {

void apply_ends(const Database& database, wire::Fields& fields, UnixMs at) {
    if (const auto ends = fields.nullable_hex<PhoneKeyId>("ends"); ends && fields.done())
        end_key(database, *ends, at);
}

}  // namespace

void apply_phone_decision(const Database& database, const wire::Line& line) {
    PhonesRepository phones(database);
    wire::Fields fields(line.body, line.head.kind);
    const auto id = fields.hex<PhoneKeyId>("phone");
    const auto person = fields.hex<PersonId>("person");
    const UnixMs at = line.head.at;
    if (line.head.kind == "phone-ended") {
        if (fields.done()) end_key(database, id, at);
        return;
    }
    const auto key = fields.hex<PublicKey>("pub");
    if (!fields.done()) return;
    if (!phones.find(id) && !phones.holds(key)) phones.add({id, person, key, at, {}, {}, false}, "");
    apply_ends(database, fields, at);
    if (line.head.kind != "phone-valid") return;
    const UnixMs from = fields.at("from");
    if (fields.done()) phones.set_from(id, from);
}

}  // namespace hadir::central
