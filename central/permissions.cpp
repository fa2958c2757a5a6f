#include "central/permissions.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace hadir::central {
namespace {

struct RoleRow {
    Role role;
    const char* name;
    bool factor;
};
constexpr RoleRow kRoleRows[kRoles] = {
    {Role::person, "person", false},          {Role::opd_officer, "opd_officer", false},
    {Role::bkd_officer, "bkd_officer", true}, {Role::discipline_officer, "discipline_officer", true},
    {Role::auditor, "auditor", true},         {Role::administrator, "administrator", true},
};

struct PermissionRow {
    Permission permission;
    const char* name;
    std::array<Reach, kRoles> reach;  // in the order of Role
};

constexpr Reach no = Reach::none, opd = Reach::own_opd, named = Reach::by_grant, all = Reach::all;

constexpr PermissionRow kTable[] = {
    // clang-format off
    //                                                  person  opd  bkd  discipline auditor administrator
    {Permission::own_affairs,      "own_affairs",      {all,    all, all, all,       all,    all}},
    {Permission::see_attendance,   "see_attendance",   {no,     opd, all, all,       all,    all}},
    {Permission::see_nip,          "see_nip",          {no,     opd, all, no,        no,     no}},
    {Permission::see_terminals,    "see_terminals",    {no,     opd, all, all,       all,    all}},
    {Permission::decide_terminals, "decide_terminals", {no,     no,  all, no,        no,     all}},
    {Permission::see_reviews,      "see_reviews",      {no,     opd, all, all,       all,    all}},
    {Permission::review,           "review",           {no,     opd, all, no,        no,     no}},
    {Permission::enter_papers,     "enter_papers",     {no,     opd, all, no,        no,     no}},
    {Permission::decide_outages,   "decide_outages",   {no,     opd, all, no,        no,     no}},
    {Permission::open_photos,      "open_photos",      {no,     opd, all, no,        no,     no}},
    {Permission::see_discipline,   "see_discipline",   {no,     no,  no,  all,       all,    no}},
    {Permission::discipline,       "discipline",       {no,     no,  no,  all,       no,     no}},
    {Permission::ethics,           "ethics",           {no,     no,  no,  named,     no,     no}},
    {Permission::manage_accounts,  "manage_accounts",  {no,     no,  no,  no,        no,     all}},
    {Permission::see_audit,        "see_audit",        {no,     no,  no,  no,        all,    all}},
    // clang-format on
};

const PermissionRow& row_of(Permission permission) {
    return *std::ranges::find(kTable, permission, &PermissionRow::permission);
}

const RoleRow& row_of(Role role) {
    return *std::ranges::find(kRoleRows, role, &RoleRow::role);
}

}  // namespace

const char* name_of(Role role) {
    return row_of(role).name;
}

std::optional<Role> role_from(std::string_view name) {
    const auto* row = std::ranges::find(kRoleRows, name, &RoleRow::name);
    return row == std::end(kRoleRows) ? std::nullopt : std::optional(row->role);
}

bool needs_factor(Role role) {
    return row_of(role).factor;
}

bool is_of_one_opd(Role role) {
    return role == Role::opd_officer;
}

const char* name_of(Permission permission) {
    return row_of(permission).name;
}

Reach reach_of(Role role, Permission permission) {
    return row_of(permission).reach[static_cast<std::size_t>(role)];
}

std::optional<OpdScope> scope_of(const Holder& holder, Permission permission) {
    switch (reach_of(holder.role, permission)) {
        case Reach::all:
            return OpdScope::all();
        case Reach::own_opd:
            return OpdScope::only(std::string(holder.opd));
        case Reach::by_grant:
            return holder.ethics ? std::optional(OpdScope::all()) : std::nullopt;
        case Reach::none:
            break;
    }
    return std::nullopt;
}

std::vector<Permission> permissions_of(const Holder& holder) {
    std::vector<Permission> found;
    for (const PermissionRow& row : kTable) {
        if (scope_of(holder, row.permission)) found.push_back(row.permission);
    }
    return found;
}

}  // namespace hadir::central
