#include "central/sessions.h"

#include "central/accounts.h"
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

Hash hash_of(std::string_view id) {
    return wire::sha256(as_bytes(id));
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

Result<SignedIn> sign_in(const Database& database, Random& random, const Credentials& credentials,
                         UnixMs now) {
    if (!is_account_name(credentials.user)) return propagate(wrong_credentials());
    struct Looked {
        bool limited = false;
        std::optional<Account> account;
    };
    const auto looked = database.read([&]() -> Result<Looked> {
        AccountsRepository accounts(database);
        return Looked{accounts.failures_since(credentials.user, now + -kSignInWindow) >= kSignInFailuresMax,
                      accounts.find(credentials.user)};
    });
    if (!looked) return propagate(looked.error());
    if (looked->limited)
        return fail(ErrorCode::rate, "five failed sign-ins for this account; wait fifteen minutes");
    // No transaction is open while the password is hashed.
    const std::string& stored = looked->account ? looked->account->password : nobodys_password();
    const bool fits = wire::password_fits(stored, credentials.password);
    if (looked->account && fits) return open_session(database, random, *looked->account, now);
    const auto counted = database.transaction([&]() -> Result<void> {
        AccountsRepository(database).add_failure(credentials.user, now, now + -kSignInWindow);
        return {};
    });
    if (!counted) return propagate(counted.error());
    return propagate(wrong_credentials());
}

Result<SignedIn> open_session(const Database& database, Random& random, const Account& account, UnixMs now) {
    std::array<std::uint8_t, kIdBytes> bytes{};
    random.fill(bytes);
    const std::chrono::milliseconds life =
        account.role == Role::person ? std::chrono::milliseconds(kPersonSessionLife) : kSessionLife;
    SignedIn signed_in{wire::to_base64url(bytes),
                       {account.name, account.role, account.person, now + life, account.opd, account.ethics}};
    return database.transaction([&]() -> Result<SignedIn> {
        AccountsRepository accounts(database);
        accounts.clear_failures(account.name);
        accounts.forget_sessions_before(now);
        accounts.open_session(hash_of(signed_in.id), account.name, now, signed_in.session.expires);
        return signed_in;
    });
}

Result<void> sign_out(const Database& database, std::string_view id) {
    return database.transaction([&]() -> Result<void> {
        AccountsRepository(database).close_session(hash_of(id));
        return {};
    });
}

Result<std::optional<Session>> find_session(const Database& database, std::string_view id, UnixMs now) {
    return database.read([&]() -> Result<std::optional<Session>> {
        return AccountsRepository(database).session(hash_of(id), now);
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
