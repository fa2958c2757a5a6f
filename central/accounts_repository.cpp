#include "central/accounts_repository.h"

#include <soci/soci.h>

namespace hadir::central {

void AccountsRepository::add(const Account& account, UnixMs now) {
    const std::string role = name_of(account.role);
    const std::string person = account.person.hex();
    const long long at = now.value;
    const int ethics = account.ethics ? 1 : 0;
    sql_ << "INSERT INTO accounts (name, password, role, person, created_ms, opd, ethics) "
            "VALUES (:name, :password, :role, :person, :at, :opd, :ethics)",
        soci::use(account.name), soci::use(account.password), soci::use(role), soci::use(person),
        soci::use(at), soci::use(account.opd), soci::use(ethics);
}

std::optional<Account> AccountsRepository::find(const std::string& name) {
    Account account;
    account.name = name;
    std::string role, person;
    int ethics = 0;
    sql_ << "SELECT password, role, person, opd, ethics FROM accounts WHERE name = :name", soci::use(name),
        soci::into(account.password), soci::into(role), soci::into(person), soci::into(account.opd),
        soci::into(ethics);
    if (!sql_.got_data()) return std::nullopt;
    account.role = role_from(role).value_or(Role::person);
    account.person = PersonId::parse_hex(person).value_or(PersonId{});
    account.ethics = ethics != 0;
    return account;
}

void AccountsRepository::replace_password(const std::string& name, const std::string& password) {
    sql_ << "UPDATE accounts SET password = :password WHERE name = :name", soci::use(password),
        soci::use(name);
    sql_ << "DELETE FROM sessions WHERE account = :name", soci::use(name);
}

void AccountsRepository::remove_of(const PersonId& person) {
    const std::string id = person.hex();
    for (const char* table : {"sessions", "sign_in_failures"}) {
        sql_ << std::string("DELETE FROM ") + table +
                    " WHERE account IN (SELECT name FROM accounts WHERE person = :person)",
            soci::use(id);
    }
    sql_ << "DELETE FROM accounts WHERE person = :person", soci::use(id);
}

void AccountsRepository::open_session(const Hash& id, const std::string& account, UnixMs now,
                                      UnixMs expires) {
    const std::string hash = id.hex();
    const long long created = now.value;
    const long long until = expires.value;
    sql_ << "INSERT INTO sessions (id_sha256, account, created_ms, expires_ms) "
            "VALUES (:id, :account, :created, :until)",
        soci::use(hash), soci::use(account), soci::use(created), soci::use(until);
}

std::optional<Session> AccountsRepository::session(const Hash& id, UnixMs now) {
    const std::string hash = id.hex();
    const long long at = now.value;
    Session session;
    std::string role, person;
    long long expires = 0;
    int ethics = 0;
    sql_ << "SELECT a.name, a.role, a.person, a.opd, a.ethics, s.expires_ms FROM sessions s "
            "JOIN accounts a ON a.name = s.account WHERE s.id_sha256 = :id AND s.expires_ms > :at",
        soci::use(hash), soci::use(at), soci::into(session.account), soci::into(role), soci::into(person),
        soci::into(session.opd), soci::into(ethics), soci::into(expires);
    if (!sql_.got_data()) return std::nullopt;
    session.role = role_from(role).value_or(Role::person);
    session.person = PersonId::parse_hex(person).value_or(PersonId{});
    session.expires = {expires};
    session.ethics = ethics != 0;
    return session;
}

void AccountsRepository::close_session(const Hash& id) {
    const std::string hash = id.hex();
    sql_ << "DELETE FROM sessions WHERE id_sha256 = :id", soci::use(hash);
}

void AccountsRepository::forget_sessions_before(UnixMs now) {
    const long long at = now.value;
    sql_ << "DELETE FROM sessions WHERE expires_ms <= :at", soci::use(at);
}

std::int64_t AccountsRepository::failures_since(const std::string& account, UnixMs since) {
    const long long from = since.value;
    long long count = 0;
    sql_ << "SELECT COUNT(*) FROM sign_in_failures WHERE account = :account AND at_ms > :since",
        soci::use(account), soci::use(from), soci::into(count);
    return count;
}

void AccountsRepository::add_failure(const std::string& account, UnixMs now, UnixMs forget_before) {
    const long long at = now.value;
    const long long old = forget_before.value;
    sql_ << "DELETE FROM sign_in_failures WHERE at_ms <= :old", soci::use(old);
    sql_ << "INSERT INTO sign_in_failures (account, at_ms) VALUES (:account, :at)", soci::use(account),
        soci::use(at);
}

void AccountsRepository::clear_failures(const std::string& account) {
    sql_ << "DELETE FROM sign_in_failures WHERE account = :account", soci::use(account);
}

}  // namespace hadir::central
