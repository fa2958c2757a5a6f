#include "central/person_accounts.h"

#include "central/files_repository.h"
#include "central/password_rules.h"
#include "central/people_repository.h"
#include "central/person_codes_repository.h"
#include "wire/encodings.h"

namespace hadir::central {
namespace {

// The slot says which code, the secret that it is known: a wrong guess harms one code at most.
constexpr std::size_t kSlotChars = 4;
constexpr int kSlotTries = 100;
constexpr const char* kPinDomain = "hadir-pin ";

Error unknown_code() {
    return Error(ErrorCode::unknown_code, "no such code; check the twelve letters, or ask for a new code");
}

struct CodeText {
    std::string slot;
    std::string secret;
};

std::optional<CodeText> read_code(std::string_view typed) {
    std::string letters;
    for (const char c : typed) {
        if (c != ' ' && c != '-') letters.push_back(c);
    }
    if (letters.size() != kPersonCodeChars) return std::nullopt;
    // Read as one of 16 letters, and written again: I, L, O and lower case become what was meant.
    const auto bytes = wire::from_crockford(letters + "0000");
    if (!bytes) return std::nullopt;
    const std::string plain = wire::to_crockford(*bytes).substr(0, kPersonCodeChars);
    return CodeText{plain.substr(0, kSlotChars), plain.substr(kSlotChars)};
}

// What pages send is a request like any other.
Result<void> check_passphrase(const AccountWish& wish, const PasswordOf& whose) {
    const auto good = check_password(wish.passphrase, whose);
    return good ? Result<void>() : fail(ErrorCode::malformed, good.error().message);
}

Result<void> check_wish(const AccountWish& wish) {
    if (auto good = check_passphrase(wish, {}); !good) return good;
    if (!wire::is_pin(wish.pin)) return fail(ErrorCode::malformed, "pin: six digits");
    if (wire::is_easy_pin(wish.pin))
        return fail(ErrorCode::malformed, "pin: not all digits alike, nor counting up or down");
    return {};
}

// What a code that is not there is compared with, so that the answer takes as long.
const std::string& nobodys_secret() {
    static const std::string kText =
        wire::hash_password("a code that nobody has", wire::PasswordCost::careful).value_or("");
    return kText;
}

Result<std::optional<PersonCodeRow>> row_of(const Database& database, const std::string& slot) {
    return database.read(
        [&]() -> Result<std::optional<PersonCodeRow>> { return PersonCodesRepository(database).find(slot); });
}

// Whose code it is. A wrong try is counted; no transaction is open while the hash is made.
Result<PersonId> owner_of_code(const Database& database, const std::string& typed, UnixMs now) {
    const auto code = read_code(typed);
    const auto row = code ? row_of(database, code->slot) : Result<std::optional<PersonCodeRow>>(std::nullopt);
    if (!row) return propagate(row.error());
    const bool fits =
        wire::password_fits(*row ? (*row)->secret : nobodys_secret(), code ? code->secret : typed);
    if (*row && fits && (*row)->wrong < kPersonCodeWrongMax) {
        if ((*row)->expires <= now)
            return fail(ErrorCode::expired, "this code was good for 30 days; ask for a new one");
        return (*row)->person;
    }
    if (*row) {
        const auto counted = database.transaction([&]() -> Result<void> {
            PersonCodesRepository(database).count_wrong(code->slot);
            return {};
        });
        if (!counted) return propagate(counted.error());
    }
    return propagate(unknown_code());
}

std::string opened_body(const PersonId& person, bool again) {
    wire::JsonWriter json;
    return json.begin_object().field("person", person.hex()).field("again", again).end_object().take();
}

wire::JsonWriter code_body(const PersonId& person, UnixMs until) {
    wire::JsonWriter json;
    json.begin_object().field("person", person.hex()).field("until", format_at(until));
    return json;
}

std::string draw(Random& random, std::size_t letters) {
    using Drawn = FixedBytes<struct DrawnTag, 5>;  // eight letters
    return wire::to_crockford(random.make<Drawn>().bytes).substr(0, letters);
}

Result<std::string> free_slot(const Database& database, Random& random) {
    for (int i = 0; i < kSlotTries; ++i) {
        std::string slot = draw(random, kSlotChars);
        const auto row = row_of(database, slot);
        if (!row) return propagate(row.error());
        if (!*row) return slot;
    }
    return fail(ErrorCode::internal, "too many codes wait to be used");
}

struct NewAccount {
    Account account;
    StoredPin pin;
};

// The code is looked at once more: it may have been used while the hashes were made.
Result<void> store(const Database& database, const OwnLedger& own, const std::string& typed,
                   const NewAccount& opened) {
    return decide(database, own, [&]() -> Result<void> {
        PersonCodesRepository codes(database);
        const PersonId& person = opened.account.person;
        const auto row = codes.find(read_code(typed)->slot);
        if (!row || row->person != person || row->wrong >= kPersonCodeWrongMax)
            return propagate(unknown_code());
        codes.remove_of(person);
        AccountsRepository accounts(database);
        const auto held = accounts.find(opened.account.name);
        if (held && (held->role != Role::person || held->person != person))
            return fail(ErrorCode::conflict, "another account has this name; tell BKD");
        if (held) {
            accounts.replace_password(opened.account.name, opened.account.password, false);
        } else {
            accounts.add(opened.account, own.clock.wall());
        }
        codes.set_pin(person, opened.pin);
        FilesRepository(database).people_changed();
        const auto written =
            append_decision(database, own, "account-opened", opened_body(person, held.has_value()));
        return written ? Result<void>() : propagate(written.error());
    });
}

}  // namespace

Result<std::string> make_person_code(const Database& database, const OwnLedger& own, const Officer& officer,
                                     const PersonCodeOrder& order, wire::PasswordCost cost) {
    if (auto plain = check_reason(order.why); !plain) return propagate(plain.error());
    const auto person = database.read(
        [&]() -> Result<std::optional<Person>> { return PeopleRepository(database).find(order.person); });
    if (!person) return propagate(person.error());
    if (!*person || !(*person)->active)
        return fail(ErrorCode::not_found, "no person " + order.person.hex() + " among the active");
    const auto slot = free_slot(database, own.random);
    if (!slot) return propagate(slot.error());
    const std::string secret = draw(own.random, kPersonCodeChars - kSlotChars);
    const auto hash = wire::hash_password(secret, cost);
    if (!hash) return propagate(hash.error());
    const UnixMs until = own.clock.wall() + kPersonCodeLife;
    const auto stored = decide(database, own, [&]() -> Result<void> {
        PersonCodesRepository(database).put(*slot, {order.person, *hash, until, 0});
        const auto written =
            append_decision(database, own, "person-code", code_body(order.person, until), officer, order.why);
        return written ? Result<void>() : propagate(written.error());
    });
    if (!stored) return propagate(stored.error());
    return *slot + secret;
}

Result<SignedIn> open_account(const Database& database, const OwnLedger& own, const AccountWish& wish,
                              wire::PasswordCost cost) {
    if (auto taken = check_wish(wish); !taken) return propagate(taken.error());
    const UnixMs now = own.clock.wall();
    const auto owner = owner_of_code(database, wish.code, now);
    if (!owner) return propagate(owner.error());
    const auto person = database.read(
        [&]() -> Result<std::optional<Person>> { return PeopleRepository(database).find(*owner); });
    if (!person) return propagate(person.error());
    if (!*person || !(*person)->active) return propagate(unknown_code());
    if (auto good = check_passphrase(wish, {(*person)->number, (*person)->facts.name}); !good)
        return propagate(good.error());
    const auto password = wire::hash_password(wish.passphrase, cost);
    if (!password) return propagate(password.error());
    const auto pin = wire::hash_password(kPinDomain + wish.pin, cost);
    if (!pin) return propagate(pin.error());
    const NewAccount opened{{(*person)->number, *password, Role::person, *owner},
                            {*pin, wire::make_pin_check(own.random, wish.pin), now}};
    if (auto done = store(database, own, wish.code, opened); !done) return propagate(done.error());
    return open_session(database, own.random, opened.account, now);
}

Result<PinVerdict> judge_pin(const Database& database, const PersonId& person, const std::string& pin,
                             UnixMs entered) {
    const auto stored = database.read(
        [&]() -> Result<std::optional<StoredPin>> { return PersonCodesRepository(database).pin_of(person); });
    if (!stored) return propagate(stored.error());
    if (!*stored || (*stored)->set > entered) return PinVerdict::unread;
    return wire::password_fits((*stored)->hash, kPinDomain + pin) ? PinVerdict::right : PinVerdict::wrong;
}

}  // namespace hadir::central
