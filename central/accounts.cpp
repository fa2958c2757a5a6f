#include "central/accounts.h"

#include <algorithm>
#include <functional>

#include "central/factors_repository.h"
#include "central/password_rules.h"
#include "central/people_repository.h"
#include "central/sessions.h"
#include "wire/encodings.h"

namespace hadir::central {
namespace {

constexpr std::size_t kGroup = 4;

// Nomor presensi, by which people sign in.
bool is_number(std::string_view name) {
    return name.size() == 5 && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
}

Result<void> check(const AccountOrder& order, const Officer& officer) {
    if (auto plain = check_reason(order.why); !plain) return plain;
    if (!is_account_name(order.name))
        return fail(ErrorCode::usage, "an account's name is 1 to 64 of a-z, 0-9, dot, hyphen, underscore");
    if (is_number(order.name) || order.role == Role::person)
        return fail(ErrorCode::usage, "people open their own accounts, which five digits name");
    if (is_of_one_opd(order.role) == order.opd.empty())
        return fail(ErrorCode::usage, "an opd_officer needs an OPD, and nobody else has one");
    if (order.opd.size() > kOpdBytesMax) return fail(ErrorCode::usage, "an OPD's name has at most 128 bytes");
    if (order.ethics && reach_of(order.role, Permission::ethics) != Reach::by_grant)
        return fail(ErrorCode::usage, "only a discipline_officer can be let to cases of ethics");
    if (officer.account && officer.person == order.person)
        return fail(ErrorCode::not_allowed, "nobody gives rights to themselves; another administrator does");
    return {};
}

Result<std::string> holder_of(const Database& database, const PersonId& person) {
    const auto found = database.read(
        [&]() -> Result<std::optional<Person>> { return PeopleRepository(database).find(person); });
    if (!found) return propagate(found.error());
    if (!*found || !(*found)->active)
        return fail(ErrorCode::not_found, "no person " + person.hex() + " among the active");
    return (*found)->facts.name;
}

// Drawn for somebody who must choose their own: 80 bits, as people copy it.
std::string draw_password(Random& random) {
    using Drawn = FixedBytes<struct DrawnPasswordTag, 10>;
    std::string letters = wire::to_crockford(random.make<Drawn>().bytes);
    for (std::size_t at = kGroup; at < letters.size(); at += kGroup + 1)
        letters.insert(at, "-");
    return letters;
}

wire::JsonWriter body_of(const PersonId& person, Role role, const std::string& opd) {
    wire::JsonWriter body;
    body.begin_object().field("person", person.hex()).field("role", name_of(role));
    if (!opd.empty()) body.field("opd", opd);
    return body;
}

Result<void> store(const Database& database, const OwnLedger& own, const Officer& officer,
                   const AccountOrder& order, const std::string& hash, bool given) {
    return decide(database, own, [&]() -> Result<void> {
        AccountsRepository accounts(database);
        if (accounts.find(order.name))
            return fail(ErrorCode::conflict, "the account " + order.name + " exists, or did");
        accounts.add({order.name, hash, order.role, order.person, order.opd, order.ethics, given},
                     own.clock.wall());
        wire::JsonWriter body = body_of(order.person, order.role, order.opd);
        if (order.ethics) body.field("ethics", true);
        const auto written =
            append_decision(database, own, "account-added", std::move(body), officer, order.why);
        return written ? Result<void>() : propagate(written.error());
    });
}

// An account of staff changes, and that it does is a record.
Result<void> change_account(const Database& database, const OwnLedger& own, const Officer& officer,
                            const AccountChange& change, const char* kind,
                            const std::function<void(const Account&)>& apply) {
    if (auto plain = check_reason(change.why); !plain) return plain;
    return decide(database, own, [&]() -> Result<void> {
        const auto account = AccountsRepository(database).find(change.name);
        if (!account || account->ended || account->role == Role::person)
            return fail(ErrorCode::not_found, "no account of staff " + change.name);
        if (officer.account && officer.person == account->person)
            return fail(ErrorCode::not_allowed, "nobody changes an account of their own; another does");
        apply(*account);
        const auto written = append_decision(
            database, own, kind, body_of(account->person, account->role, account->opd), officer, change.why);
        return written ? Result<void>() : propagate(written.error());
    });
}

// What the rules compare the new password with.
struct Holding {
    Account account;
    std::string holder;
    bool factor = false;
};
Result<Holding> holding_of(const Database& database, const std::string& name) {
    return database.read([&]() -> Result<Holding> {
        const auto account = AccountsRepository(database).find(name);
        if (!account || account->ended) return fail(ErrorCode::no_session, "the account was ended");
        const auto person = PeopleRepository(database).find(account->person);
        const auto factor = FactorsRepository(database).find(name);
        return Holding{*account, person ? person->facts.name : "",
                       needs_factor(account->role) || (factor && factor->proved)};
    });
}

}  // namespace

bool is_account_name(std::string_view name) {
    return !name.empty() && name.size() <= kAccountBytesMax && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
}

Result<void> add_account(const Database& database, const OwnLedger& own, const Officer& officer,
                         const AccountOrder& order, std::string_view password, wire::PasswordCost cost) {
    if (auto taken = check(order, officer); !taken) return taken;
    const auto holder = holder_of(database, order.person);
    if (!holder) return propagate(holder.error());
    if (auto good = check_password(password, {order.name, *holder, needs_factor(order.role)}); !good)
        return good;
    const auto hash = wire::hash_password(password, cost);
    if (!hash) return propagate(hash.error());
    return store(database, own, officer, order, *hash, false);
}

Result<std::string> add_account(const Database& database, const OwnLedger& own, const Officer& officer,
                                const AccountOrder& order, wire::PasswordCost cost) {
    if (auto taken = check(order, officer); !taken) return propagate(taken.error());
    if (const auto holder = holder_of(database, order.person); !holder) return propagate(holder.error());
    const std::string password = draw_password(own.random);
    const auto hash = wire::hash_password(password, cost);
    if (!hash) return propagate(hash.error());
    if (auto stored = store(database, own, officer, order, *hash, true); !stored)
        return propagate(stored.error());
    return password;
}

Result<void> end_account(const Database& database, const OwnLedger& own, const Officer& officer,
                         const AccountChange& change) {
    return change_account(database, own, officer, change, "account-ended", [&](const Account& account) {
        AccountsRepository(database).end(account.name, own.clock.wall());
        FactorsRepository(database).remove(account.name);
    });
}

Result<void> reset_factor(const Database& database, const OwnLedger& own, const Officer& officer,
                          const AccountChange& change) {
    return change_account(database, own, officer, change, "account-factor-reset",
                          [&](const Account& account) {
                              FactorsRepository(database).remove(account.name);
                              AccountsRepository(database).close_sessions_of(account.name);
                          });
}

Result<std::string> reset_password(const Database& database, const OwnLedger& own, const Officer& officer,
                                   const AccountChange& change, wire::PasswordCost cost) {
    const std::string password = draw_password(own.random);
    const auto hash = wire::hash_password(password, cost);
    if (!hash) return propagate(hash.error());
    const auto done =
        change_account(database, own, officer, change, "account-password-reset", [&](const Account& account) {
            AccountsRepository(database).replace_password(account.name, *hash, true);
        });
    if (!done) return propagate(done.error());
    return password;
}

Result<void> change_password(const Database& database, const std::string& account,
                             const PasswordChange& change, UnixMs now, wire::PasswordCost cost) {
    if (auto may = check_failures(database, account, now); !may) return may;
    const auto held = holding_of(database, account);
    if (!held) return propagate(held.error());
    if (!wire::password_fits(held->account.password, change.old)) {
        if (auto counted = count_failure(database, account, now); !counted) return counted;
        return fail(ErrorCode::unknown_code, "the password of until now is wrong");
    }
    if (change.old == change.chosen)
        return fail(ErrorCode::usage, "password: take another one than until now");
    if (auto good = check_password(change.chosen, {account, held->holder, held->factor}); !good) return good;
    const auto hash = wire::hash_password(change.chosen, cost);
    if (!hash) return propagate(hash.error());
    return database.transaction([&]() -> Result<void> {
        AccountsRepository accounts(database);
        const auto still = accounts.find(account);
        if (!still || still->password != held->account.password)
            return fail(ErrorCode::conflict, "the password was changed elsewhere meanwhile");
        accounts.replace_password(account, *hash, false);
        return {};
    });
}

Result<std::vector<StaffRow>> staff_of(const Database& database, UnixMs now) {
    return database.read(
        [&]() -> Result<std::vector<StaffRow>> { return AccountsRepository(database).staff(now); });
}

}  // namespace hadir::central
