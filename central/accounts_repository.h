// Who may look: accounts, sessions, and failed sign-ins. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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
    bool given = false;   // somebody else has made the password: it must be replaced first
    std::optional<UnixMs> ended{};
};

// How far a sign-in has come. Only an open session may do anything but the step that it waits for.
enum class Stage : std::uint8_t {
    factor,     // the second factor's code is missing
    password,   // a password that was given must be replaced
    enrolment,  // an obligatory second factor must be set up
    open,
};
[[nodiscard]] const char* name_of(Stage stage);

struct Session {
    std::string account;
    Role role = Role::person;
    PersonId person;
    UnixMs expires;
    std::string opd{};
    bool ethics = false;
    Stage stage = Stage::open;
    UnixMs seen{};

    [[nodiscard]] Holder holder() const { return {role, opd, ethics}; }
};

struct NewSession {
    Hash id;  // a session is known by the hash of its id: who reads the table cannot use it
    std::string account;
    Stage stage = Stage::open;
    UnixMs opened, expires;
    std::string agent;  // what the browser calls itself
};

struct OwnSession {
    Hash id;
    UnixMs opened, seen;
    std::string agent;
};

struct StaffRow {
    Account account;     // without the password
    std::string holder;  // the person's name; empty when nobody is known by that id
    bool factor = false;
    std::optional<UnixMs> seen;  // in a session that is not over
};

class AccountsRepository {
public:
    explicit AccountsRepository(const Database& database) : sql_(database.sql()) {}

    void add(const Account& account, UnixMs now);
    std::optional<Account> find(const std::string& name);
    // Ends all its sessions.
    void replace_password(const std::string& name, const std::string& password, bool given);
    void end(const std::string& name, UnixMs now);  // with its sessions
    std::vector<StaffRow> staff(UnixMs now);        // all but people's own, by name
    // With sessions, failures, second factors.
    void remove_of(const PersonId& person);

    void open_session(const NewSession& session);
    std::optional<Session> session(const Hash& id, UnixMs now);
    void touch_session(const Hash& id, UnixMs now);
    void close_session(const Hash& id);
    void close_sessions_of(const std::string& account);
    std::vector<OwnSession> sessions_of(const std::string& account, UnixMs now);  // open ones, newest first
    void forget_sessions_before(UnixMs now);

    std::int64_t failures_since(const std::string& account, UnixMs since);
    void add_failure(const std::string& account, UnixMs now, UnixMs forget_before);
    void clear_failures(const std::string& account);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
