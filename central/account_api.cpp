#include "central/account_api.h"

#include "central/account_json.h"
#include "central/accounts.h"
#include "central/people_repository.h"
#include "central/web_shell.h"
#include "wire/json.h"

namespace hadir::central {
namespace {

using httpd::Response;

constexpr std::size_t kNumberBytesMax = 16;
constexpr std::size_t kWordBytesMax = 32;

Result<Response> list(const Visit& visit) {
    const auto rows = staff_of(visit.database, visit.api.clock.wall());
    if (!rows) return propagate(rows.error());
    std::vector<PersonId> holders;
    for (const StaffRow& row : *rows)
        holders.push_back(row.account.person);
    if (auto noted = visit.note_list({ViewKind::account}, std::move(holders)); !noted)
        return propagate(noted.error());
    return fresh_json(200, staff_json(*rows));
}

// Pages name people by their nomor presensi.
Result<PersonId> person_of(const Database& database, const std::string& number) {
    const auto person = database.read(
        [&]() -> Result<std::optional<Person>> { return PeopleRepository(database).find_number(number); });
    if (!person) return propagate(person.error());
    if (!*person) return fail(ErrorCode::not_found, "nobody has the number " + number);
    return (*person)->person;
}

Result<AccountOrder> read_order(const Visit& visit) {
    const auto json = wire::parse_json(visit.request.body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "account");
    AccountOrder order;
    order.name = fields.text("name", kAccountBytesMax);
    const auto role = role_from(fields.text("role", kWordBytesMax));
    if (!role) fields.fault("role", "must be one of docs/api.md");
    order.role = role.value_or(Role::person);
    const std::string number = fields.text("number", kNumberBytesMax);
    order.opd = fields.nullable_text("opd", kOpdBytesMax).value_or("");
    order.ethics = fields.flag("ethics");
    order.why = fields.text("why", kReasonBytesMax);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    const auto person = person_of(visit.database, number);
    if (!person) return propagate(person.error());
    order.person = *person;
    return order;
}

// The row as it is now, and the password that was drawn, if one was.
Result<Response> answer(const Visit& visit, const std::string& name,
                        const std::optional<std::string>& password) {
    const auto rows = staff_of(visit.database, visit.api.clock.wall());
    if (!rows) return propagate(rows.error());
    const auto row = std::ranges::find(*rows, name, [](const StaffRow& staff) { return staff.account.name; });
    if (row == rows->end()) return fail(ErrorCode::not_found, "no account of staff " + name);
    if (auto noted = visit.note_list({ViewKind::account}, {row->account.person}); !noted)
        return propagate(noted.error());
    return fresh_json(201, staff_changed_json(*row, password));
}

Result<Response> add(const Visit& visit) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    const auto order = read_order(visit);
    if (!order) return propagate(order.error());
    const auto password = add_account(visit.database, *own, visit.officer(), *order);
    if (!password) return propagate(password.error());
    return answer(visit, order->name, *password);
}

Result<Response> end(const Visit& visit) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    const auto json = wire::parse_json(visit.request.body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "ending");
    const AccountChange change{visit.request.captures.front(), fields.text("why", kReasonBytesMax)};
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    if (auto done = end_account(visit.database, *own, visit.officer(), change); !done)
        return propagate(done.error());
    return answer(visit, change.name, std::nullopt);
}

Result<Response> reset(const Visit& visit) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    const auto json = wire::parse_json(visit.request.body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "reset");
    const std::string what = fields.text("what", kWordBytesMax);
    if (what != "factor" && what != "password") fields.fault("what", "must be factor or password");
    const AccountChange change{visit.request.captures.front(), fields.text("why", kReasonBytesMax)};
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    if (what == "factor") {
        if (auto done = reset_factor(visit.database, *own, visit.officer(), change); !done)
            return propagate(done.error());
        return answer(visit, change.name, std::nullopt);
    }
    const auto password = reset_password(visit.database, *own, visit.officer(), change);
    if (!password) return propagate(password.error());
    return answer(visit, change.name, *password);
}

}  // namespace

std::vector<httpd::Route> account_routes(const WebApi& api) {
    return {guarded(api, "/v1/staff", Permission::manage_accounts, list),
            decision(api, "/v1/staff", Permission::manage_accounts, add),
            decision(api, "/v1/staff/{name}/endings", Permission::manage_accounts, end),
            decision(api, "/v1/staff/{name}/resets", Permission::manage_accounts, reset)};
}

}  // namespace hadir::central
