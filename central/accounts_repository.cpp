#include "central/accounts_repository.h"

#include <soci/soci.h>

#include <utility>

namespace hadir::central {
namespace {

constexpr std::pair<Stage, const char*> kStages[] = {{Stage::factor, "factor"},
                                                     {Stage::password, "password"},
                                                     {Stage::enrolment, "enrolment"},
                                                     {Stage::open, "open"}};

// What is stored and not known is the stage that lets to nothing by itself.
Stage stage_from(std::string_view name) {
    for (const auto& [stage, text] : kStages) {
        if (name == text) return stage;
    }
    return Stage::factor;
}

}  // namespace

const char* name_of(Stage stage) {
    return kStages[static_cast<std::size_t>(stage)].second;
}

void AccountsRepository::add(const Account& account, UnixMs now) {
    const std::string role = name_of(account.role);
    const std::string person = account.person.hex();
    const long long at = now.value;
    const int ethics = account.ethics ? 1 : 0;
    const int given = account.given ? 1 : 0;
    sql_ << "INSERT INTO accounts (name, password, role, person, created_ms, opd, ethics, given) "
            "VALUES (:name, :password, :role, :person, :at, :opd, :ethics, :given)",
        soci::use(account.name), soci::use(account.password), soci::use(role), soci::use(person),
        soci::use(at), soci::use(account.opd), soci::use(ethics), soci::use(given);
}

std::optional<Account> AccountsRepository::find(const std::string& name) {
    Account account;
    account.name = name;
    std::string role, person;
    int ethics = 0, given = 0;
    long long ended = 0;
    sql_ << "SELECT password, role, person, opd, ethics, given, COALESCE(ended_ms, 0) FROM accounts "
            "WHERE name = :name",
        soci::use(name), soci::into(account.password), soci::into(role), soci::into(person),
        soci::into(account.opd), soci::into(ethics), soci::into(given), soci::into(ended);
    if (!sql_.got_data()) return std::nullopt;
    account.role = role_from(role).value_or(Role::person);
    account.person = PersonId::parse_hex(person).value_or(PersonId{});
    account.ethics = ethics != 0;
    account.given = given != 0;
    if (ended != 0) account.ended = UnixMs{ended};
    return account;
}

void AccountsRepository::replace_password(const std::string& name, const std::string& password, bool given) {
    const int by_another = given ? 1 : 0;
    sql_ << "UPDATE accounts SET password = :password, given = :given WHERE name = :name",
        soci::use(password), soci::use(by_another), soci::use(name);
    close_sessions_of(name);
}

void AccountsRepository::end(const std::string& name, UnixMs now) {
    const long long at = now.value;
    sql_ << "UPDATE accounts SET ended_ms = COALESCE(ended_ms, :at) WHERE name = :name", soci::use(at),
        soci::use(name);
    close_sessions_of(name);
}

std::vector<StaffRow> AccountsRepository::staff(UnixMs now) {
    const long long at = now.value;
    std::string name, role, person, opd, holder;
    int ethics = 0, given = 0, factor = 0;
    long long ended = 0, seen = 0;
    soci::statement statement =
        (sql_.prepare
             << "SELECT a.name, a.role, a.person, a.opd, a.ethics, a.given, COALESCE(a.ended_ms, 0), "
                "COALESCE(p.name, ''), CASE WHEN f.proved_ms IS NULL THEN 0 ELSE 1 END, "
                "(SELECT COALESCE(MAX(s.seen_ms), 0) FROM sessions s WHERE s.account = a.name AND "
                "s.stage = 'open' AND s.expires_ms > :at) FROM accounts a "
                "LEFT JOIN people p ON p.person = a.person LEFT JOIN factors f ON f.account = a.name "
                "WHERE a.role <> 'person' ORDER BY a.name",
         soci::use(at), soci::into(name), soci::into(role), soci::into(person), soci::into(opd),
         soci::into(ethics), soci::into(given), soci::into(ended), soci::into(holder), soci::into(factor),
         soci::into(seen));
    statement.execute();
    std::vector<StaffRow> rows;
    while (statement.fetch()) {
        Account account{name,
                        "",
                        role_from(role).value_or(Role::person),
                        PersonId::parse_hex(person).value_or(PersonId{}),
                        opd,
                        ethics != 0,
                        given != 0};
        if (ended != 0) account.ended = UnixMs{ended};
        rows.push_back({std::move(account), holder, factor != 0,
                        seen != 0 ? std::optional(UnixMs{seen}) : std::nullopt});
    }
    return rows;
}

void AccountsRepository::remove_of(const PersonId& person) {
    const std::string id = person.hex();
    for (const char* table : {"sessions", "sign_in_failures", "factors", "recovery_codes"}) {
        sql_ << std::string("DELETE FROM ") + table +
                    " WHERE account IN (SELECT name FROM accounts WHERE person = :person)",
            soci::use(id);
    }
    sql_ << "DELETE FROM accounts WHERE person = :person", soci::use(id);
}

void AccountsRepository::open_session(const NewSession& session) {
    const std::string hash = session.id.hex();
    const std::string stage = name_of(session.stage);
    const long long opened = session.opened.value;
    const long long until = session.expires.value;
    sql_ << "INSERT INTO sessions (id_sha256, account, created_ms, expires_ms, stage, seen_ms, agent) "
            "VALUES (:id, :account, :opened, :until, :stage, :seen, :agent)",
        soci::use(hash), soci::use(session.account), soci::use(opened), soci::use(until), soci::use(stage),
        soci::use(opened), soci::use(session.agent);
}

std::optional<Session> AccountsRepository::session(const Hash& id, UnixMs now) {
    const std::string hash = id.hex();
    const long long at = now.value;
    Session session;
    std::string role, person, stage;
    long long expires = 0, seen = 0;
    int ethics = 0;
    sql_ << "SELECT a.name, a.role, a.person, a.opd, a.ethics, s.expires_ms, s.stage, s.seen_ms "
            "FROM sessions s JOIN accounts a ON a.name = s.account "
            "WHERE s.id_sha256 = :id AND s.expires_ms > :at AND a.ended_ms IS NULL",
        soci::use(hash), soci::use(at), soci::into(session.account), soci::into(role), soci::into(person),
        soci::into(session.opd), soci::into(ethics), soci::into(expires), soci::into(stage), soci::into(seen);
    if (!sql_.got_data()) return std::nullopt;
    session.role = role_from(role).value_or(Role::person);
    session.person = PersonId::parse_hex(person).value_or(PersonId{});
    session.expires = {expires};
    session.ethics = ethics != 0;
    session.stage = stage_from(stage);
    session.seen = {seen};
    return session;
}

void AccountsRepository::touch_session(const Hash& id, UnixMs now) {
    const std::string hash = id.hex();
    const long long at = now.value;
    sql_ << "UPDATE sessions SET seen_ms = :at WHERE id_sha256 = :id", soci::use(at), soci::use(hash);
}

void AccountsRepository::close_session(const Hash& id) {
    const std::string hash = id.hex();
    sql_ << "DELETE FROM sessions WHERE id_sha256 = :id", soci::use(hash);
}

void AccountsRepository::close_sessions_of(const std::string& account) {
    sql_ << "DELETE FROM sessions WHERE account = :account", soci::use(account);
}

std::vector<OwnSession> AccountsRepository::sessions_of(const std::string& account, UnixMs now) {
    const long long at = now.value;
    std::string id, agent;
    long long opened = 0, seen = 0;
    soci::statement statement =
        (sql_.prepare
             << "SELECT id_sha256, created_ms, seen_ms, agent FROM sessions WHERE account = :account "
                "AND expires_ms > :at AND stage = 'open' ORDER BY created_ms DESC, id_sha256",
         soci::use(account), soci::use(at), soci::into(id), soci::into(opened), soci::into(seen),
         soci::into(agent));
    statement.execute();
    std::vector<OwnSession> rows;
    while (statement.fetch())
        rows.push_back({Hash::parse_hex(id).value_or(Hash{}), {opened}, {seen}, agent});
    return rows;
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
