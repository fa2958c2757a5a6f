// Who may look: accounts, sessions, and failed sign-ins. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "central/database.h"
#include "central/permissions.h"
#include "core/bytes.h"
#include "core/time.h"

namespace hadir::central {

struct Account {
    std::string name;
    std::string password;  // Argon2id text
    Role role = Role::person;
    PersonId person;
    std::string opd{};    // whose officer; empty for all other roles
    bool ethics = false;  // let to cases of ethics
};

struct Session {
    std::string account;
    Role role = Role::person;
    PersonId person;
    UnixMs expires;
    std::string opd{};
    bool ethics = false;

    [[nodiscard]] Holder holder() const { return {role, opd, ethics}; }
};

class AccountsRepository {
public:
    explicit AccountsRepository(const Database& database) : sql_(database.sql()) {}

    void add(const Account& account, UnixMs now);
    std::optional<Account> find(const std::string& name);
    void replace_password(const std::string& name, const std::string& password);  // ends its sessions
    void remove_of(const PersonId& person);  // with sessions and failures

    // A session is known by the hash of its id: who reads the table cannot use it.
    void open_session(const Hash& id, const std::string& account, UnixMs now, UnixMs expires);
    std::optional<Session> session(const Hash& id, UnixMs now);
    void close_session(const Hash& id);
    void forget_sessions_before(UnixMs now);

    std::int64_t failures_since(const std::string& account, UnixMs since);
    void add_failure(const std::string& account, UnixMs now, UnixMs forget_before);
    void clear_failures(const std::string& account);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
