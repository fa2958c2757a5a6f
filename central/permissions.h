// Who may do what: the roles, what each is let to, and whose data it reaches (docs/api.md). One table, asked
// by every route of the `web` listener. A person's superior is no role: it is a dated relation between
// people.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "central/opd_scope.h"

namespace hadir::central {

enum class Role : std::uint8_t {
    person,              // sees what is their own, as everybody does
    opd_officer,         // for the people and terminals of one OPD
    bkd_officer,         // for all of them
    discipline_officer,  // keeps the cases
    auditor,             // sees and changes nothing
    administrator,       // keeps accounts and terminals; judges nobody
};
inline constexpr std::size_t kRoles = 6;
[[nodiscard]] const char* name_of(Role role);
[[nodiscard]] std::optional<Role> role_from(std::string_view name);
// BKD's roles need a second factor at every sign-in.
[[nodiscard]] bool needs_factor(Role role);
[[nodiscard]] bool is_of_one_opd(Role role);

enum class Permission : std::uint8_t {
    own_affairs,       // one's own records, phones, sessions, and who has looked at them
    see_attendance,    // who came: figures, lists, live events
    see_nip,           // personal numbers, in the tables that leave for the allowance
    see_terminals,     // where terminals hang and when they last reported
    decide_terminals,  // confirm and revoke
    see_reviews,       // check-ins that wait to be looked at
    review,            // say that one is fine or doubtful
    enter_papers,      // ask for leave, duty or a correction for somebody else
    decide_outages,    // say whether a terminal was out of order
    open_photos,       // open a sealed photograph, for a reason that stays on record
    see_discipline,    // cases of discipline
    discipline,        // their steps
    ethics,            // cases of ethics, read and written: for accounts that were let to it by name
    manage_accounts,   // add and end accounts, reset second factors
    see_audit,         // who has looked at whom
};
[[nodiscard]] const char* name_of(Permission permission);

// by_grant: only with an administrator's word for this one account.
enum class Reach : std::uint8_t { none, own_opd, by_grant, all };
[[nodiscard]] Reach reach_of(Role role, Permission permission);

// Whom an account can be compared with the table as.
struct Holder {
    Role role = Role::person;
    std::string_view opd{};  // of an opd_officer
    bool ethics = false;     // was let to cases of ethics
};
// Whose data it may be about; nothing where the holder may not at all.
[[nodiscard]] std::optional<OpdScope> scope_of(const Holder& holder, Permission permission);
[[nodiscard]] std::vector<Permission> permissions_of(const Holder& holder);

}  // namespace hadir::central
