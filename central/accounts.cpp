#include "central/accounts.h"

#include <algorithm>

namespace hadir::central {
namespace {

// Nomor presensi, by which people sign in.
bool is_number(std::string_view name) {
    return name.size() == 5 && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
}

Result<void> check(const AccountOrder& order) {
    if (!is_account_name(order.name))
        return fail(ErrorCode::usage, "an account's name is 1 to 64 of a-z, 0-9, dot, hyphen, underscore");
    if (is_number(order.name))
        return fail(ErrorCode::usage, "five digits are the name of a person's own account");
    if (is_of_one_opd(order.role) == order.opd.empty())
        return fail(ErrorCode::usage, "an opd_officer needs an OPD, and nobody else has one");
    if (order.opd.size() > kOpdBytesMax) return fail(ErrorCode::usage, "an OPD's name has at most 128 bytes");
    if (order.ethics && reach_of(order.role, Permission::ethics) != Reach::by_grant)
        return fail(ErrorCode::usage, "only a discipline_officer can be let to cases of ethics");
    return {};
}

}  // namespace

bool is_account_name(std::string_view name) {
    return !name.empty() && name.size() <= kAccountBytesMax && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
}

Result<void> add_account(const Database& database, const AccountOrder& order, UnixMs now,
                         wire::PasswordCost cost) {
    if (auto taken = check(order); !taken) return taken;
    auto hash = wire::hash_password(order.password, cost);
    if (!hash) return propagate(hash.error());
    return database.transaction([&]() -> Result<void> {
        AccountsRepository accounts(database);
        if (accounts.find(order.name))
            return fail(ErrorCode::conflict, "the account " + order.name + " exists");
        accounts.add({order.name, *hash, order.role, order.person, order.opd, order.ethics}, now);
        return {};
    });
}

}  // namespace hadir::central
