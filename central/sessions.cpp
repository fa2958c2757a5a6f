#include "central/sessions.h"

#include <algorithm>

#include "central/accounts.h"
#include "central/factors_repository.h"
#include "wire/crypto.h"
#include "wire/encodings.h"
#include "wire/password.h"

namespace hadir::central {
namespace {

constexpr std::size_t kIdBytes = 32;
constexpr std::size_t kIdChars = 43;  // base64url without padding

std::string cookie_name(WebTransport transport) {
    return transport == WebTransport::https ? "__Host-hadir" : "hadir";
}

std::string attributes(WebTransport transport) {
    return std::string("; Path=/; HttpOnly; SameSite=Strict") +
           (transport == WebTransport::https ? "; Secure" : "");
}

std::chrono::milliseconds life_of(Role role, Stage stage) {
    if (stage != Stage::open) return kStepLife;
    if (role == Role::person) return kPersonSessionLife;
    return kSessionLife;
}

// What an unknown account's password is compared with, so that the answer takes as long.
const std::string& nobodys_password() {
    static const std::string kText =
        wire::hash_password("a password that nobody has", wire::PasswordCost::careful).value_or("");
    return kText;
}

Error wrong_credentials() {
    return Error(ErrorCode::no_session, "the name or the password is wrong");
}

}  // namespace

Hash session_hash(std::string_view id) {
    return wire::sha256(as_bytes(id));
}

Result<void> check_failures(const Database& database, const std::string& account, UnixMs now) {
    const auto failures = database.read([&]() -> Result<std::int64_t> {
        return AccountsRepository(database).failures_since(account, now + -kSignInWindow);
    });
    if (!failures) return propagate(failures.error());
    if (*failures >= kSignInFailuresMax)
        return fail(ErrorCode::rate, "five failed sign-ins for this account; wait fifteen minutes");
    return {};
}

Result<void> count_failure(const Database& database, const std::string& account, UnixMs now) {
    return database.transaction([&]() -> Result<void> {
        AccountsRepository(database).add_failure(account, now, now + -kSignInWindow);
        return {};
    });
}

Result<SignedIn> sign_in(const Database& database, Random& random, const Credentials& credentials, UnixMs now,
                         const std::string& agent) {
    if (!is_account_name(credentials.user)) return propagate(wrong_credentials());
    if (auto may = check_failures(database, credentials.user, now); !may) return propagate(may.error());
    const auto account = database.read([&]() -> Result<std::optional<Account>> {
        return AccountsRepository(database).find(credentials.user);
    });
    if (!account) return propagate(account.error());
    const bool counts = *account && !(*account)->ended;
    // No transaction is open while the password is hashed.
    const bool fits =
        wire::password_fits(counts ? (*account)->password : nobodys_password(), credentials.password);
    if (counts && fits) {
        const auto stage = stage_after(database, **account, FactorPassed::no);
        if (!stage) return propagate(stage.error());
        return open_session(database, random, **account, now, *stage, agent);
    }
    if (auto counted = count_failure(database, credentials.user, now); !counted)
        return propagate(counted.error());
    return propagate(wrong_credentials());
}

Result<Stage> stage_after(const Database& database, const Account& account, FactorPassed passed) {
    const auto factor = database.read(
        [&]() -> Result<std::optional<Factor>> { return FactorsRepository(database).find(account.name); });
    if (!factor) return propagate(factor.error());
    const bool proved = *factor && (*factor)->proved;
    if (proved && passed == FactorPassed::no) return Stage::factor;
    if (account.given) return Stage::password;
    return needs_factor(account.role) && !proved ? Stage::enrolment : Stage::open;
}

Result<SignedIn> open_session(const Database& database, Random& random, const Account& account, UnixMs now,
                              Stage stage, const std::string& agent) {
    std::array<std::uint8_t, kIdBytes> bytes{};
    random.fill(bytes);
    const std::string id = wire::to_base64url(bytes);
    const UnixMs expires = now + life_of(account.role, stage);
    const SignedIn entered{
        id, {account.name, account.role, account.person, expires, account.opd, account.ethics, stage, now}};
    return database.transaction([&]() -> Result<SignedIn> {
        AccountsRepository accounts(database);
        if (stage == Stage::open) accounts.clear_failures(account.name);
        accounts.forget_sessions_before(now);
        accounts.open_session({session_hash(id), account.name, stage, now, expires, agent});
        return entered;
    });
}

Result<SignedIn> advance(const Database& database, Random& random, const std::string& name, UnixMs now,
                         const std::string& agent) {
    const auto account = database.read(
        [&]() -> Result<std::optional<Account>> { return AccountsRepository(database).find(name); });
    if (!account) return propagate(account.error());
    if (!*account || (*account)->ended) return fail(ErrorCode::no_session, "the account was ended");
    const auto stage = stage_after(database, **account, FactorPassed::yes);
    if (!stage) return propagate(stage.error());
    return open_session(database, random, **account, now, *stage, agent);
}

Result<void> sign_out(const Database& database, std::string_view id) {
    return database.transaction([&]() -> Result<void> {
        AccountsRepository(database).close_session(session_hash(id));
        return {};
    });
}

Result<std::optional<Session>> find_session(const Database& database, std::string_view id, UnixMs now) {
    return database.read([&]() -> Result<std::optional<Session>> {
        auto session = AccountsRepository(database).session(session_hash(id), now);
        if (session && needs_factor(session->role) && session->seen + kIdleLife <= now) return std::nullopt;
        return session;
    });
}

Result<void> keep_awake(const Database& database, std::string_view id, const Session& session, UnixMs now) {
    if (now < session.seen + kTouchEvery) return {};
    return database.transaction([&]() -> Result<void> {
        AccountsRepository(database).touch_session(session_hash(id), now);
        return {};
    });
}

Result<std::vector<OwnSession>> sessions_of(const Database& database, const std::string& account,
                                            UnixMs now) {
    return database.read([&]() -> Result<std::vector<OwnSession>> {
        return AccountsRepository(database).sessions_of(account, now);
    });
}

Result<void> end_session(const Database& database, const std::string& account, const Hash& id, UnixMs now) {
    return database.transaction([&]() -> Result<void> {
        AccountsRepository accounts(database);
        const auto own = accounts.sessions_of(account, now);
        if (std::ranges::find(own, id, &OwnSession::id) == own.end())
            return fail(ErrorCode::not_found, "no such session of this account");
        accounts.close_session(id);
        return {};
    });
}

std::string session_cookie(WebTransport transport, std::string_view id, Role role) {
    std::string cookie = cookie_name(transport) + '=' + std::string(id) + attributes(transport);
    if (role == Role::person)
        cookie += "; Max-Age=" + std::to_string(std::chrono::seconds(kPersonSessionLife).count());
    return cookie;
}

std::string expired_cookie(WebTransport transport) {
    return cookie_name(transport) + '=' + attributes(transport) + "; Max-Age=0";
}

std::optional<std::string> session_id_in(WebTransport transport, std::string_view cookies) {
    const std::string start = cookie_name(transport) + '=';
    while (!cookies.empty()) {
        const std::size_t end = std::min(cookies.find(';'), cookies.size());
        std::string_view cookie = cookies.substr(0, end);
        cookies.remove_prefix(std::min(end + 1, cookies.size()));
        while (cookie.starts_with(' '))
            cookie.remove_prefix(1);
        if (!cookie.starts_with(start)) continue;
        const std::string_view id = cookie.substr(start.size());
        if (id.size() == kIdChars) return std::string(id);
    }
    return std::nullopt;
}

}  // namespace hadir::central
